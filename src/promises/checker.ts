/** What every checker is: a listener for some kinds of rows, with findings. */
import { code, kinds, type Kind, type Trace } from '../trace/index.ts';
import type { Findings } from './findings.ts';

/** Takes in rows of the kinds that it names, in the order of the trace. */
export interface Listener {
  readonly kinds: readonly Kind[];
  /** Takes in one row. The trace may already hold later rows: nobody looks at them. */
  see(trace: Trace, row: number): void;
}

/** Holds a trace to one rule. */
export interface Checker extends Listener {
  readonly findings: Findings;
  /** A rule about the end is open until the last row. */
  readonly about: 'every moment' | 'the end';
}

/** The kinds that end a trace: nothing follows. */
export const endings = ['run-drained', 'cap-reached'] as const satisfies readonly Kind[];

const nobody: readonly Listener[] = [];

/** Hands each row to the listeners for its kind, in their order. */
export class Dispatch {
  readonly #byKind: readonly (readonly Listener[])[];

  constructor(listeners: readonly Listener[]) {
    const byKind: Listener[][] = kinds.map(() => []);
    for (const listener of listeners) {
      for (const kind of listener.kinds) byKind[code[kind]]?.push(listener);
    }
    this.#byKind = byKind;
  }

  /** Hands over all rows from `fromRow` to the present end of the trace. */
  see(trace: Trace, fromRow: number): void {
    for (let row = fromRow; row < trace.length; row++) this.seeRow(trace, row);
  }

  /** Hands over one row, and says whether anyone cared. */
  seeRow(trace: Trace, row: number): boolean {
    const listeners = this.#byKind[trace.kind(row)] ?? nobody;
    for (const listener of listeners) listener.see(trace, row);
    return listeners.length > 0;
  }
}
