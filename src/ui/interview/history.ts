/** What came of earlier rounds, side by side: points, what changed since the round before, and what is weakest. */
import { axes, axisNames, weakestOf, type Axis, type Interview } from '../../interview/index.ts';
import type { DrillSaid, InterviewResult } from '../../keeping/index.ts';
import { versionOf } from './kept-round.ts';

/** One axis of one round. */
export interface PastAxis {
  readonly axis: Axis;
  /** Undefined when the round has no such axis. */
  readonly points: number | undefined;
  readonly of: number;
}

/** One round. */
export interface PastRound {
  readonly result: InterviewResult;
  readonly axes: readonly PastAxis[];
  /** Points more than in the round before it; undefined for the first. */
  readonly change: number | undefined;
  /** How the product changed its mind, if the interview still knows. */
  readonly twist: string;
  /** Whole minutes that it took. */
  readonly minutes: number;
  /** Whether the interview still asks the same, so that it can be run again. */
  readonly isSame: boolean;
}

/** The rounds, the newest first as they are given. */
export function pastRounds(
  interview: Interview,
  results: readonly InterviewResult[],
): readonly PastRound[] {
  return results.map((result, at) => {
    const before = results[at + 1];
    const took = result.round.took.reduce((sum, seconds) => sum + seconds, 0);
    return {
      result,
      axes: axes.map((axis) => {
        const found = result.points.find((each) => each.axis === axis);
        return { axis, points: found && found.tenths / 10, of: found?.of ?? 0 };
      }),
      change: before && result.total - before.total,
      twist: interview.twists.find(({ id }) => id === result.twist)?.text ?? '',
      minutes: Math.round(took / 60),
      isSame: result.version === versionOf(interview),
    };
  });
}

/** What to practise next, and where it is learned. */
export interface Practice {
  readonly name: string;
  readonly points: number;
  readonly of: number;
  /** A lesson about it, as scenario/id. */
  readonly lesson: string;
}

/** The weakest axis of the last round; undefined when there was none, or nothing was lost in it. */
export function practiceAfter(
  interview: Interview,
  [last]: readonly InterviewResult[],
): Practice | undefined {
  const known = (last?.points ?? []).flatMap(({ axis: name, tenths, of }) => {
    const axis = axes.find((each) => each === name);
    return axis === undefined || of === 0 ? [] : { axis, points: tenths / 10, of };
  });
  const weakest = weakestOf(known);
  if (weakest === undefined) return undefined;
  const { axis, points, of } = weakest;
  return { name: axisNames[axis], points, of, lesson: interview.evidence[axis].lesson };
}

/** What came of the drills, in a sentence; empty when none was run. */
export function drillWords(drills: readonly DrillSaid[]): string {
  const [last] = drills;
  if (last?.held === undefined) return '';
  const best = Math.max(...drills.map(({ held }) => held ?? 0));
  const said = `${last.held} of ${last.of} clauses held`;
  if (drills.length === 1) return `Your drill: ${said}.`;
  return `Your last drill: ${said}; your best of ${drills.length}: ${best}.`;
}

/** A change of points, with its sign. */
export function changeWords(change: number | undefined): string {
  if (change === undefined) return '';
  if (change === 0) return '±0';
  return change > 0 ? `+${change}` : `−${-change}`;
}
