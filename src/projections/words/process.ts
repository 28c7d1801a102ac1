/** What happened to one order and why: its rows, each below the row that led to it. */
import type { Cast, Trace } from '../../trace/index.ts';
import { sentence } from './sentences.ts';

/** One row of an order's causal list. */
export interface CausalLine {
  readonly row: number;
  readonly time: number;
  /** The row that led to it, -1 for none. It may belong to no order, then it is not in the list. */
  readonly cause: number;
  /** How far to indent it: a cause with a single consequence is followed at its own depth, a fork goes one deeper. */
  readonly depth: number;
  readonly sentence: string;
}

/** The rows of one order up to a row, causes before consequences, the consequences of a row before its next sibling. */
export function processOf(
  trace: Trace,
  cast: Cast,
  order: number,
  upToRow = trace.length - 1,
): readonly CausalLine[] {
  const { roots, consequences } = forestOf(trace, order, upToRow);
  const lines: CausalLine[] = [];
  // A stack instead of recursion: one order can have a chain of thousands of rows.
  const stack = roots.map((row) => ({ row, depth: 0 })).reverse();
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { row, depth } = next;
    const cause = trace.cause(row);
    lines.push({ row, time: trace.time(row), cause, depth, sentence: sentence(trace, cast, row) });
    const below = consequences.get(row) ?? [];
    const deeper = below.length > 1 ? depth + 1 : depth;
    for (const each of below.toReversed()) stack.push({ row: each, depth: deeper });
  }
  return lines;
}

interface Forest {
  readonly roots: number[];
  readonly consequences: ReadonlyMap<number, readonly number[]>;
}

function forestOf(trace: Trace, order: number, upToRow: number): Forest {
  const roots: number[] = [];
  const consequences = new Map<number, number[]>();
  const last = Math.min(upToRow, trace.length - 1);
  for (let row = 0; row <= last; row++) {
    if (trace.order(row) !== order) continue;
    consequences.set(row, []);
    const siblings = consequences.get(trace.cause(row));
    // A cause that belongs to no order, such as a restart, begins a tree of its own.
    if (siblings === undefined || trace.cause(row) === row) roots.push(row);
    else siblings.push(row);
  }
  return { roots, consequences };
}
