/** What the trace says of each order as a whole: its price, how many units it asks for, whether it was taken, and how it ended. */
import { code, outcomes, type Outcome, type Trace } from '../../trace/index.ts';
import type { Listener } from '../checker.ts';
import { Column } from './column.ts';

/** The orders of one run, by number. */
export class Orders implements Listener {
  readonly kinds = ['order-placed', 'order-accepted', 'order-ended', 'order-abandoned'] as const;
  readonly #price = new Column();
  readonly #quantity = new Column();
  readonly #placedRow = new Column(-1);
  readonly #acceptedRow = new Column(-1);
  readonly #abandonedRow = new Column(-1);
  readonly #endedRow = new Column(-1);
  readonly #outcome = new Column(-1);

  /** Takes in a row about an order. */
  see(trace: Trace, row: number): void {
    const order = trace.order(row);
    const kind = trace.kind(row);
    if (kind === code['order-placed']) {
      this.#price.set(order, trace.a(row));
      this.#quantity.set(order, trace.b(row));
      this.#placedRow.set(order, row);
    } else if (kind === code['order-accepted']) {
      if (this.#acceptedRow.at(order) < 0) this.#acceptedRow.set(order, row);
    } else if (kind === code['order-abandoned']) {
      this.#abandonedRow.set(order, row);
    } else if (this.#endedRow.at(order) < 0) {
      this.#endedRow.set(order, row);
      this.#outcome.set(order, trace.a(row));
    }
  }

  /** One more than the highest order number that was placed. */
  get length(): number {
    return this.#placedRow.length;
  }
  /** The price in cents. */
  price(order: number): number {
    return this.#price.at(order);
  }
  /** How many units of stock it asks for. */
  quantity(order: number): number {
    return this.#quantity.at(order);
  }
  /** The row in which it was placed, -1 when it never was. */
  placedRow(order: number): number {
    return this.#placedRow.at(order);
  }
  /** The row in which its outcome was stored first, -1 while there is none. */
  endedRow(order: number): number {
    return this.#endedRow.at(order);
  }
  /** The row in which the client gave up on an order that nobody ever took, else -1. */
  abandonedRow(order: number): number {
    return this.#acceptedRow.at(order) < 0 ? this.#abandonedRow.at(order) : -1;
  }
  /** How it ended. An order that was given up and never taken has failed; undefined while it is open. */
  outcome(order: number): Outcome | undefined {
    if (this.#endedRow.at(order) >= 0) return outcomes[this.#outcome.at(order)];
    return this.abandonedRow(order) >= 0 ? 'failed' : undefined;
  }
  /** The row that decided the outcome, -1 while it is open. */
  decidedRow(order: number): number {
    return Math.max(this.#endedRow.at(order), this.abandonedRow(order));
  }
}
