/** `baton trace`: tells a run row by row, or draws one order as a sequence diagram. */
import { jsonLine, sequenceDiagram } from '../projections/index.ts';
import type { World } from '../simulation/index.ts';
import { UsageError } from './arguments.ts';

/** The formats in which a run can be told. */
export const formats = ['jsonl', 'mermaid'] as const;

/** An order's number from `7`, `o-7` or `order-7`. */
export function readCorrelation(text: string): number {
  const match = /^(?:o-|order-)?([1-9]\d{0,6})$/.exec(text);
  if (match === null)
    throw new UsageError(`--correlation must be an order such as 7 or order-7, got "${text}"`);
  return Number(match[1]);
}

/** One JSON object per row; with an order, only the rows about it. */
export function* jsonLines({ trace, cast }: World, order: number | undefined): Generator<string> {
  for (let row = 0; row < trace.length; row++) {
    if (order === undefined || trace.order(row) === order)
      yield JSON.stringify({ style: cast.style, ...jsonLine(trace, cast, row) });
  }
}

/** The sequence diagram of one order as Mermaid text. */
export function diagram({ trace, cast }: World, order: number): string {
  return sequenceDiagram(trace, cast, order);
}
