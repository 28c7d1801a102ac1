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
  /** What the pointer rests on: it is lit like the picked row for as long. */
  #glanced = $state.raw<Picked>();
  #sentence = $state.raw('');
  #lit = $state.raw<readonly string[]>([]);

  get picked(): Picked | undefined {
    return this.#glanced ?? this.#picked;
  }
  /** The order that traces follow. */
  get order(): number {
    const glanced = this.#glanced?.order ?? -1;
    return glanced > 0 ? glanced : this.#order;
  }
  /** What was said with the selection, when it was a broken promise. */
  get sentence(): string {
    return this.#glanced === undefined ? this.#sentence : '';
  }

  /** Ids of those who are lit on the stage while all others are dim; empty when nobody is dim. */
  get lit(): readonly string[] {
    return this.#lit;
  }

  /** Lights some on the stage, and dims all others. */
  light(ids: readonly string[]): void {
    this.#lit = ids;
  }

  row(picked: Picked, sentence = ''): void {
    this.#picked = picked;
    this.#glanced = undefined;
    this.#sentence = sentence;
    if (picked.order > 0) this.#order = picked.order;
  }

  /** The order that is followed while all others are dim, whatever the pointer rests on; -1 for none. */
  get followed(): number {
    return this.#picked?.order ?? -1;
  }

  /** Follows nobody any more. Which order the traces show stays as it is. */
  release(): void {
    this.#picked = undefined;
    this.#glanced = undefined;
    this.#sentence = '';
  }

  /** Lights what the pointer rests on; what was picked comes back when it goes. */
  glance(glanced: Picked | undefined): void {
    this.#glanced = glanced;
  }

  followOrder(order: number): void {
    this.#order = order;
  }

  clear(): void {
    this.release();
    this.#order = 1;
  }
}
