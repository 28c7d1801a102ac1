/** The rows that a view of one order depends on: as long as none is added, nothing of it has to be drawn again. */
import { code, type Trace } from '../../trace/index.ts';

/** Follows one order in a trace that grows. Each row of the trace is looked at once. */
export class OrderRows {
  readonly #trace: Trace;
  readonly #order: number;
  readonly #rows: number[] = [];
  #seen = 0;

  constructor(trace: Trace, order: number) {
    this.#trace = trace;
    this.#order = order;
  }

  /** The last row up to this one that is about the order, or tells that a process fell or rose; -1 for none. */
  lastUpTo(row: number): number {
    this.#see();
    let [low, high] = [0, this.#rows.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#rows[middle] ?? 0) <= row) low = middle + 1;
      else high = middle;
    }
    return this.#rows[low - 1] ?? -1;
  }

  #see(): void {
    const trace = this.#trace;
    for (; this.#seen < trace.length; this.#seen++) {
      const order = trace.order(this.#seen);
      const kind = trace.kind(this.#seen);
      const isFall = kind === code['process-crashed'] || kind === code['process-restarted'];
      if (order === this.#order || (order < 0 && isFall)) this.#rows.push(this.#seen);
    }
  }
}
