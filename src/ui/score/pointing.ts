/** What of a score lies under a place: the nearest message, as far as messages are drawn one by one. */
import type { Crossing } from '../../projections/index.ts';
import { courseOf } from './draw-crossings.ts';
import { hasRoomForLines } from './draw-score.ts';
import type { Sheet } from './sheet.ts';

/** How far a pointer may miss, in pixels. */
const reach = 7;

/** The row that stands for a crossing: where it was taken up, or else where it was sent. */
export function rowOf({ receivedRow, sentRow }: Pick<Crossing, 'receivedRow' | 'sentRow'>): number {
  return receivedRow >= 0 ? receivedRow : sentRow;
}

/** The row of the message under a place, -1 for none. */
export function rowUnder(sheet: Sheet, x: number, y: number): number {
  if (x < sheet.gutter || !hasRoomForLines(sheet)) return -1;
  const { crossings } = sheet.score;
  let nearest = reach;
  let row = -1;
  crossings.spans.visit(sheet.timeAt(x - reach), sheet.timeAt(x + reach), (index) => {
    if (!crossings.isSeen(index)) return true;
    const crossing = crossings.at(index);
    const course = courseOf(sheet, crossing);
    if (course === undefined) return true;
    const { from, knee, end } = course;
    // Where several meet, the mark at the end of a line counts more than a line that passes by.
    const far = Math.min(
      distance(x, y, from, knee),
      distance(x, y, knee, end),
      Math.hypot(x - end.x, y - end.y) - 2,
    );
    if (far < nearest) {
      nearest = far;
      row = rowOf(crossing);
    }
    return true;
  });
  return row;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function distance(x: number, y: number, from: Point, to: Point): number {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((x - from.x) * dx + (y - from.y) * dy) / length;
  const at = Math.min(1, Math.max(0, along));
  return Math.hypot(x - from.x - at * dx, y - from.y - at * dy);
}

/** The message nearest to an instant within a stretch, on one row of lanes or on any (-1): the row that stands for it, -1 for none. */
export function rowNearest(sheet: Sheet, time: number, laneRow: number): number {
  const { crossings } = sheet.score;
  const lanes = sheet.rows[laneRow]?.lanes;
  const whole = Math.max(sheet.lastTime - time, time - sheet.firstTime);
  for (let around = whole / 1024; ; around *= 4) {
    let nearest = Number.POSITIVE_INFINITY;
    let row = -1;
    crossings.spans.visit(time - around, time + around, (index) => {
      if (!crossings.isSeen(index)) return true;
      const crossing = crossings.at(index);
      if (lanes?.includes(crossing.fromLane) === false && !lanes.includes(crossing.toLane))
        return true;
      const far = Math.abs(crossing.taken - time);
      if (far < nearest) {
        nearest = far;
        row = rowOf(crossing);
      }
      return true;
    });
    if (row >= 0 || around >= whole) return row;
  }
}
