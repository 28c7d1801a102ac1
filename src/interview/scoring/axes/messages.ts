/** N: whether each message was told for what it is, whose it is, and by what it is keyed. */
import { costly, type Case, type Reason } from '../axis.ts';

/** The reasons of the axis. */
export function messagesReasons({ interview: { messages }, round }: Case): readonly Reason[] {
  const said = new Map(round.messages.map((each) => [each.message, each]));
  const wrongKinds = messages.filter(({ id, kind }) => said.get(id)?.kind !== kind);
  const wrongRest = messages.filter(
    ({ id, owner, key }) => said.get(id)?.owner !== owner || said.get(id)?.key !== key,
  );
  const kinds = wrongKinds.map(({ text, kind }) => `${text} is ${withArticle(kind)}`).join('; ');
  const rest = wrongRest
    .map(({ text, owner, key }) => `${text} belongs to ${owner}, keyed by ${key}`)
    .join('; ');
  return costly([
    {
      points: 2 * wrongKinds.length <= messages.length ? 0 : 3,
      says: 'Less than half of the messages were told for what they are.',
    },
    { points: wrongKinds.length === 0 ? 0 : 4, says: `Not every kind is right: ${kinds}.` },
    {
      points: wrongKinds.length + wrongRest.length === 0 ? 0 : 3,
      says: `Owner or key is missing or wrong${rest === '' ? '' : `: ${rest}`}.`,
    },
  ]);
}

function withArticle(kind: string): string {
  return kind === 'event' ? 'an event' : `a ${kind}`;
}
