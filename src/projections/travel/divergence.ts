/** Where two runs part: the first row in which they differ. What came before it is their common past. */
import type { Trace } from '../../trace/index.ts';

/** Compares two traces row by row, and goes on from there when they have grown. */
export class Divergence {
  readonly #first: Trace;
  readonly #second: Trace;
  #compared = 0;

  constructor(first: Trace, second: Trace) {
    this.#first = first;
    this.#second = second;
  }

  /**
   * The first row that differs, of all that happened up to an instant; -1 when there is none.
   * Both runs have to be known up to that instant: where one then tells nothing more, it differs from one that does.
   */
  upTo(instant: number): number {
    const [first, second] = [this.#first, this.#second];
    const ends = [first.rowAt(instant) + 1, second.rowAt(instant) + 1] as const;
    const shared = Math.min(...ends);
    while (this.#compared < shared && areSame(first, second, this.#compared)) this.#compared += 1;
    if (this.#compared >= shared) return ends[0] === ends[1] ? -1 : shared;
    return this.#compared;
  }
}

/** Whether two traces tell the same in a row, to the last number. */
export function areSame(first: Trace, second: Trace, row: number): boolean {
  return (
    first.time(row) === second.time(row) &&
    first.kind(row) === second.kind(row) &&
    first.actor(row) === second.actor(row) &&
    first.order(row) === second.order(row) &&
    first.message(row) === second.message(row) &&
    first.a(row) === second.a(row) &&
    first.b(row) === second.b(row) &&
    first.c(row) === second.c(row) &&
    first.cause(row) === second.cause(row)
  );
}
