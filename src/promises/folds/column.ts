/** A growing row of numbers, by order, message or offset: bookkeeping that allocates only when it doubles. */

const firstCapacity = 64;
/** Where nothing was ever set, which most columns of a short run are, nothing is allocated. */
const none = new Float64Array(0);

/** Numbers by whole-number key from 0; a key that was never set holds `empty`. */
export class Column {
  readonly #empty: number;
  #cells: Float64Array = none;
  #length = 0;

  constructor(empty = 0) {
    this.#empty = empty;
  }

  /** One more than the highest key that was set. */
  get length(): number {
    return this.#length;
  }

  /** The number at a key. */
  at(key: number): number {
    return key >= 0 && key < this.#length ? (this.#cells[key] as number) : this.#empty;
  }

  /** Puts a number at a key. Keys below 0 stand for "none" and are passed over. */
  set(key: number, value: number): void {
    if (key < 0) return;
    if (key >= this.#cells.length) this.#grow(key + 1);
    if (key >= this.#length) this.#length = key + 1;
    this.#cells[key] = value;
  }

  /** Adds to the number at a key and returns the sum. */
  add(key: number, amount: number): number {
    const sum = this.at(key) + amount;
    this.set(key, sum);
    return sum;
  }

  /** Forgets all numbers. */
  clear(): void {
    this.#cells.fill(this.#empty, 0, this.#length);
    this.#length = 0;
  }

  #grow(needed: number): void {
    let capacity = Math.max(firstCapacity, this.#cells.length);
    while (capacity < needed) capacity *= 2;
    const cells = new Float64Array(capacity).fill(this.#empty);
    cells.set(this.#cells);
    this.#cells = cells;
  }
}

/** As many empty columns as asked for. */
export function columns(count: number, empty = 0): readonly Column[] {
  return Array.from({ length: count }, () => new Column(empty));
}
