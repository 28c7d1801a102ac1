/** What the messages in the air are drawn from, and what all ways to draw them share: their hues and their letters. */
import type { Flight, Flights } from '../../projections/index.ts';
import type { Cast } from '../../trace/index.ts';
import { mono } from '../drawing/fonts.ts';
import type { Surface } from '../drawing/surface.ts';
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
  /** The order that is followed while all others are dim; -1 for none. */
  readonly order: number;
  /** The size of its letters. */
  readonly letter: number;
  readonly palette: Palette;
  readonly lineOf: (flight: Flight) => Polyline | undefined;
}

const dimmed = 0.14;

/** How strongly a message is drawn beside an order that is followed. */
export function strengthOf({ order }: Scene, flight: Flight): number {
  return order > 0 && flight.order !== order ? dimmed : 1;
}

interface Label extends Place {
  readonly text: string;
  readonly colour: string;
  readonly align?: CanvasTextAlign;
}

/** Writes beside a message, or in the middle of a bead. */
export function label(
  surface: Surface,
  letter: number,
  { text, x, y, colour, align = 'left' }: Label,
): void {
  surface.font = `600 ${letter}px ${mono}`;
  surface.textAlign = align;
  surface.fillStyle = colour;
  surface.fillText(text, x, y);
}

/** The colour of a message. */
export function hueOf({ cast, palette }: Scene, { type, kind }: Flight): string {
  return messageHue(palette, cast, type, kind);
}
