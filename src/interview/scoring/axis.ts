/** What an axis of the rubric makes of a round: points, and a reason for every one that is lost. */
import type { ToldRun } from '../../lessons/index.ts';
import type { Axis, Interview } from '../content/interview.ts';
import type { Round } from '../round/round.ts';
import type { Finding } from './finding.ts';

/** Points that each axis can give; together a hundred. */
export const pointsOf: Readonly<Record<Axis, number>> = {
  ...{ R: 15, N: 10, A: 15, G: 15 },
  ...{ F: 20, T: 15, O: 5, C: 5 },
};

/** The names of the axes. */
export const axisNames: Readonly<Record<Axis, string>> = {
  R: 'Requirements first',
  N: 'Message design',
  A: 'Architecture and flow',
  G: 'Guarantees',
  F: 'Failure modes',
  T: 'Trade-offs',
  O: 'Operations',
  C: 'Communication',
};

/** The axis of which the smallest share was reached, the first of several; undefined when nothing was lost. */
export function weakestOf<Points extends { readonly points: number; readonly of: number }>(
  all: readonly Points[],
): Points | undefined {
  const [weakest] = all.toSorted((one, other) => one.points / one.of - other.points / other.of);
  return weakest === undefined || weakest.points >= weakest.of ? undefined : weakest;
}

/** Who judges: the machine, or the candidate against model answers. */
export const judgedBy: Readonly<Record<Axis, 'machine' | 'machine and self'>> = {
  ...{ R: 'machine', N: 'machine', A: 'machine', G: 'machine' },
  ...{ F: 'machine', T: 'machine', O: 'machine', C: 'machine and self' },
};

/** What was run of a round. */
export interface Runs {
  /** The board as it stands, without any fault. */
  readonly first: ToldRun;
  /** The board after the product has changed its mind. */
  readonly twisted: ToldRun;
  readonly hidden: readonly Finding[];
}

/** What is judged. */
export interface Case {
  readonly interview: Interview;
  readonly round: Round;
  readonly runs: Runs;
}

/** Points that were lost, and why. */
export interface Reason {
  readonly points: number;
  readonly says: string;
  /** A hidden run that shows it. */
  readonly finding?: Finding;
  /** It is about the run with the twist. */
  readonly isTwist?: true;
}

/** The reasons that cost something. */
export function costly(reasons: readonly Reason[]): readonly Reason[] {
  return reasons.filter(({ points }) => points > 0);
}
