/** Zoom and pan of a diagram as plain arithmetic: which part of the drawing the pane shows. It never shows what lies outside. */
import type { Place, Size } from './geometry.ts';

/** The part that is shown: `scale` 1 is the whole drawing, and `x`, `y` its upper left corner in units of the drawing. */
export interface Part {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** All of it. */
export const whole: Part = { scale: 1, x: 0, y: 0 };

/** How far one key or button zooms. */
export const zoomStep = 1.4;
/** A drawing in its own size can still be doubled. */
const mostMagnified = 2;
const leastRange = 4;
/** What is kept free around what is brought into view. */
const air = 12;

/** How far a drawing may be zoomed in a pane: the more it had to shrink, the further. */
export function mostScale(drawing: Size, pane: Size): number {
  return Math.max(leastRange, (mostMagnified * drawing.width) / Math.max(1, pane.width));
}

/** Zooms by a factor around a place, which stays where it is on the screen. */
export function zoomed(
  part: Part,
  {
    factor,
    around,
    most,
  }: { readonly factor: number; readonly around: Place; readonly most: number },
  drawing: Size,
): Part {
  const scale = Math.min(most, Math.max(1, part.scale * factor));
  const stay = part.scale / scale;
  return within(
    {
      scale,
      x: around.x - (around.x - part.x) * stay,
      y: around.y - (around.y - part.y) * stay,
    },
    drawing,
  );
}

/** Moves by so many units of the drawing. */
export function panned(part: Part, by: Place, drawing: Size): Part {
  return within({ ...part, x: part.x + by.x, y: part.y + by.y }, drawing);
}

/** Moves as little as it takes for a box to be seen, with a little air around it. */
export function revealed(part: Part, { x, y, width, height }: Place & Size, drawing: Size): Part {
  const shown = { width: drawing.width / part.scale, height: drawing.height / part.scale };
  return within(
    {
      scale: part.scale,
      x: into(part.x, shown.width, x, width / 2 + air),
      y: into(part.y, shown.height, y, height / 2 + air),
    },
    drawing,
  );
}

/** On one axis: where a stretch of a size begins so that it holds what lies around a centre; of what is too large, its beginning. */
function into(from: number, size: number, centre: number, half: number): number {
  return Math.min(Math.max(from, centre + half - size), centre - half);
}

/** The place of the drawing at a share of the pane, from 0 to 1 in both directions. */
export function placeAt(part: Part, share: Place, drawing: Size): Place {
  return {
    x: part.x + (share.x * drawing.width) / part.scale,
    y: part.y + (share.y * drawing.height) / part.scale,
  };
}

function within({ scale, x, y }: Part, { width, height }: Size): Part {
  return {
    scale,
    x: Math.min(width - width / scale, Math.max(0, x)),
    y: Math.min(height - height / scale, Math.max(0, y)),
  };
}
