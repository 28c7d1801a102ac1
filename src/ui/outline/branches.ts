/** The lines of an outline as the tree that their depths describe. */
import type { OutlineLine } from '../../projections/index.ts';

/** A line with all that stands below it. */
export interface Branch {
  readonly key: string;
  readonly text: string;
  readonly below: readonly Branch[];
}

interface Growing extends Branch {
  readonly below: Growing[];
}

/** Builds the tree. */
export function branches(lines: readonly OutlineLine[]): readonly Branch[] {
  const roots: Growing[] = [];
  const open: Growing[] = [];
  for (const { depth, key, text } of lines) {
    const branch: Growing = { key, text, below: [] };
    open.length = Math.min(open.length, depth);
    (open.at(-1)?.below ?? roots).push(branch);
    open.push(branch);
  }
  return roots;
}
