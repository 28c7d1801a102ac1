/** Sets the nodes of each column apart where they would touch: letters for a room leave no height to waste on even distances. */
import type { Box, Size } from './geometry.ts';
import type { Letters } from './letters.ts';

/** The boxes, each no further up or down than it must be. What does not fit at all stands beyond the rim. */
export function settle(
  boxes: readonly Box[],
  pane: Size,
  { margin, clearance }: Pick<Letters, 'margin' | 'clearance'>,
): readonly Box[] {
  return columnsOf(boxes, clearance).flatMap((column) => {
    const sorted = column.toSorted((one, other) => one.y - other.y);
    const down = pushed(sorted, { rim: margin, clearance });
    const flipped = down.map((box) => ({ ...box, y: pane.height - box.y })).toReversed();
    const up = pushed(flipped, { rim: margin, clearance });
    return up.map((box) => ({ ...box, y: pane.height - box.y })).toReversed();
  });
}

/** From the first on, each as far on as the one before it demands. */
function pushed(
  boxes: readonly Box[],
  { rim, clearance }: { readonly rim: number; readonly clearance: number },
): readonly Box[] {
  let free = rim;
  return boxes.map((box) => {
    const y = Math.max(box.y, free + box.height / 2);
    free = y + box.height / 2 + clearance;
    return { ...box, y };
  });
}

/** Boxes that stand above each other, directly or by one between them. */
function columnsOf(boxes: readonly Box[], clearance: number): readonly (readonly Box[])[] {
  return boxes.reduce<readonly (readonly Box[])[]>((columns, box) => {
    const isBeside = (column: readonly Box[]) =>
      column.every(
        (other) => Math.abs(other.x - box.x) >= (other.width + box.width) / 2 + clearance,
      );
    const own = columns.filter((column) => !isBeside(column)).flat();
    return [...columns.filter(isBeside), [...own, box]];
  }, []);
}
