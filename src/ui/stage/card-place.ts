/** Where a card stands: beside the node or the message that it is about, within the pane. */
import type { Place, Size } from './geometry.ts';
import type { Placed } from './fit.ts';
import type { Part } from './zoom.ts';

/** How wide a card is, and how much room in height it is given if there is any. */
const cardWidth = 264;
const cardRoom = 420;
const gap = 8;

/** The upper left corner of a card, and the room below, in the units of the pane. */
export interface CardPlace {
  readonly left: number;
  readonly top: number;
  readonly room: number;
}

/** The place of the card beside a box of the drawing; the box of a message is a point. */
export function cardPlace(
  { x, y, width, height }: Place & Size,
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
