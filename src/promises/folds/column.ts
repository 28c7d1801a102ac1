/** A growing row of numbers, by order, message or offset: bookkeeping that allocates only when it doubles. */

/** Nobody writes to it. */
const none: number[] = [];

/** Numbers by whole-number key from 0; a key that was never set holds `empty`. */
export class Column {
  readonly #empty: number;
  // A plain array, and none before the first number: most columns of a short run stay empty or hold a few numbers, and of such a run a hunt makes thousands.
  #cells: number[] = none;

  constructor(empty = 0) {
    this.#empty = empty;
  }

  /** One more than the highest key that was set. */
  get length(): number {
    return this.#cells.length;
  }

  /** The number at a key. */
  at(key: number): number {
    return key >= 0 && key < this.#cells.length ? (this.#cells[key] as number) : this.#empty;
  }

  /** Puts a number at a key. Keys below 0 stand for "none" and are passed over. */
  set(key: number, value: number): void {
    if (key < 0) return;
    if (this.#cells === none) this.#cells = [];
    const cells = this.#cells;
    while (cells.length < key) cells.push(this.#empty);
    if (key === cells.length) cells.push(value);
    else cells[key] = value;
  }

  /** Adds to the number at a key and returns the sum. */
  add(key: number, amount: number): number {
    const sum = this.at(key) + amount;
    this.set(key, sum);
    return sum;
  }

  /** Forgets all numbers. */
  clear(): void {
    this.#cells = none;
  }
}

/** As many empty columns as asked for. */
export function columns(count: number, empty = 0): readonly Column[] {
  const made: Column[] = [];
  while (made.length < count) made.push(new Column(empty));
  return made;
}
