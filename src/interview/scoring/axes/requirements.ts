/** R: whether it was asked before it was drawn, how much was estimated, and whether the traps were seen. */
import type { Estimate, Interview, RequirementKind } from '../../content/interview.ts';
import { costly, type Case, type Reason } from '../axis.ts';

const levels: readonly (readonly RequirementKind[])[] = [
  ['functional'],
  ['scale', 'order', 'loss', 'latency'],
  ['price-of-failure', 'non-goal', 'team'],
];

const missing = [
  'What the system has to do was not written down before the first choice.',
  'How much, how fast, in what order, and what may be lost: not all of it was written down first.',
  'What a repetition or a late answer costs, who works on it and what is not part of it: not all of it was written down first.',
];

/** The reasons of the axis. */
export function requirementsReasons({ interview, round }: Case): readonly Reason[] {
  const first = round.pinned.filter(({ isFirst }) => isFirst).map((each) => each.requirement);
  const isWhole = levels.map((kinds) =>
    interview.requirements
      .filter(({ kind }) => kinds.includes(kind))
      .every(({ id }) => first.includes(id)),
  );
  const reached = isWhole.includes(false) ? isWhole.indexOf(false) : levels.length;
  return costly([
    ...missing.map((says, index) => ({ points: index < reached ? 0 : 3, says })),
    ...estimateReasons(interview, round.estimates),
    ...interview.questions.flatMap(({ id, ask, trap = [] }) => {
      const right = trap.find((stance) => stance.right === true);
      if (right === undefined) return [];
      const isSeen = round.stances[id] === right.id;
      const says = `“${ask}” had a trap in its answer. A good stance: ${right.text}`;
      return [{ points: isSeen ? 0 : 1, says }];
    }),
  ]);
}

function estimateReasons(
  interview: Interview,
  said: Readonly<Record<string, number>>,
): readonly Reason[] {
  const wrong = interview.estimates.filter(
    (estimate) => !isWithin(interview, estimate, said[estimate.id]),
  );
  return wrong.map((estimate) => {
    const { from, to } = rangeOf(interview, estimate);
    const says = `${estimate.question} Between ${from} and ${to} ${estimate.unit} was expected.`;
    return { points: 3 / interview.estimates.length, says };
  });
}

/** The bounds of a good estimate, computed from the numbers that the requirements state. */
export function rangeOf(
  { requirements }: Interview,
  { times, over, within }: Estimate,
): { readonly exact: number; readonly from: number; readonly to: number } {
  const stated = new Map(requirements.flatMap(({ states }) => Object.entries(states ?? {})));
  const product = (factors: readonly (string | number)[]) =>
    factors.reduce<number>(
      (all, each) => all * (typeof each === 'number' ? each : (stated.get(each) ?? 0)),
      1,
    );
  const exact = product(times) / product(over);
  return { exact, from: rounded(exact / within), to: rounded(exact * within) };
}

function rounded(value: number): number {
  return value >= 10 ? Math.round(value) : Math.round(value * 1000) / 1000;
}

function isWithin(interview: Interview, estimate: Estimate, said: number | undefined): boolean {
  const { from, to } = rangeOf(interview, estimate);
  return said !== undefined && said >= from && said <= to;
}
