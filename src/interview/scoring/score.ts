/** The score of a round: eight axes, every lost point with a moment on a run and a lesson. A practice score, no more. */
import { firstMatch, type ToldRun } from '../../lessons/index.ts';
import type { Style } from '../../trace/index.ts';
import { axes, type Axis } from '../content/interview.ts';
import { openSeed, styleOf, twistOf } from '../round/board.ts';
import { architectureReasons } from './axes/architecture.ts';
import { communicationReasons } from './axes/communication.ts';
import { failuresReasons } from './axes/failures.ts';
import { guaranteesReasons } from './axes/guarantees.ts';
import { messagesReasons } from './axes/messages.ts';
import { operationsReasons } from './axes/operations.ts';
import { requirementsReasons } from './axes/requirements.ts';
import { tradeOffsReasons } from './axes/trade-offs.ts';
import { pointsOf, type Case, type Reason } from './axis.ts';
import { wonBackOn } from './dives.ts';
import type { Finding } from './finding.ts';

/** The levels, from the lowest. */
export const levels = ['not yet', 'mixed', 'hire-like', 'strong'] as const;
/** A level. */
export type Level = (typeof levels)[number];

/** A moment of a run that shows why points were lost. */
export interface Moment {
  readonly run: 'first' | 'twist' | 'hidden';
  /** Id of the surprise of a hidden run, empty for none. */
  readonly surprise: string;
  readonly style: Style;
  readonly seed: number;
  readonly row: number;
  /** In microseconds of virtual time. */
  readonly at: number;
}

/** Points that were lost. */
export interface Loss {
  readonly axis: Axis;
  readonly points: number;
  readonly says: string;
  readonly moment: Moment;
  /** A lesson about it, as scenario/id. */
  readonly lesson: string;
}

/** What an axis gave. */
export interface AxisScore {
  readonly axis: Axis;
  readonly points: number;
  readonly of: number;
  readonly wonBack: number;
}

/** The score of a round. */
export interface Score {
  readonly total: number;
  readonly level: Level;
  readonly axes: readonly AxisScore[];
  readonly losses: readonly Loss[];
  readonly hidden: readonly Finding[];
}

const reasonsOf: Readonly<Record<Axis, (given: Case) => readonly Reason[]>> = {
  R: requirementsReasons,
  N: messagesReasons,
  A: architectureReasons,
  G: guaranteesReasons,
  F: failuresReasons,
  T: tradeOffsReasons,
  O: operationsReasons,
  C: communicationReasons,
};

/** Scores a round. The same round and the same runs have the same score for ever. */
export function score(given: Case): Score {
  const judged = axes.map((axis) => judge(axis, given));
  const all = judged.map(({ own }) => own);
  // Downwards: whoever has lost something has not all.
  const total = Math.floor(all.reduce((sum, { points }) => sum + points, 0));
  return {
    total,
    level: levelOf(total, all, isStrained(given)),
    axes: all,
    losses: judged.flatMap(({ losses }) => losses),
    hidden: given.runs.hidden,
  };
}

function judge(
  axis: Axis,
  given: Case,
): { readonly own: AxisScore; readonly losses: readonly Loss[] } {
  const reasons = reasonsOf[axis](given);
  const lost = reasons.reduce((sum, { points }) => sum + points, 0);
  const back = Math.min(lost, wonBackOn(axis, given.interview, given.round));
  const of = pointsOf[axis];
  const losses = forgiven(reasons, back).map((reason) => lossOf(axis, reason, given));
  return { own: { axis, points: of - lost + back, of, wonBack: back }, losses };
}

/** The reasons without the points that were won back: the last ones are forgiven first. */
function forgiven(reasons: readonly Reason[], back: number): readonly Reason[] {
  let left = back;
  return reasons
    .toReversed()
    .map((reason) => {
      const off = Math.min(left, reason.points);
      left -= off;
      return { ...reason, points: reason.points - off };
    })
    .filter(({ points }) => points > 0)
    .toReversed();
}

function lossOf(axis: Axis, reason: Reason, given: Case): Loss {
  const { interview } = given;
  const { points, says, finding, isTwist } = reason;
  const shown = interview.evidence[axis];
  if (finding !== undefined) {
    const { surprise, style, seed, row, at } = finding;
    const lesson = interview.surprises.find(({ id }) => id === surprise)?.lesson ?? shown.lesson;
    return {
      axis,
      points,
      says,
      moment: { run: 'hidden', surprise, style, seed, row, at },
      lesson,
    };
  }
  const run = isTwist === true ? 'twist' : 'first';
  const moment = momentIn(run === 'twist' ? given.runs.twisted : given.runs.first, run, {
    axis,
    given,
  });
  const lesson = isTwist === true ? twistOf(interview, given.round).lesson : shown.lesson;
  return { axis, points, says, moment, lesson };
}

function momentIn(
  told: ToldRun,
  run: 'first' | 'twist',
  { axis, given }: { readonly axis: Axis; readonly given: Case },
): Moment {
  const { interview, round } = given;
  const match = firstMatch(told, interview.evidence[axis].shows);
  // A run that never comes to what is to be shown shows its end.
  const row = match >= 0 ? match : Math.max(0, told.trace.length - 1);
  return {
    ...{ run, surprise: '', row },
    style: styleOf(interview, round.choices),
    seed: openSeed(round),
    at: told.trace.length === 0 ? 0 : told.trace.time(row),
  };
}

function isStrained({ interview, round }: Case): boolean {
  return interview.strained.includes(styleOf(interview, round.choices));
}

/** Nobody is hire-like who has nothing to say on guarantees, failures or trade-offs, or whose style strains what was required. */
function levelOf(total: number, all: readonly AxisScore[], isStrained: boolean): Level {
  const isHollow = all.some(({ axis, points }) => 'GFT'.includes(axis) && points <= 0);
  if (total < 50) return 'not yet';
  if (total < 70 || isHollow || isStrained) return 'mixed';
  return total < 85 ? 'hire-like' : 'strong';
}
