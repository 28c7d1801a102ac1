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
  /** A promise about the end is open until the run has come to its own end: one that a limit stopped never does. */
  readonly about: 'every moment' | 'the end';
}

/** The kinds that end a trace: nothing follows. */
export const endings = ['run-drained', 'cap-reached'] as const satisfies readonly Kind[];

const endingCodes: readonly number[] = endings.map((kind) => code[kind]);

/** Whether a trace tells its end in its last row. */
export function isEnded(trace: Trace): boolean {
  return trace.length > 0 && endingCodes.includes(trace.kind(trace.length - 1));
}

/** Whether a run came to its own end, so that a promise about the end can be known. */
export function isDrained(trace: Trace): boolean {
  return trace.length > 0 && trace.is(trace.length - 1, 'run-drained');
}

/** A listener that may be a checker. */
type Hearer = Listener & Partial<Pick<Checker, 'about'>>;

/**
 * The kinds of rows that a listener is handed. A limit ends a run and settles nothing: what was under way would have gone
 * on, so whatever is promised of the end stays undecided there. That holds for a run that tries again for ever and for an
 * event storm too: their end did not come, and that they were stopped, and why, is told by itself. What is done twice or
 * waits for too long is seen at every moment, the last one included, and stays broken.
 */
function heardBy({ kinds: named, about }: Hearer): readonly Kind[] {
  return about === 'the end' ? named.filter((kind) => kind !== 'cap-reached') : named;
}

/** Nobody writes to it. */
const nobody: Listener[] = [];

/** Hands each row to the listeners for its kind, in their order. */
export class Dispatch {
  readonly #byKind: readonly (readonly Listener[])[];

  constructor(listeners: readonly Hearer[]) {
    const byKind: Listener[][] = new Array<Listener[]>(kinds.length).fill(nobody);
    for (const listener of listeners) {
      for (const kind of heardBy(listener)) {
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
