/** The numbers of a growing list that have certain ranks among its first ones: found by selection, because a long list is sorted too slowly while one drags the playhead. */
import type { Growing } from './growing.ts';

/** Readings of a list whose entries never change. */
export class Ranked {
  readonly #list: Growing;
  readonly #percents: readonly number[];
  #arranged = new Float64Array(0);

  /** @param percents of which the nearest ranks are wanted, ascending */
  constructor(list: Growing, percents: readonly number[]) {
    this.#list = list;
    this.#percents = percents;
  }

  /** The first `count` numbers, arranged so that those at the nearest ranks stand where sorting would put them. */
  first(count: number): Float64Array {
    const numbers = this.#list.first(count);
    if (numbers.length === this.#arranged.length) return this.#arranged;
    this.#arranged = numbers.slice();
    let from = 0;
    for (const percent of this.#percents) {
      const place = placeOfRank(percent, this.#arranged.length);
      select(this.#arranged, place, from);
      // All that stand before it are no greater.
      from = place;
    }
    return this.#arranged;
  }
}

/** Where the number with the nearest rank of a percentile stands among so many ascending ones, from 0. */
export function placeOfRank(percent: number, count: number): number {
  return Math.max(1, Math.ceil((percent * count) / 100)) - 1;
}

/** Hoare's selection: puts the number of a place there, with none greater before it and none less behind it, from `from` on. */
function select(numbers: Float64Array, place: number, from: number): void {
  const at = (index: number) => numbers[index] as number;
  let left = from;
  let right = numbers.length - 1;
  while (left < right) {
    const pivot = middle(at(left), at((left + right) >> 1), at(right));
    let low = left;
    let high = right;
    while (low <= high) {
      while (at(low) < pivot) low++;
      while (at(high) > pivot) high--;
      if (low > high) break;
      const swapped = at(low);
      numbers[low++] = at(high);
      numbers[high--] = swapped;
    }
    if (place <= high) right = high;
    else if (place >= low) left = low;
    else return;
  }
}

function middle(one: number, other: number, third: number): number {
  return Math.max(Math.min(one, other), Math.min(Math.max(one, other), third));
}
