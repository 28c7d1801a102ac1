/** Draws the messages that are in the air. Where a message is depends on virtual time alone: the same instant gives the same picture. */
import type { Flight, Flights } from '../../projections/index.ts';
import type { Cast } from '../../trace/index.ts';
import type { Place } from './geometry.ts';
import { messageHue, type Palette } from './palette.ts';
import type { Polyline } from './polyline.ts';

/** What the drawing needs to know. */
export interface Scene {
  readonly flights: Flights;
  readonly cast: Cast;
  /** The instant in microseconds. */
  readonly time: number;
  /** How long a wake stays behind a message, in microseconds; 0 for none. */
  readonly wake: number;
  /** False for a reader who wants no movement: counts stand on the edges instead. */
  readonly moves: boolean;
  readonly picked: number;
  /** The size of its letters. */
  readonly letter: number;
  readonly palette: Palette;
  readonly lineOf: (flight: Flight) => Polyline | undefined;
}

/** Above this, messages on an edge are drawn as one bead with its count. */
const mostSingle = 300;
const echoes = 10;
const radius = 5.5;

/** Draws one frame. */
export function drawFlights(context: CanvasRenderingContext2D, scene: Scene): void {
  const { flights, time, wake, moves } = scene;
  const count = flights.count(time);
  if (!moves || count > mostSingle) {
    drawBeads(context, scene);
    return;
  }
  for (let echo = echoes; wake > 0 && echo >= 1; echo--) {
    const before = time - (wake * echo) / echoes;
    if (before < 0) continue;
    const strength = 1 - echo / (echoes + 1);
    flights.at(before, (flight) => drawEcho(context, scene, flight, strength));
  }
  context.globalAlpha = 1;
  flights.at(time, (flight) => drawMessage(context, scene, flight));
  context.globalAlpha = 1;
}

function drawEcho(
  context: CanvasRenderingContext2D,
  scene: Scene,
  flight: Flight,
  strength: number,
): void {
  const line = scene.lineOf(flight);
  if (line === undefined || flight.lost) return;
  const { x, y } = line.at(flight.progress);
  context.globalAlpha = 0.3 * strength;
  context.fillStyle = hueOf(scene, flight);
  context.beginPath();
  context.arc(x, y, radius * (0.35 + 0.5 * strength), 0, Math.PI * 2);
  context.fill();
}

function drawMessage(context: CanvasRenderingContext2D, scene: Scene, flight: Flight): void {
  const line = scene.lineOf(flight);
  if (line === undefined) return;
  const { palette, picked } = scene;
  const { x, y } = line.at(flight.progress);
  context.globalAlpha = flight.lost ? 1 - flight.faded * 0.85 : 1;
  context.lineWidth = 2;
  if (flight.lost && flight.progress >= 0.5) {
    drawCross(context, x, y, palette.bad);
    return;
  }
  if (flight.message === picked) drawHalo(context, x, y, palette.ink);
  const hue = hueOf(scene, flight);
  outline(context, flight, x, y);
  const hollow = flight.kind === 'reply' || flight.attempt > 1;
  context.fillStyle = hollow ? palette.panel : hue;
  context.strokeStyle = flight.attempt > 1 ? palette.bad : hollow ? hue : palette.panel;
  context.lineWidth = hollow ? 2.2 : 1.2;
  context.fill();
  context.stroke();
  if (flight.attempt > 1)
    label(context, scene.letter, {
      text: `#${flight.attempt}`,
      x: x + 10,
      y: y + 4,
      colour: palette.bad,
    });
}

function outline(
  context: CanvasRenderingContext2D,
  { kind, attempt }: Flight,
  x: number,
  y: number,
): void {
  const size = attempt > 1 ? radius + 1 : radius;
  context.beginPath();
  if (kind === 'command') {
    context.moveTo(x, y - size - 1);
    context.lineTo(x + size + 1, y);
    context.lineTo(x, y + size + 1);
    context.lineTo(x - size - 1, y);
    context.closePath();
  } else if (kind === 'query') context.rect(x - size, y - size, size * 2, size * 2);
  else context.arc(x, y, size, 0, Math.PI * 2);
}

function drawHalo(context: CanvasRenderingContext2D, x: number, y: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.beginPath();
  context.arc(x, y, radius + 5, 0, Math.PI * 2);
  context.stroke();
}

function drawCross(context: CanvasRenderingContext2D, x: number, y: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 2.4;
  context.beginPath();
  for (const side of [-1, 1]) {
    context.moveTo(x - radius, y - radius * side);
    context.lineTo(x + radius, y + radius * side);
  }
  context.stroke();
}

interface Bead {
  count: number;
  flight: Flight;
}

function drawBeads(context: CanvasRenderingContext2D, scene: Scene): void {
  const beads = new Map<Polyline, Bead>();
  scene.flights.crowds(scene.time, (flight, count) => {
    const line = scene.lineOf(flight);
    if (line === undefined) return;
    const bead = beads.get(line);
    if (bead === undefined) beads.set(line, { count, flight: { ...flight } });
    else bead.count += count;
  });
  for (const [line, { count, flight }] of beads) {
    const { x, y } = line.at(0.5);
    context.fillStyle = scene.palette.panel;
    context.strokeStyle = hueOf(scene, flight);
    context.lineWidth = 2;
    context.beginPath();
    context.arc(x, y, 9 + 2 * String(count).length, 0, Math.PI * 2);
    context.fill();
    context.stroke();
    label(context, scene.letter, {
      text: String(count),
      x,
      y: y + 4,
      colour: scene.palette.ink,
      align: 'center',
    });
  }
}

interface Label extends Place {
  readonly text: string;
  readonly colour: string;
  readonly align?: CanvasTextAlign;
}

function label(
  context: CanvasRenderingContext2D,
  letter: number,
  { text, x, y, colour, align = 'left' }: Label,
): void {
  context.font = `600 ${letter}px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace`;
  context.textAlign = align;
  context.fillStyle = colour;
  context.fillText(text, x, y);
}

function hueOf({ cast, palette }: Scene, { type, kind }: Flight): string {
  return messageHue(palette, cast, type, kind);
}
