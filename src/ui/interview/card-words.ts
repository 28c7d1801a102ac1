/** A decision card as one sentence. */
import {
  capabilities,
  conditions,
  costs,
  guarantees,
  type DecisionCard,
  type Interview,
} from '../../interview/index.ts';

/** The sentence of a card; slots that were left open are shown as such. */
export function cardSentence(interview: Interview, card: DecisionCard): string {
  const { because, choose, soThat, changeIf, rejected, rejectedBecause, brand } = card;
  const requirement =
    interview.requirements.find(({ id }) => id === because)?.text.replace(/\.$/, '') ?? '';
  const name = (id: string) => wordsIn(namesOfCapabilities, id);
  const product = brand === '' ? '' : ` (${brand})`;
  return [
    `Because “${requirement === '' ? '…' : requirement}”, I choose ${name(choose)}${product}, so that ${wordsIn(guarantees, soThat)};`,
    `it costs: ${wordsIn(costs, card.costs)}.`,
    `I would change it if ${wordsIn(conditions, changeIf)}.`,
    `Rejected: ${name(rejected)}, because of this: ${wordsIn(costs, rejectedBecause)}.`,
  ].join(' ');
}

/** What each capability is called. */
export const namesOfCapabilities: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(capabilities).map(([id, { name }]) => [id, name]),
);

function wordsIn(table: Readonly<Record<string, string>>, id: string): string {
  return Object.hasOwn(table, id) ? (table[id] ?? '…') : '…';
}
