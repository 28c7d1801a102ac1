/** Which row made each message. Rows never change, so one register serves every cursor of a trace. */
import { code, type Trace } from '../../trace/index.ts';
import { Growing } from './growing.ts';

/** The register of one trace. It reads on by itself when the trace has grown. */
export class Messages {
  readonly #trace: Trace;
  readonly #rows = new Growing();
  #read = 0;

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  /** The row that made a message, -1 when it was not made yet. */
  rowOf(message: number): number {
    this.#readOn();
    return this.#rows.at(message);
  }

  /** The type of a message, -1 when it was not made yet. */
  typeOf(message: number): number {
    const row = this.rowOf(message);
    return row < 0 ? -1 : this.#trace.a(row);
  }

  #readOn(): void {
    const trace = this.#trace;
    for (; this.#read < trace.length; this.#read++) {
      if (trace.kind(this.#read) !== code['message-created']) continue;
      const message = trace.message(this.#read);
      // A message that is said again is the same message: its first row counts.
      if (message >= 0 && this.#rows.at(message) < 0) this.#rows.set(message, this.#read);
    }
  }
}

const registers = new WeakMap<Trace, Messages>();

/** The register of a trace: made once, and let go together with the trace. */
export function messagesOf(trace: Trace): Messages {
  const known = registers.get(trace);
  if (known !== undefined) return known;
  const made = new Messages(trace);
  registers.set(trace, made);
  return made;
}
