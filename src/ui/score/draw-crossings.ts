/** Draws messages from lane to lane: a slanted line from sending to arrival, a level one while it waits, and a mark where it is taken up. */
import type { Crossing } from '../../projections/index.ts';
import { code, type MessageKind } from '../../trace/index.ts';
import { Strokes } from '../drawing/strokes.ts';
import type { Surface } from '../drawing/surface.ts';
import { messageHue } from '../stage/palette.ts';
import { mono } from '../drawing/fonts.ts';
import { stressOf, type Stress } from './lit.ts';
import type { ScoreScene } from './scene.ts';
import type { Sheet } from './sheet.ts';

/** What is drawn with the same pen in one go: a thousand single strokes would take ten times as long. */
interface Ink {
  readonly lines: Strokes;
  readonly waits: Strokes;
  readonly filled: Strokes;
  readonly hollow: Strokes;
}

interface Brush {
  readonly scene: ScoreScene;
  readonly radius: number;
  readonly inks: Map<string, Ink>;
  readonly rings: Strokes;
  readonly crosses: Strokes;
  readonly numbers: { readonly x: number; readonly y: number; readonly times: number }[];
}

const widths: Readonly<Record<Stress, number>> = { dim: 1, plain: 1.1, order: 1.7, picked: 3 };
const strengths: Readonly<Record<Stress, number>> = {
  dim: 0.16,
  plain: 0.7,
  order: 0.95,
  picked: 1,
};

/** Draws all messages in view, one by one: first what is dimmed, then what stands out. */
export function drawCrossings(context: Surface, scene: ScoreScene): void {
  const { sheet, lit } = scene;
  const { crossings } = sheet.score;
  const brushes = new Map<Stress, Brush>();
  crossings.spans.visit(sheet.firstTime, sheet.lastTime, (index) => {
    if (!crossings.isSeen(index)) return true;
    const crossing = crossings.at(index);
    const stress = stressOf(lit, crossing);
    let brush = brushes.get(stress);
    if (brush === undefined) brushes.set(stress, (brush = newBrush(scene)));
    trace(brush, crossing);
    return true;
  });
  for (const stress of ['dim', 'plain', 'order', 'picked'] as const) {
    const brush = brushes.get(stress);
    if (brush !== undefined) strokeAll(context, brush, stress);
  }
}

/** Draws the messages of the picked order alone, over whatever is there. */
export function drawLitCrossings(context: Surface, scene: ScoreScene): void {
  const { sheet, lit } = scene;
  if (lit.order <= 0) return;
  const brushes: Partial<Record<Stress, Brush>> = {
    order: newBrush(scene),
    picked: newBrush(scene),
  };
  sheet.score.crossings.ofOrder(lit.order, (crossing) => {
    if (crossing.fate === 'passed') return;
    if (crossing.taken < sheet.firstTime || crossing.sent > sheet.lastTime) return;
    const brush = brushes[stressOf(lit, crossing)];
    if (brush !== undefined) trace(brush, crossing);
  });
  for (const stress of ['order', 'picked'] as const) {
    const brush = brushes[stress];
    if (brush !== undefined) strokeAll(context, brush, stress);
  }
}

function newBrush(scene: ScoreScene): Brush {
  const radius = Math.min(4, Math.max(1.8, scene.sheet.pitch * 0.2));
  const paths = { rings: new Strokes(), crosses: new Strokes() };
  return { scene, radius, inks: new Map(), ...paths, numbers: [] };
}

/** Where a crossing runs: from its origin to its goal, and along the goal's lane while it waits. */
export function courseOf(sheet: Sheet, { fromLane, toLane, sent, arrived, taken, fate }: Crossing) {
  const y = sheet.yOf(fromLane);
  const goal = sheet.yOf(toLane);
  if (y === undefined || goal === undefined) return undefined;
  const x = sheet.xOf(sent);
  if (fate === 'lost') {
    const end = { x: x + (sheet.xOf(taken) - x) * 0.5, y: y + (goal - y) * 0.5 };
    return { from: { x, y }, knee: end, end };
  }
  const knee = { x: sheet.xOf(Math.min(arrived, Math.max(taken, sent))), y: goal };
  return { from: { x, y }, knee, end: { x: Math.max(knee.x, sheet.xOf(taken)), y: goal } };
}

function trace(brush: Brush, crossing: Crossing): void {
  const { scene, radius } = brush;
  const { sheet, palette } = scene;
  const course = courseOf(sheet, crossing);
  if (course === undefined) return;
  const { from, knee, end } = course;
  const kind = kindOf(sheet, crossing);
  const ink = inkOf(
    brush,
    messageHue(palette, sheet.score.cast, sheet.score.typeOf(crossing.message), kind),
  );
  ink.lines.moveTo(from.x, from.y);
  ink.lines.lineTo(knee.x, knee.y);
  if (end.x > knee.x + 0.5) {
    ink.waits.moveTo(knee.x, knee.y);
    ink.waits.lineTo(end.x, end.y);
  }
  if (crossing.fate === 'lost' || crossing.fate === 'refused') {
    const size = radius * 1.1;
    brush.crosses.moveTo(end.x - size, end.y - size);
    brush.crosses.lineTo(end.x + size, end.y + size);
    brush.crosses.moveTo(end.x - size, end.y + size);
    brush.crosses.lineTo(end.x + size, end.y - size);
  }
  if (crossing.fate !== 'received') return;
  const isOfLog = sheet.score.lanes[crossing.toLane]?.kind === 'partition';
  head(isOfLog ? ink.filled : ink.hollow, kind, end.x, end.y, radius);
  if (crossing.times > 1) {
    const size = radius + 3;
    brush.rings.circle(end.x, end.y, size);
    brush.numbers.push({ x: end.x + size + 2, y: end.y - 3, times: crossing.times });
  }
}

/** Events are round, commands are diamonds, replies small. */
function head(path: Strokes, kind: MessageKind, x: number, y: number, radius: number): void {
  if (kind === 'command') {
    const size = radius * 1.15;
    path.moveTo(x, y - size);
    path.lineTo(x + size, y);
    path.lineTo(x, y + size);
    path.lineTo(x - size, y);
    path.closePath();
    return;
  }
  const size = kind === 'reply' ? radius * 0.75 : radius;
  path.circle(x, y, size);
}

function strokeAll(context: Surface, brush: Brush, stress: Stress): void {
  const { palette } = brush.scene;
  const width = widths[stress];
  for (const [hue, { lines, waits, filled, hollow }] of brush.inks) {
    context.strokeStyle = hue;
    context.globalAlpha = strengths[stress];
    context.lineWidth = width;
    lines.lieOn(context);
    context.stroke();
    context.globalAlpha = strengths[stress] * 0.6;
    context.lineWidth = width + 0.9;
    waits.lieOn(context);
    context.stroke();
    context.globalAlpha = stress === 'dim' ? 0.3 : 1;
    context.lineWidth = stress === 'picked' ? 2.2 : 1.3;
    context.fillStyle = hue;
    filled.lieOn(context);
    context.fill();
    context.fillStyle = palette.panel;
    hollow.lieOn(context);
    context.fill();
    context.stroke();
  }
  context.globalAlpha = stress === 'dim' ? 0.45 : 1;
  context.strokeStyle = palette.bad;
  context.lineWidth = stress === 'picked' ? 2.4 : 1.7;
  for (const strokes of [brush.rings, brush.crosses]) {
    strokes.lieOn(context);
    context.stroke();
  }
  if (brush.scene.sheet.pitch >= 13) {
    context.fillStyle = palette.bad;
    context.font = `600 10px ${mono}`;
    context.textAlign = 'left';
    for (const { x, y, times } of brush.numbers) context.fillText(`#${times}`, x, y);
  }
  context.globalAlpha = 1;
}

function inkOf({ inks }: Brush, hue: string): Ink {
  const known = inks.get(hue);
  if (known !== undefined) return known;
  const made = {
    lines: new Strokes(),
    waits: new Strokes(),
    filled: new Strokes(),
    hollow: new Strokes(),
  };
  inks.set(hue, made);
  return made;
}

/** What a crossing carries: the answer to a call is a reply whatever the call was. */
function kindOf({ score }: Sheet, crossing: Crossing): MessageKind {
  const isReply =
    crossing.sentRow >= 0 && score.trace.kind(crossing.sentRow) === code['reply-sent'];
  return isReply ? 'reply' : (score.cast.types[score.typeOf(crossing.message)]?.kind ?? 'event');
}
