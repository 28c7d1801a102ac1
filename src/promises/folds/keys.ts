/** What the key of a record is: its order, or the customer of its order. */
import type { Scenario } from '../../scenario/index.ts';
import { code, type Trace } from '../../trace/index.ts';
import type { Listener } from '../checker.ts';
import { Column } from './column.ts';

/** The keys of one run. Where records have none, those of one order belong together all the same. */
export class Keys implements Listener {
  readonly kinds = ['order-placed'] as const;
  /** Whether the partitioner sees this very key: it does not when there is none, or when it is split. */
  readonly isWhole: boolean;
  readonly #byCustomer: boolean;
  readonly #customer = new Column(-1);

  constructor({ workload }: Scenario) {
    this.#byCustomer = workload.key === 'customer';
    this.isWhole = workload.key !== 'none' && workload.salt === 1;
  }

  /** Takes in an order. */
  see(trace: Trace, row: number): void {
    if (trace.kind(row) === code['order-placed']) {
      this.#customer.set(trace.order(row), trace.c(row));
    }
  }

  /** The key of a record about an order, -1 for none. */
  of(order: number): number {
    return this.#byCustomer ? this.#customer.at(order) : order;
  }

  /** The key in words: "order 9", "customer 3". */
  name(key: number): string {
    return `${this.#byCustomer ? 'customer' : 'order'} ${key}`;
  }
}
