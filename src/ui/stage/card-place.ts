/** Where a node's card stands: beside its node, within the pane. */
import type { Box, Size } from './geometry.ts';
import type { Placed } from './fit.ts';
import type { Part } from './zoom.ts';

/** A node's card, and how much room in height it is given if there is any. */
const cardWidth = 264;
const cardRoom = 420;
const gap = 8;

/** The upper left corner of a card, and the room below, in the units of the pane. */
export interface CardPlace {
  readonly left: number;
  readonly top: number;
  readonly room: number;
}

/** The place of the card of a node. */
export function cardPlace(
  { x, y, width, height }: Box,
  { placed, part, pane }: { readonly placed: Placed; readonly part: Part; readonly pane: Size },
): CardPlace {
  const scale = (pane.width * part.scale) / placed.width;
  const right = (x + width / 2 - part.x) * scale + gap;
  const before = (x - width / 2 - part.x) * scale - cardWidth - gap;
  const left = right + cardWidth < pane.width ? right : before;
  const wished = Math.min((y - height / 2 - part.y) * scale, pane.height - cardRoom);
  const top = Math.max(gap, wished);
  return {
    left: Math.max(gap, Math.min(left, pane.width - cardWidth - gap)),
    top,
    room: pane.height - top - gap,
  };
}
