/** What the reader has picked: a row of one style's trace, and with it an order. */
import type { Style } from '../../trace/index.ts';

/** A picked row. */
export interface Picked {
  readonly style: Style;
  readonly row: number;
  /** -1 when the row is about no order. */
  readonly order: number;
}

/** The one selection of the page, lit in every view. */
export class Selection {
  #picked = $state.raw<Picked>();
  #order = $state.raw(1);
  #sentence = $state.raw('');

  get picked(): Picked | undefined {
    return this.#picked;
  }
  /** The order that traces follow. */
  get order(): number {
    return this.#order;
  }
  /** What was said with the selection, when it was a broken promise. */
  get sentence(): string {
    return this.#sentence;
  }

  row(picked: Picked, sentence = ''): void {
    this.#picked = picked;
    this.#sentence = sentence;
    if (picked.order > 0) this.#order = picked.order;
  }

  followOrder(order: number): void {
    this.#order = order;
  }

  clear(): void {
    this.#picked = undefined;
    this.#sentence = '';
    this.#order = 1;
  }
}
