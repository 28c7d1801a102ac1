/** Draws for tests from a seed: the same seed gives the same draws. */

/** A stream of draws. */
export class Seeded {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed ^ 0x9e37_79b9) >>> 0;
  }

  /** A whole number, both ends possible. */
  whole(min: number, max: number): number {
    return min + (this.#next() % (max - min + 1));
  }

  /** True in so many of so many cases. */
  chance(times: number, of: number): boolean {
    return this.#next() % of < times;
  }

  /** One of these. */
  pick<T>(values: readonly T[]): T {
    // Safe: the index is below the length of a list that is not empty.
    return values[this.#next() % values.length] as T;
  }

  #next(): number {
    this.#state = (this.#state + 0x6d2b_79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }
}
