/** What stands behind a picture of the page: whoever paints it here can paint it again for a file. */
import type { Surface } from './surface.ts';

interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A part of a drawing: where it stands, and what is painted there. */
export interface Layer extends Frame {
  /** What of the painting is seen; all of it, from 0, 0 on, in its own size unless told. */
  readonly part?: Frame;
  readonly paint: (surface: Surface) => void;
}

/** A picture as it can be painted on any surface. It may be larger than what the page shows of it. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** What it shows, in words. */
  readonly words: readonly string[];
  readonly layers: readonly Layer[];
}

const drawings = new WeakMap<Element, () => Drawing | undefined>();

/** Attaches to an element how it is painted. */
export function paintedBy(make: () => Drawing | undefined) {
  return (element: Element): (() => void) => {
    drawings.set(element, make);
    return () => void drawings.delete(element);
  };
}

/** How an element is painted now; undefined for one that nobody has told of. */
export function drawingOf(element: Element): Drawing | undefined {
  return drawings.get(element)?.();
}
