/** The sides of the points at which a process can crash, as numbers: work passes them all the time, and hardly ever does a crash wait there. */
import { moments, points, type Moment, type Point } from '../../../trace/index.ts';

/** One side of one point. */
export type Side = number;

function sidesOf(moment: Moment): Readonly<Record<Point, Side>> {
  const at = moments.indexOf(moment);
  return Object.fromEntries(
    points.map((point, index) => [point, index * moments.length + at]),
  ) as Record<Point, Side>;
}

/** By point: the side on which its work is not done yet. */
export const before = sidesOf('before');

/** By point: the side on which its work is done. */
export const after = sidesOf('after');

/** All sides. */
export const sides: readonly Side[] = points.flatMap((point) => [before[point], after[point]]);

/** The code of the point that a side belongs to. */
export function pointCode(side: Side): number {
  return Math.floor(side / moments.length);
}

/** The code of the moment that a side stands for. */
export function momentCode(side: Side): number {
  return side % moments.length;
}
