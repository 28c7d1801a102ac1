/** What is known about one promise: plain data, which crosses from the worker to the page. */

/** A part of a sentence with the rows of the trace that it cites. */
export interface Clause {
  readonly words: string;
  readonly rows: readonly number[];
}

/** What must hold, in words and in a form that can be checked. */
export interface Statement {
  readonly id: string;
  /** The promise in plain words. */
  readonly text: string;
  /** What is checked, over the rows of the trace. */
  readonly formula: string;
  /** What must be so in the configuration for the rule to say anything. */
  readonly precondition: string;
  /** Whether that is so here. A rule that does not apply holds, and says nothing. */
  readonly applies: boolean;
}

/** The verdict on one promise, over all rows told so far. */
export interface Verdict extends Statement {
  /** A promise about the end is only known at the end: until then `pending`, and for ever where a limit stopped the run. */
  readonly state: 'holds' | 'broken' | 'pending';
  /** How often it is broken: orders, messages or moments, whatever the promise is about. */
  readonly violations: number;
  /** The row that broke it first, -1 for none. */
  readonly firstRow: number;
  /** The instant of that row in microseconds, -1 for none. */
  readonly firstAt: number;
  /** What broke it, in one sentence; empty while it holds. */
  readonly sentence: string;
  /** The same sentence, clause by clause, each with the rows that prove it. */
  readonly why: readonly Clause[];
  /** All rows that bear witness: at most 8, in the order of the trace. */
  readonly witness: readonly number[];
}
