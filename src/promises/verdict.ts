/** What is known about one promise: plain data, which crosses from the worker to the page. */

/** The verdict on one promise, over all rows told so far. */
export interface Verdict {
  readonly id: string;
  readonly text: string;
  /** A promise about the end is only known at the end: until then `pending`. */
  readonly state: 'holds' | 'broken' | 'pending';
  /** How often it is broken: orders, messages or moments, whatever the promise is about. */
  readonly violations: number;
  /** The row that broke it first, -1 for none. */
  readonly firstRow: number;
  /** The instant of that row in microseconds, -1 for none. */
  readonly firstAt: number;
  /** What broke it, in one sentence; empty while it holds. */
  readonly sentence: string;
  /** Rows that bear witness: at most 8. */
  readonly witness: readonly number[];
}
