/** How mistakes are planted in the rows of a healthy trace. */
import type { Kind } from '../../src/trace/index.ts';
import type { Row } from './telling.ts';

/** The nth row of a kind, from 0; from the end when negative. */
export function find(rows: readonly Row[], kind: Kind, nth = 0): Row {
  const found = rows.filter((row) => row.kind === kind).at(nth);
  if (found === undefined) throw new Error(`the healthy trace has no ${kind} ${nth}`);
  return found;
}

/** Changes a row of a kind. */
export function change(rows: readonly Row[], kind: Kind, nth: number, changes: Partial<Row>): void {
  Object.assign(find(rows, kind, nth), changes);
}

/** Changes one of the three numbers of a row. */
export function renumber(row: Row, index: number, value: number): void {
  row.numbers[index] = value;
}

/** Tells a copy of a row right after it, with changes. */
export function repeat(rows: Row[], row: Row, changes: Partial<Row> = {}): void {
  const at = rows.indexOf(row) + 1;
  for (const later of rows.slice(at)) if (later.cause >= at) later.cause++;
  rows.splice(at, 0, { ...row, numbers: [...row.numbers], cause: at - 1, ...changes });
}

/** Leaves a row out. */
export function drop(rows: Row[], row: Row): void {
  const at = rows.indexOf(row);
  rows.splice(at, 1);
  for (const later of rows.slice(at)) if (later.cause >= at) later.cause--;
}
