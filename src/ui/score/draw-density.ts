/** Draws a score from far away: how many messages each lane was handed in each column of pixels, with every repetition to be seen. */
import { spanText } from '../../projections/index.ts';
import type { Surface } from '../drawing/surface.ts';
import { drawLitCrossings } from './draw-crossings.ts';
import { sans } from '../drawing/fonts.ts';
import type { ScoreScene } from './scene.ts';
import { headHeight } from './sheet.ts';

/** The width of a column, in pixels. */
const column = 2;

/** Draws bars: the highest of them stands for the most that any lane was handed in one column. */
export function drawDensity(context: Surface, scene: ScoreScene): void {
  const { sheet, palette, lit } = scene;
  const { rows, gutter, width, pitch, score } = sheet;
  const columns = Math.ceil((width - gutter) / column);
  const edges = Array.from({ length: columns + 1 }, (_, at) => sheet.timeAt(gutter + at * column));
  const { received, repeated } = score.crossings;
  const counts = rows.map(({ lanes }) => ({
    all: countsOf(lanes, received, edges),
    again: countsOf(lanes, repeated, edges),
  }));
  const most = Math.max(1, ...counts.map(({ all }) => all.reduce((a, b) => Math.max(a, b), 0)));
  context.globalAlpha = lit.order > 0 ? 0.35 : 0.85;
  counts.forEach(({ all, again }, row) => {
    const floor = sheet.yOfRow(row) + pitch * 0.42;
    const height = (count: number) => Math.max(1.5, (count / most) * pitch * 0.84);
    const hue = rows[row]?.hue ?? -1;
    context.fillStyle = hue < 0 ? palette.strong : (palette.hues[hue % 8] ?? palette.ink);
    all.forEach((count, at) => {
      if (count > 0) context.fillRect(gutter + at * column, floor, column, -height(count));
    });
    context.fillStyle = palette.bad;
    again.forEach((count, at) => {
      if (count > 0)
        context.fillRect(gutter + at * column - 0.5, floor, column + 1, -height(count));
    });
  });
  context.globalAlpha = 1;
  tellScale(context, scene, most, (edges[1] ?? 0) - (edges[0] ?? 0));
  drawLitCrossings(context, scene);
}

/** What the height of a bar means. */
function tellScale(
  context: Surface,
  { sheet, palette }: ScoreScene,
  most: number,
  micros: number,
): void {
  context.font = `9.5px ${sans}`;
  context.textAlign = 'right';
  context.fillStyle = palette.faint;
  context.fillText(
    `bars: up to ${most} received in ${spanText(micros)}`,
    sheet.width - 6,
    headHeight - 4,
  );
}

interface Times {
  readonly length: number;
  at(index: number): number;
}

/** How many of the ascending times of some lanes lie between each two edges. */
export function countsOf(
  lanes: readonly number[],
  timesOf: readonly Times[],
  edges: readonly number[],
): Uint32Array {
  const counts = new Uint32Array(Math.max(0, edges.length - 1));
  for (const lane of lanes) {
    const times = timesOf[lane];
    if (times === undefined || times.length === 0) continue;
    let before = leap(times, 0, edges[0] ?? 0);
    for (let at = 0; at < counts.length && before < times.length; at++) {
      const next = leap(times, before, edges[at + 1] ?? 0);
      counts[at] = (counts[at] ?? 0) + next - before;
      before = next;
    }
  }
  return counts;
}

/** The first place from `start` on whose time is not before an instant: in leaps that double, then by halves. */
function leap(times: Times, start: number, instant: number): number {
  let low = start;
  let step = 1;
  while (low + step < times.length && times.at(low + step) < instant) {
    low += step;
    step *= 2;
  }
  let high = Math.min(times.length, low + step);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times.at(middle) < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}
