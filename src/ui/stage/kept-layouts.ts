/**
 * Layouts that Mermaid computed before, those of the built-in scenarios: with them a first lab needs no Mermaid, which
 * weighs as much as all the rest. Any other diagram is laid out when it is asked for. Written and checked by
 * tests/e2e/layouts.spec.ts.
 */
import type { Edge, Geometry, Place } from './geometry.ts';
import kept from './kept-layouts.json' with { type: 'json' };

/** A layout as it is written down: `id x y width height`, and `from to x,y x,y …`. */
export interface KeptLayout {
  readonly text: string;
  readonly boxes: readonly string[];
  readonly edges: readonly string[];
}

/** What Mermaid made of a flowchart, if it is known. */
export function keptLayout(text: string): Geometry | undefined {
  const known = (kept as readonly KeptLayout[]).find((each) => each.text === text);
  return known && readLayout(known);
}

/** Writes a layout down, to the nearest unit: less than anybody sees. */
export function writeLayout(text: string, { boxes, edges }: Geometry): KeptLayout {
  return {
    text,
    boxes: boxes.map(({ id, ...box }) =>
      [id, ...[box.x, box.y, box.width, box.height].map(Math.round)].join(' '),
    ),
    edges: edges.map(({ from, to, points }) =>
      [from, to, ...points.map(({ x, y }) => `${Math.round(x)},${Math.round(y)}`)].join(' '),
    ),
  };
}

/** The layout that was written down. */
export function readLayout({ boxes, edges }: KeptLayout): Geometry {
  return {
    boxes: boxes.map((line) => {
      const [id = '', ...numbers] = line.split(' ');
      const [x = 0, y = 0, width = 0, height = 0] = numbers.map(Number);
      return { id, x, y, width, height };
    }),
    edges: edges.map((line): Edge => {
      const [from = '', to = '', ...points] = line.split(' ');
      return { from, to, points: points.map(readPlace) };
    }),
  };
}

function readPlace(text: string): Place {
  const [x = 0, y = 0] = text.split(',').map(Number);
  return { x, y };
}
