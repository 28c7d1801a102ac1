/** What happened to one order and why: its rows, each below the row that led to it. */
import type { Cast, Trace } from '../../trace/index.ts';
import { messagesOf } from '../ledger/messages.ts';
import { sentence } from './sentences.ts';

/** One row of an order's causal list. */
export interface CausalLine {
  readonly row: number;
  readonly time: number;
  /** The row of the list below which it stands, -1 for none. */
  readonly parent: number;
  /** How far to indent it. What follows from a row stays at its depth; side effects and branches go one deeper. */
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
  const tree = treeOf(trace, order, upToRow);
  const lines: CausalLine[] = [];
  // A stack instead of recursion: one order can have a chain of thousands of rows.
  const stack = (tree.get(-1) ?? []).map((row) => ({ row, parent: -1, depth: 0 })).reverse();
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { row, parent, depth } = next;
    lines.push({ row, time: trace.time(row), parent, depth, sentence: sentence(trace, cast, row) });
    const below = tree.get(row) ?? [];
    const branches = below.filter((each) => tree.has(each));
    const main = below.length === 1 ? below[0] : branches.length === 1 ? branches[0] : undefined;
    // The main line comes last, so that nothing stands between it and what follows.
    const side = below.filter((each) => each !== main);
    if (main !== undefined) stack.push({ row: main, parent: row, depth });
    for (const each of side.reverse()) stack.push({ row: each, parent: row, depth: depth + 1 });
  }
  return lines;
}

/** The consequences of each row of an order, in the order of the trace; under -1 those without a cause among them. */
function treeOf(trace: Trace, order: number, upToRow: number): ReadonlyMap<number, number[]> {
  const tree = new Map<number, number[]>();
  const lastOfMessage = new Map<string, number>();
  const last = Math.min(upToRow, trace.length - 1);
  for (let row = 0; row <= last; row++) {
    if (trace.order(row) !== order) continue;
    const key = `${trace.actor(row)} ${trace.message(row)}`;
    const parent = parentOf(trace, row, lastOfMessage.get(key) ?? -1);
    const siblings = tree.get(parent);
    if (siblings === undefined) tree.set(parent, [row]);
    else siblings.push(row);
    if (trace.message(row) >= 0) lastOfMessage.set(key, row);
  }
  return tree;
}

/**
 * The row of the same order that led to a row. A process that takes records or rows of the outbox in batches acts for
 * many orders at once: then the cause told is of no order or of another one, and what this order's message did before
 * stands for it.
 */
function parentOf(trace: Trace, row: number, lastOfMessage: number): number {
  const order = trace.order(row);
  const isEarlier = (other: number): boolean =>
    other >= 0 && other < row && trace.order(other) === order;
  const cause = trace.cause(row);
  if (isEarlier(cause)) return cause;
  if (isEarlier(lastOfMessage)) return lastOfMessage;
  const made = messagesOf(trace).rowOf(trace.message(row));
  if (isEarlier(made) && !trace.is(row, 'message-created')) return made;
  return nearestOf(trace, cause, order);
}

/** The nearest row of an order on the way back over rows that belong to no order, -1 when there is none. */
function nearestOf(trace: Trace, from: number, order: number): number {
  let row = from;
  while (row >= 0 && trace.order(row) < 0) {
    const cause = trace.cause(row);
    // A cause lies before its consequence; anything else would never end.
    row = cause < row ? cause : -1;
  }
  return row >= 0 && trace.order(row) === order ? row : -1;
}
