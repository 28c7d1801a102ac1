/** Draws the axis of the scores: instants, folds by how much they fold, marks, and the playhead's head. */
import type { Score } from '../../projections/index.ts';
import { spanText } from '../../projections/index.ts';
import type { Surface } from '../drawing/surface.ts';
import { forEachFold } from './draw-score.ts';
import { mono, sans } from '../drawing/fonts.ts';
import type { MarkKind, ScoreMark } from './marks.ts';
import type { ScorePalette } from './palette.ts';
import type { Sheet } from './sheet.ts';
import { stepFor, tickText } from './ticks.ts';

/** The height of the axis, and where its text and its marks stand. */
export const axisHeight = 30;
const textLine = 11;
const markLine = 22;
/** Between the beginnings of two instants on the axis, in pixels. */
const tickRoom = 84;

/** What is on the axis. */
export interface AxisScene {
  /** A sheet of any of the scores: across, all are the same. */
  readonly sheet: Sheet;
  readonly scores: readonly Score[];
  /** Broken promises and bookmarks. */
  readonly set: readonly ScoreMark[];
  /** How far the run is known, in µs. */
  readonly known: number;
  readonly palette: ScorePalette;
}

/** Draws the axis without the playhead. */
export function drawAxis(context: Surface, scene: AxisScene): void {
  const { sheet, palette } = scene;
  const { gutter, width } = sheet;
  context.clearRect(0, 0, width, axisHeight);
  context.fillStyle = palette.line;
  context.fillRect(gutter, axisHeight - 1, width - gutter, 1);
  context.save();
  context.beginPath();
  context.rect(gutter - 6, 0, width - gutter + 6, axisHeight);
  context.clip();
  const taken = drawFolds(context, scene);
  drawTicks(context, scene, taken);
  drawMarks(context, scene);
  const begin = Math.max(gutter, sheet.xOf(0));
  const end = Math.min(width, sheet.xOf(scene.known));
  context.fillStyle = palette.strong;
  if (end > begin) context.fillRect(begin, axisHeight - 2, end - begin, 2);
  context.restore();
}

type Taken = readonly { readonly from: number; readonly to: number }[];

function drawFolds(context: Surface, { sheet, palette }: AxisScene): Taken {
  const taken: { from: number; to: number }[] = [];
  context.font = `600 10px ${sans}`;
  context.textAlign = 'center';
  context.fillStyle = palette.sunken;
  // All grounds before any words: two folds can stand side by side.
  forEachFold(sheet, (x, end) => context.fillRect(x, 0, Math.max(1, end - x), axisHeight - 1));
  forEachFold(sheet, (x, end, micros) => {
    const middle = (Math.max(x, sheet.gutter) + end) / 2;
    const text = `⋯ ${spanText(micros)} ⋯`;
    const half = context.measureText(text).width / 2 + 3;
    const isFree = middle - half > (taken.at(-1)?.to ?? Number.NEGATIVE_INFINITY);
    if (!isFree || middle - half < sheet.gutter - 6) return;
    context.fillStyle = palette.faint;
    context.fillText(text, middle, textLine);
    taken.push({ from: middle - half, to: middle + half });
  });
  return taken;
}

function drawTicks(context: Surface, { sheet, palette }: AxisScene, taken: Taken): void {
  const { folding, width, gutter } = sheet;
  const step = stepFor((tickRoom * sheet.placeWidth) / Math.max(1, width - gutter));
  context.font = `10.5px ${mono}`;
  context.textAlign = 'left';
  let x = gutter - 1;
  for (let guard = 0; guard < width; guard++) {
    let time = Math.ceil(Math.max(0, sheet.timeAt(x)) / step) * step;
    const fold = folding.firstAfter(time);
    const { from, to } = fold < folding.length ? folding.fold(fold) : { from: time, to: time };
    if (from < time && time < to) time = Math.ceil(to / step) * step;
    x = sheet.xOf(time);
    if (x > width) return;
    context.fillStyle = palette.line;
    context.fillRect(Math.round(x), 14, 1, axisHeight - 14);
    const text = tickText(time, step);
    const end = x + context.measureText(text).width + 6;
    if (end <= width && taken.every((place) => end < place.from || x > place.to)) {
      context.fillStyle = palette.faint;
      context.fillText(text, x + 1, textLine);
    }
    x = Math.max(x + 1, end);
  }
}

function drawMarks(context: Surface, scene: AxisScene): void {
  const { sheet, scores, set } = scene;
  for (const kind of ['milestone', 'fault'] as const) {
    const room = kind === 'milestone' ? 2 : 4;
    for (const score of scores) {
      for (let index = score.firstMark(kind, sheet.firstTime); index < score.marks(kind);) {
        const x = sheet.xOf(score.trace.time(score.markRow(kind, index)));
        if (x > sheet.width) break;
        drawMark(context, scene.palette, kind, x);
        // Of several within a few pixels the first stands for all.
        index = Math.max(index + 1, score.firstMark(kind, sheet.timeAt(x + room)));
      }
    }
  }
  for (const { kind, time } of set) {
    const x = sheet.xOf(time);
    if (x >= sheet.gutter - 4 && x <= sheet.width + 4) drawMark(context, scene.palette, kind, x);
  }
}

/** A milestone is a stroke, a fault a triangle, a broken promise a diamond, a bookmark a flag. */
function drawMark(context: Surface, palette: ScorePalette, kind: MarkKind, x: number): void {
  context.beginPath();
  if (kind === 'milestone') {
    context.fillStyle = palette.strong;
    context.fillRect(x - 0.5, markLine + 3, 1, 4);
    return;
  }
  if (kind === 'fault') {
    context.moveTo(x, markLine - 4);
    context.lineTo(x + 4.5, markLine + 4);
    context.lineTo(x - 4.5, markLine + 4);
  } else if (kind === 'violation') {
    context.moveTo(x, markLine - 5);
    context.lineTo(x + 5, markLine);
    context.lineTo(x, markLine + 5);
    context.lineTo(x - 5, markLine);
  } else {
    context.rect(x - 0.75, markLine - 6, 1.5, 13);
    context.rect(x, markLine - 6, 7, 5);
  }
  context.closePath();
  context.fillStyle = { fault: palette.warn, violation: palette.bad, bookmark: palette.accent }[
    kind
  ];
  context.fill();
}

/** Draws the playhead's head, over the axis. */
export function drawHead(
  context: Surface,
  sheet: Sheet,
  { accent }: ScorePalette,
  time: number,
): void {
  context.clearRect(0, 0, sheet.width, axisHeight);
  const x = sheet.xOf(time);
  if (x < sheet.gutter || x > sheet.width) return;
  context.fillStyle = accent;
  context.beginPath();
  context.moveTo(x - 6, axisHeight - 10);
  context.lineTo(x + 6, axisHeight - 10);
  context.lineTo(x, axisHeight - 1);
  context.closePath();
  context.fill();
}
