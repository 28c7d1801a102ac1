/** A list of numbers that grows in place: one buffer instead of a million boxed entries. */
export class Growing {
  #values = new Float64Array(64);
  #length = 0;

  /** One more than the highest place that was written. */
  get length(): number {
    return this.#length;
  }

  /** The number at a place, or -1 where nothing was written. */
  at(index: number): number {
    return index >= 0 && index < this.#length ? (this.#values[index] as number) : -1;
  }

  /** Writes at any place; places that are jumped over read -1. */
  set(index: number, value: number): void {
    if (index >= this.#values.length) {
      const wider = new Float64Array(Math.max(index + 1, this.#values.length * 2));
      wider.set(this.#values);
      this.#values = wider;
    }
    if (index >= this.#length) {
      this.#values.fill(-1, this.#length, index);
      this.#length = index + 1;
    }
    this.#values[index] = value;
  }

  /** Writes at the end. */
  push(value: number): void {
    this.set(this.#length, value);
  }

  /** A view of the first `count` numbers; valid until the next write. */
  first(count: number): Float64Array {
    return this.#values.subarray(0, Math.min(count, this.#length));
  }
}
