/** The first n numbers of a growing list in ascending order. Only what was added since the last reading is sorted anew. */
import type { Growing } from './growing.ts';

/** A sorted reading of a list whose entries never change. */
export class Ascending {
  readonly #list: Growing;
  #sorted = new Float64Array(0);

  constructor(list: Growing) {
    this.#list = list;
  }

  /** The first `count` numbers, sorted; valid until the next reading. */
  first(count: number): Float64Array {
    const had = this.#sorted.length;
    if (count < had) this.#sorted = this.#list.first(count).slice().sort();
    else if (count > had) {
      const added = this.#list.first(count).slice(had).sort();
      this.#sorted = merged(this.#sorted, added);
    }
    return this.#sorted;
  }
}

function merged(left: Float64Array, right: Float64Array): Float64Array<ArrayBuffer> {
  const all = new Float64Array(left.length + right.length);
  for (let at = 0, l = 0, r = 0; at < all.length; at++) {
    const fromLeft = r >= right.length || (l < left.length && Number(left[l]) <= Number(right[r]));
    all[at] = Number(fromLeft ? left[l++] : right[r++]);
  }
  return all;
}
