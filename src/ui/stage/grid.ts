/** A plain layout of our own for when Mermaid cannot be loaded: topics in the middle, everybody else around them. */
import type { Box, Edge, Geometry } from './geometry.ts';

const step = { x: 150, y: 120 };

/** Places nodes in rows: half of the others above the hubs, half below. */
export function gridLayout(
  others: readonly string[],
  hubs: readonly string[],
  links: readonly { readonly from: string; readonly to: string }[],
): Geometry {
  const half = Math.ceil(others.length / 2);
  const rows = [others.slice(0, half), hubs, others.slice(half)].filter((row) => row.length > 0);
  const boxes = rows.flatMap((row, y) =>
    row.map((id, x): Box => ({
      id,
      x: (x - (row.length - 1) / 2) * step.x,
      y: y * step.y,
      width: 110,
      height: 44,
    })),
  );
  const place = new Map(boxes.map((box) => [box.id, box]));
  const edges = links.flatMap(({ from, to }): Edge[] => {
    const source = place.get(from);
    const target = place.get(to);
    return source && target ? [{ from, to, points: [source, target] }] : [];
  });
  return { boxes, edges };
}
