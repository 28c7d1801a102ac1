/** What each order is about: drawn from the seed by its number, the same in every style. */
import { exponentialGap, hashName, millis, type Draws, type Micros } from '../../kernel/index.ts';
import type { Workload } from '../../scenario/index.ts';

const price = hashName('price');
const quantity = hashName('quantity');
const customer = hashName('customer');
const gap = hashName('gap');
const hot = hashName('hot customer');
const salt = hashName('salt');

/** The orders of a run, by number from 1. */
export class Orders {
  readonly #draws: Draws;
  readonly #workload: Workload;

  constructor(draws: Draws, workload: Workload) {
    this.#draws = draws;
    this.#workload = workload;
  }

  /** In cents. */
  price(order: number): number {
    return this.#draws.between(this.#workload.price.min, this.#workload.price.max, price, {
      order,
    });
  }

  /** In units of stock. */
  quantity(order: number): number {
    return this.#draws.between(this.#workload.quantity.min, this.#workload.quantity.max, quantity, {
      order,
    });
  }

  /** From 1 to the workload's number of customers. */
  customer(order: number): number {
    const { customers, hotCustomer } = this.#workload;
    if (this.#draws.chance(hotCustomer.in, hotCustomer.of, hot, { order })) return 1;
    return this.#draws.between(1, customers, customer, { order });
  }

  /** Which part of its split key a message of this type has, from 0: the same whenever it is said again. */
  salt(order: number, type: number): number {
    const { salt: parts } = this.#workload;
    return parts === 1 ? 0 : this.#draws.between(0, parts - 1, salt, { order, step: type });
  }

  /** The time between the order before and this one. */
  gapBefore(order: number): Micros {
    const { kind, everyMs } = this.#workload.arrivals;
    if (kind === 'steady') return millis(everyMs);
    return exponentialGap(everyMs * 1000, this.#draws.bits(gap, { order })) as Micros;
  }
}
