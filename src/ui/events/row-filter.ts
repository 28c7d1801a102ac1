/** Which rows of a trace the event table shows. Reads on as the trace grows, so that a filter costs each row once. */
import type { Trace } from '../../trace/index.ts';

/** What the reader asked for; -1 lets everything pass. */
export interface Sieve {
  readonly order: number;
  readonly actor: number;
  readonly kind: number;
}

/** The rows of one trace that pass one sieve. */
export class RowFilter {
  readonly #trace: Trace;
  readonly #sieve: Sieve;
  readonly #rows: number[] = [];
  #read = 0;

  constructor(trace: Trace, sieve: Sieve) {
    this.#trace = trace;
    this.#sieve = sieve;
  }

  /** How many rows pass, of all that were told. */
  get length(): number {
    this.#readOn();
    return this.#rows.length;
  }

  /** The row at a place of the table, -1 for none. */
  at(place: number): number {
    return this.#rows[place] ?? -1;
  }

  /** The place of the last row at or before `row`, -1 for none. */
  placeOf(row: number): number {
    this.#readOn();
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.at(middle) <= row) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  #readOn(): void {
    const { order, actor, kind } = this.#sieve;
    const trace = this.#trace;
    for (; this.#read < trace.length; this.#read++) {
      const row = this.#read;
      const passes =
        (order < 0 || trace.order(row) === order) &&
        (actor < 0 || trace.actor(row) === actor) &&
        (kind < 0 || trace.kind(row) === kind);
      if (passes) this.#rows.push(row);
    }
  }
}
