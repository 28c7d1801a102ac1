/** Draws one score: lanes, what is away, work, messages from lane to lane, and the playhead. Only what is in view is looked at. */
import type { Absence, Spell } from '../../projections/index.ts';
import type { Surface } from '../drawing/surface.ts';
import { drawCrossings } from './draw-crossings.ts';
import { drawDensity } from './draw-density.ts';
import { mono, sans } from '../drawing/fonts.ts';
import type { ScorePalette } from './palette.ts';
import type { ScoreScene } from './scene.ts';
import { headHeight, type Sheet } from './sheet.ts';

/** More crossings, or stretches of work, than these are drawn as density. */
const mostLines = 1600;
const mostWork = 3000;

/** Whether there is room to draw each message by itself. */
export function hasRoomForLines({ score, firstTime, lastTime }: Sheet): boolean {
  let seen = 0;
  return score.crossings.spans.visit(firstTime, lastTime, (index) => {
    if (score.crossings.isSeen(index)) seen++;
    return seen < mostLines;
  });
}

/** Draws the score without its playhead: as long as nothing else changes, that moves over the same picture. */
export function drawScore(context: Surface, scene: ScoreScene): void {
  const { sheet } = scene;
  const { gutter, width, height } = sheet;
  context.clearRect(0, 0, width, height);
  context.save();
  context.beginPath();
  context.rect(gutter, 0, width - gutter, height);
  context.clip();
  drawLanes(context, scene);
  drawFolds(context, scene);
  drawAbsences(context, scene, drawAbsence);
  const single = hasRoomForLines(sheet);
  drawWork(context, scene, single);
  if (single) drawCrossings(context, scene);
  else drawDensity(context, scene);
  // Words stand above the lines that cross them.
  drawAbsences(context, scene, tellAbsence);
  context.restore();
  drawNames(context, scene);
}

function drawLanes(context: Surface, { sheet, palette }: ScoreScene): void {
  const { rows, gutter, width, score } = sheet;
  context.fillStyle = palette.line;
  rows.forEach(({ lanes }, row) => {
    const since = Math.min(...lanes.map((lane) => score.spells.since(lane)));
    const x = Math.max(gutter, sheet.xOf(since));
    context.fillRect(x, Math.round(sheet.yOfRow(row)) - 0.5, width - x, 1);
  });
}

function drawNames(context: Surface, scene: ScoreScene): void {
  const { sheet, palette, title, chosenRow } = scene;
  const { gutter, pitch, rows } = sheet;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillStyle = palette.faint;
  context.font = `600 9.5px ${sans}`;
  context.fillText(title.toUpperCase(), 8, headHeight / 2 + 1);
  const size = pitch < 13 ? 10 : 11;
  rows.forEach(({ label, isOfLog }, row) => {
    const y = sheet.yOfRow(row);
    if (row === chosenRow) {
      context.fillStyle = palette.accent;
      context.fillRect(2, y - pitch / 2 + 1, 3, pitch - 2);
    }
    context.fillStyle = row === chosenRow ? palette.ink : palette.soft;
    context.font = isOfLog ? `10px ${mono}` : `${size}px ${sans}`;
    context.fillText(shortened(context, label, gutter - 14), 8, y);
  });
  context.textBaseline = 'alphabetic';
}

const shortTexts = new Map<string, string>();

/** A name as far as there is room for it; its end tells more than its middle. */
function shortened(context: Surface, text: string, room: number): string {
  const key = `${context.font} ${room} ${text}`;
  const known = shortTexts.get(key);
  if (known !== undefined) return known;
  let short = text;
  for (let kept = text.length - 1; context.measureText(short).width > room && kept > 2; kept--) {
    const tail = Math.min(5, Math.floor(kept / 2));
    short = `${text.slice(0, kept - tail)}…${text.slice(-tail)}`;
  }
  shortTexts.set(key, short);
  return short;
}

/** A band where time is folded. */
function drawFolds(context: Surface, { sheet, palette }: ScoreScene): void {
  const { height } = sheet;
  forEachFold(sheet, (x, end) => {
    context.fillStyle = palette.sunken;
    context.fillRect(x, 0, Math.max(1, end - x), height);
  });
}

/** Visits the folds in view, of several within a pixel the first. */
export function forEachFold(
  sheet: Sheet,
  visit: (x: number, end: number, micros: number) => void,
): void {
  const { folding, width, lastTime } = sheet;
  for (let index = folding.firstAfter(sheet.firstTime); index < folding.length;) {
    const { from, to } = folding.fold(index);
    if (from > lastTime) return;
    const x = sheet.xOf(from);
    const end = Math.min(width, sheet.xOf(to));
    visit(x, end, to - from);
    index = Math.max(index + 1, folding.firstAfter(sheet.timeAt(end + 1)));
  }
}

function drawAbsences(context: Surface, scene: ScoreScene, draw: typeof drawAbsence): void {
  const { sheet } = scene;
  const { spells } = sheet.score;
  // Of many within one pixel of a lane, the first stands for all.
  const drawnTo = new Map<number, number>();
  spells.away.visit(sheet.firstTime, sheet.lastTime, (index) => {
    const spell = spells.awayAt(index);
    const end = sheet.xOf(Math.min(spell.to, scene.known));
    if (end < (drawnTo.get(spell.lane) ?? Number.NEGATIVE_INFINITY) + 1) return true;
    drawnTo.set(spell.lane, end);
    draw(context, scene, spell, end);
    return true;
  });
}

function drawAbsence(context: Surface, scene: ScoreScene, spell: Spell, end: number): void {
  const { sheet, palette } = scene;
  const y = sheet.yOf(spell.lane);
  if (y === undefined) return;
  const { x, span, middle, half, colour } = placeOf(scene, spell, y, end);
  if (!spell.isOfRelay) {
    context.fillStyle = palette.panel;
    context.fillRect(x, y - 1.5, span, 3);
  }
  if (spell.absence === 'not started') return;
  context.fillStyle = spell.absence === 'paused' ? palette.warnSoft : palette.badSoft;
  context.fillRect(x, middle - half, span, half * 2);
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.globalAlpha = 0.35;
  hatch(context, x, middle - half, span, half * 2);
  context.globalAlpha = 1;
  context.setLineDash([3, 2]);
  context.strokeRect(x + 0.5, middle - half, Math.max(0.5, span - 1), half * 2);
  context.setLineDash([]);
}

/** Where an absence is drawn: on the lane, or for a relay narrowly at its lower edge. */
function placeOf(
  { sheet, palette }: ScoreScene,
  { from, isOfRelay, absence }: Spell,
  y: number,
  end: number,
) {
  const { pitch, gutter, width } = sheet;
  const x = Math.max(gutter - 2, sheet.xOf(from));
  return {
    x,
    span: Math.max(1.5, Math.min(width + 2, end) - x),
    half: isOfRelay ? pitch * 0.14 : pitch * 0.4,
    middle: isOfRelay ? y + pitch * 0.28 : y,
    colour: absence === 'paused' ? palette.warn : palette.bad,
  };
}

function hatch(context: Surface, x: number, y: number, width: number, height: number): void {
  context.beginPath();
  for (let at = x; at + height <= x + width; at += 5) {
    context.moveTo(at, y + height);
    context.lineTo(at + height, y);
  }
  context.stroke();
}

function tellAbsence(context: Surface, scene: ScoreScene, spell: Spell, end: number): void {
  const { sheet, palette } = scene;
  const { absence, isOfRelay, from, to } = spell;
  const lane = sheet.yOf(spell.lane);
  if (lane === undefined || absence === undefined || absence === 'not started') return;
  const { x, span, middle: y, half, colour } = placeOf(scene, spell, lane, end);
  const room = half * 2;
  if (room < 7.5) return;
  const long = Number.isFinite(to) ? ` ${Math.round((to - from) / 1e5) / 10} s` : '';
  const text = `${isOfRelay ? 'relay ' : ''}${words[absence]}${long}`;
  context.font = `600 ${room < 12 ? 9 : 10}px ${sans}`;
  const width = context.measureText(text).width;
  if (span < width + 10) return;
  context.fillStyle = palette.panel;
  context.globalAlpha = 0.85;
  context.fillRect(x + 3, y - room / 2 + 1, width + 6, room - 2);
  context.globalAlpha = 1;
  context.fillStyle = colour;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.fillText(text, x + 6, y + 0.5);
  context.textBaseline = 'alphabetic';
}

const words: Readonly<Record<Absence, string>> = {
  down: 'down',
  paused: 'paused',
  'cut off': 'cut off',
  offline: 'no leader',
  'not started': '',
};

function drawWork(context: Surface, scene: ScoreScene, single: boolean): void {
  const { sheet, palette, lit } = scene;
  const { work } = sheet.score.spells;
  const { firstTime, lastTime, pitch, gutter } = sheet;
  if (!single && work.count(firstTime, lastTime, mostWork) >= mostWork) return;
  const half = Math.min(6, Math.max(2, pitch * 0.26));
  work.visit(firstTime, lastTime, (index) => {
    const { lane, from, to, order } = sheet.score.spells.workAt(index);
    const y = sheet.yOf(lane);
    if (y === undefined) return true;
    const x = Math.max(gutter - 2, sheet.xOf(from));
    const isDim = lit.order > 0 && order !== lit.order;
    context.globalAlpha = isDim ? 0.12 : lit.order > 0 ? 0.75 : 0.34;
    context.fillStyle = palette.hues[(sheet.score.lanes[lane]?.service ?? 7) % 8] ?? palette.ink;
    context.fillRect(x, y - half, Math.max(1, sheet.xOf(to) - x), half * 2);
    return true;
  });
  context.globalAlpha = 1;
}

/** Draws the playhead, and a veil over what lies after it: that is known, but has not happened yet. */
export function drawPlayhead(
  context: Surface,
  sheet: Sheet,
  { panel, accent }: ScorePalette,
  time: number,
): void {
  const { gutter, width, height } = sheet;
  context.clearRect(0, 0, width, height);
  const x = sheet.xOf(time);
  const begin = Math.max(gutter, x);
  if (begin < width) {
    context.globalAlpha = 0.6;
    context.fillStyle = panel;
    context.fillRect(begin, 0, width - begin, height);
    context.globalAlpha = 1;
  }
  if (x < gutter || x > width) return;
  context.fillStyle = accent;
  context.fillRect(Math.round(x) - 0.75, 0, 1.5, height);
}
