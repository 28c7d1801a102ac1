/** What rows tell of numbers that other rows only name: the type of each message, the customer of each order. */
import { code, type Trace } from '../../trace/index.ts';

/** Reads on by itself when the trace has grown. */
class Register {
  readonly #trace: Trace;
  readonly #types: number[] = [];
  readonly #customers: number[] = [];
  #read = 0;

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  typeOf(message: number): number {
    this.#readOn();
    return this.#types[message] ?? -1;
  }

  customerOf(order: number): number {
    this.#readOn();
    return this.#customers[order] ?? -1;
  }

  #readOn(): void {
    const trace = this.#trace;
    for (; this.#read < trace.length; this.#read++) {
      const [row, kind] = [this.#read, trace.kind(this.#read)];
      if (kind === code['message-created']) this.#types[trace.message(row)] ??= trace.a(row);
      if (kind === code['order-placed']) this.#customers[trace.order(row)] ??= trace.c(row);
    }
  }
}

const registers = new WeakMap<Trace, Register>();

/** The register of a trace: made once, and let go together with the trace. */
function registerOf(trace: Trace): Register {
  const known = registers.get(trace);
  if (known !== undefined) return known;
  const made = new Register(trace);
  registers.set(trace, made);
  return made;
}

/** The type of a message as its index in the cast, -1 when it was not made yet. */
export function typeOfMessage(trace: Trace, message: number): number {
  return registerOf(trace).typeOf(message);
}

/** The customer of an order, -1 when it was not placed yet. */
export function customerOfOrder(trace: Trace, order: number): number {
  return registerOf(trace).customerOf(order);
}
