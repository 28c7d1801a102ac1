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

const endingCodes: readonly number[] = endings.map((kind) => code[kind]);

/** Whether a trace tells its end in its last row. */
export function isEnded(trace: Trace): boolean {
  return trace.length > 0 && endingCodes.includes(trace.kind(trace.length - 1));
}

/** Nobody writes to it. */
const nobody: Listener[] = [];

/** Hands each row to the listeners for its kind, in their order. */
export class Dispatch {
  readonly #byKind: readonly (readonly Listener[])[];

  constructor(listeners: readonly Listener[]) {
    const byKind: Listener[][] = new Array<Listener[]>(kinds.length).fill(nobody);
    for (const listener of listeners) {
      for (const kind of listener.kinds) {
        const known = byKind[code[kind]];
        if (known === undefined || known === nobody) byKind[code[kind]] = [listener];
        else known.push(listener);
      }
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
