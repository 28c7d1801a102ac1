/** The breaches that one checker found: how many, and the first of them in words, each clause with the rows that prove it. */
import type { Trace } from '../trace/index.ts';
import type { Clause, Statement, Verdict } from './verdict.ts';

const mostWitnesses = 8;

/** One breach: why the rule is broken, clause by clause. */
export type Breach = readonly Clause[];

/** A part of a sentence and the rows that it cites; -1 stands for none. */
export function clause(words: string, ...rows: readonly number[]): Clause {
  return { words, rows: [...new Set(rows.filter((row) => row >= 0))] };
}

/** The clauses one after the other, with commas between them. */
export function listed(first: Clause, more: readonly Clause[]): readonly Clause[] {
  const all = [first, ...more];
  return all.map(({ words, rows }, at) => ({
    words: at < all.length - 1 ? `${words},` : words,
    rows,
  }));
}

/** The clauses as one sentence. */
export function sentenceOf(why: readonly Clause[]): string {
  return why.length === 0 ? '' : `${why.map(({ words }) => words).join(' ')}.`;
}

/** All rows that the clauses cite, in the order of the trace. */
export function rowsOf(why: readonly Clause[]): readonly number[] {
  const rows = new Set(why.flatMap((each) => each.rows));
  return [...rows].sort((a, b) => a - b).slice(0, mostWitnesses);
}

/** Counts breaches and keeps the one that came first in the trace. */
export class Findings {
  #violations = 0;
  #firstRow = -1;
  #firstAt = -1;
  #why: Breach = [];

  /** Notes a breach at a row. `tell` is only asked for the earliest: words are costly, rows are not. */
  add(trace: Trace, row: number, tell: () => Breach): void {
    this.#violations++;
    if (this.#firstRow !== -1 && row >= this.#firstRow) return;
    this.#firstRow = row;
    this.#firstAt = trace.time(row);
    this.#why = tell();
  }

  /** How many there are. */
  get count(): number {
    return this.#violations;
  }
  /** The row of the first, -1 for none. */
  get firstRow(): number {
    return this.#firstRow;
  }
  /** Its instant in microseconds, -1 for none. */
  get firstAt(): number {
    return this.#firstAt;
  }
  /** Why, clause by clause. */
  get why(): readonly Clause[] {
    return this.#why;
  }
  /** The same as a sentence; empty for none. */
  get sentence(): string {
    return sentenceOf(this.#why);
  }
  /** All rows that it cites. */
  get witness(): readonly number[] {
    return rowsOf(this.#why);
  }

  /** The verdict so far. `open` says that an unbroken promise cannot be known to hold yet. */
  verdict(statement: Statement, open: boolean): Verdict {
    const { id, text, formula, precondition, applies } = statement;
    const unbroken = open ? 'pending' : 'holds';
    return {
      ...{ id, text, formula, precondition, applies },
      state: this.#violations > 0 ? 'broken' : unbroken,
      violations: this.#violations,
      firstRow: this.#firstRow,
      firstAt: this.#firstAt,
      sentence: sentenceOf(this.#why),
      why: this.#why,
      witness: rowsOf(this.#why),
    };
  }
}
