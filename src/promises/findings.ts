/** The breaches that one checker found: how many, and the first of them in words. */
import type { Trace } from '../trace/index.ts';
import type { Verdict } from './verdict.ts';

const mostWitnesses = 8;

/** One breach: the sentence that tells it and the rows that prove it. */
export interface Breach {
  readonly sentence: string;
  readonly witness: readonly number[];
}

/** Counts breaches and keeps the one that came first in the trace. */
export class Findings {
  #violations = 0;
  #firstRow = -1;
  #firstAt = -1;
  #sentence = '';
  #witness: readonly number[] = [];

  /** Notes a breach at a row. `tell` is only asked for the earliest: words are costly, rows are not. */
  add(trace: Trace, row: number, tell: () => Breach): void {
    this.#violations++;
    if (this.#firstRow !== -1 && row >= this.#firstRow) return;
    const breach = tell();
    this.#firstRow = row;
    this.#firstAt = trace.time(row);
    this.#sentence = breach.sentence;
    this.#witness = breach.witness.filter((each) => each >= 0).slice(0, mostWitnesses);
  }

  /** The verdict so far. `open` says that an unbroken promise cannot be known to hold yet. */
  verdict(promise: { readonly id: string; readonly text: string }, open: boolean): Verdict {
    const unbroken = open ? 'pending' : 'holds';
    return {
      id: promise.id,
      text: promise.text,
      state: this.#violations > 0 ? 'broken' : unbroken,
      violations: this.#violations,
      firstRow: this.#firstRow,
      firstAt: this.#firstAt,
      sentence: this.#sentence,
      witness: this.#witness,
    };
  }
}
