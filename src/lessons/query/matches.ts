/** The rows of a run at which a pattern is fulfilled. */
import { bondOf, matcherOf } from './matcher.ts';
import type { Bond, Pattern } from './pattern.ts';
import type { Told } from './told-run.ts';

/** The first row at which a pattern is fulfilled, -1 when there is none. */
export function firstMatch(told: Told, pattern: Pattern): number {
  const sees = matcherOf(told, pattern);
  for (let row = 0; row < told.trace.length; row++) if (sees(row)) return row;
  return -1;
}

/** All rows at which a pattern is fulfilled. */
export function matches(told: Told, pattern: Pattern): readonly number[] {
  const sees = matcherOf(told, pattern);
  const rows: number[] = [];
  for (let row = 0; row < told.trace.length; row++) if (sees(row)) rows.push(row);
  return rows;
}

/** Of some rows, the first of each order, message, partition, service or process. */
export function distinct(told: Told, rows: readonly number[], bond: Bond): readonly number[] {
  const seen = new Set<number>();
  return rows.filter((row) => {
    const value = bondOf(told, row, bond);
    if (value < 0 || seen.has(value)) return false;
    seen.add(value);
    return true;
  });
}
