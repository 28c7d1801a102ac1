/**
 * A column of numbers that can be remembered cheaply: pages are shared with every memory of the column, and a page is
 * copied only when it is written to for the first time afterwards.
 */
const pageBits = 8;
const pageSize = 1 << pageBits;

/** The pages of a column at one moment. Nobody writes to them any more. */
export type Pages = readonly (Float64Array | undefined)[];

/** Numbers by index; what was never written reads as `blank`. */
export class Column {
  readonly #blank: number;
  #pages: (Float64Array | undefined)[] = [];
  #own: boolean[] = [];

  constructor(blank: number) {
    this.#blank = blank;
  }

  /** The number at an index. */
  get(index: number): number {
    const page = this.#pages[index >>> pageBits];
    return page === undefined ? this.#blank : (page[index & (pageSize - 1)] as number);
  }

  /** Writes a number at an index from 0. */
  set(index: number, value: number): void {
    const at = index >>> pageBits;
    const page = this.#own[at] === true ? this.#pages[at] : undefined;
    (page ?? this.#newPage(at))[index & (pageSize - 1)] = value;
  }

  /** Adds to the number at an index. */
  add(index: number, difference: number): void {
    this.set(index, this.get(index) + difference);
  }

  /** Remembers the column as it is. */
  freeze(): Pages {
    this.#own.fill(false);
    return this.#pages.slice();
  }

  /** Makes the column what it was. */
  restore(pages: Pages): void {
    this.#pages = pages.slice();
    this.#own = pages.map(() => false);
  }

  #newPage(at: number): Float64Array {
    const shared = this.#pages[at];
    const page =
      shared === undefined ? new Float64Array(pageSize).fill(this.#blank) : shared.slice();
    // Writing past the end would leave holes, which are slow to read.
    while (this.#pages.length < at) {
      this.#pages.push(undefined);
      this.#own.push(false);
    }
    this.#pages[at] = page;
    this.#own[at] = true;
    return page;
  }
}
