/** T: decision cards whose slots fit each other, less what was switched on unasked, and what was asked and nothing gives. */
import { guarantees, type Guarantee } from '../../capabilities/guarantees.ts';
import { capabilityOf } from '../../capabilities/table.ts';
import type { Interview } from '../../content/interview.ts';
import { capabilitiesOf } from '../../round/board.ts';
import type { Round } from '../../round/round.ts';
import { costly, type Case, type Reason } from '../axis.ts';
import { cardsOf } from '../cards.ts';

/** The reasons of the axis. */
export function tradeOffsReasons(given: Case): readonly Reason[] {
  const cards = cardsOf(given);
  const sound = cards.filter(({ isSound }) => isSound).length;
  const whole = cards.filter(({ isWhole }) => isWhole).length;
  const wrong = cards
    .filter(({ says }) => says !== '')
    .map(({ capability, says }) => `${capabilityOf(capability)?.name ?? 'A card'}: ${says}`);
  const details = wrong.length === 0 ? '' : ` ${wrong.join(' ')}`;
  const reasons = costly([
    { points: sound > 0 ? 0 : 5, says: 'No card holds together.' },
    { points: sound > 2 ? 0 : 5, says: `${sound} of three cards hold together.` },
    {
      points: whole > 2 ? 0 : 5,
      says: `${whole} of three cards also say what would change them and what was rejected.${details}`,
    },
  ]);
  const left = 15 - reasons.reduce((sum, { points }) => sum + points, 0);
  const surplus = surplusOf(given.interview, given.round).map((id) => ({
    points: 1,
    says: `Nobody had asked for ${capabilityOf(id)?.name ?? id}.`,
  }));
  const unmet = unmetBy(given.interview, given.round).map((need) => ({
    points: 1,
    says: `Nothing on the board gives what was asked: that ${guarantees[need]}.`,
  }));
  return [...reasons, ...[...surplus, ...unmet].slice(0, left)];
}

/** What the design has although no requirement asks for anything that it gives. */
export function surplusOf(interview: Interview, { choices }: Round): readonly string[] {
  const needed: readonly string[] = interview.requirements.flatMap(({ needs }) => needs);
  return capabilitiesOf(interview, choices).filter(
    (id) => !(capabilityOf(id)?.gives.some((each) => needed.includes(each)) ?? false),
  );
}

/** What requirements ask for and nothing on the board gives. */
export function unmetBy(interview: Interview, { choices }: Round): readonly Guarantee[] {
  const given: readonly string[] = capabilitiesOf(interview, choices).flatMap(
    (id) => capabilityOf(id)?.gives ?? [],
  );
  const needed = new Set(interview.requirements.flatMap(({ needs }) => needs));
  return [...needed].filter((need) => !given.includes(need));
}
