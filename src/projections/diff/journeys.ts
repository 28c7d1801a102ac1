/** How far and how long each order travelled until it was done. */
import { code, type Cast, type Trace } from '../../trace/index.ts';

/** The way of one order, from placing it to its end. */
export interface Journey {
  /** The row that stored its end. */
  readonly row: number;
  readonly order: number;
  readonly micros: number;
  /** How often it went from one process to another: messages and calls handed over for the first time, and answers to calls. */
  readonly hops: number;
}

/** Reads journeys row by row. */
export class Journeys {
  /** The orders that have ended, in the order in which they did. */
  readonly ended: Journey[] = [];
  readonly #trace: Trace;
  readonly #cast: Cast;
  readonly #open = new Map<number, { readonly placedAt: number; hops: number }>();
  readonly #over = new Set<number>();
  readonly #given = new Set<number>();

  constructor(trace: Trace, cast: Cast) {
    this.#trace = trace;
    this.#cast = cast;
  }

  /** Takes in the next row. Returns true when it hands a message to a service that was given it before. */
  see(row: number): boolean {
    const trace = this.#trace;
    const kind = trace.kind(row);
    const isGiven = kind === code['record-delivered'] || kind === code['call-received'];
    if (isGiven) return !this.#hop(row, this.#isFirst(row));
    if (kind === code['reply-received']) this.#hop(row, true);
    if (kind === code['order-placed']) this.#place(row);
    if (kind === code['order-ended']) this.#end(row);
    return false;
  }

  #place(row: number): void {
    const order = this.#trace.order(row);
    if (order < 0 || this.#open.has(order) || this.#over.has(order)) return;
    this.#open.set(order, { placedAt: this.#trace.time(row), hops: 0 });
  }

  #end(row: number): void {
    const order = this.#trace.order(row);
    const open = this.#open.get(order);
    if (open === undefined) return;
    this.#open.delete(order);
    this.#over.add(order);
    const micros = this.#trace.time(row) - open.placedAt;
    this.ended.push({ row, order, micros, hops: open.hops });
  }

  #hop(row: number, isFirst: boolean): boolean {
    const open = isFirst ? this.#open.get(this.#trace.order(row)) : undefined;
    if (open !== undefined) open.hops += 1;
    return isFirst;
  }

  /** Whether a service is given a message for the first time. What is no message is never given twice. */
  #isFirst(row: number): boolean {
    const message = this.#trace.message(row);
    if (message < 0) return true;
    const { actors, services } = this.#cast;
    const service = actors[this.#trace.actor(row)]?.service ?? -1;
    const key = message * (services.length + 1) + service + 1;
    if (this.#given.has(key)) return false;
    this.#given.add(key);
    return true;
  }
}
