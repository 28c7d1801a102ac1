/** Folds idle time: where nothing at all is told for long, the axis of the score is shortened, and says by how much. */
import { Growing } from '../ledger/growing.ts';

/** Idle time that is longer than this is folded, in µs. */
export const longestIdle = 1_000_000;
/** How much room a fold takes on the axis, in µs. */
export const foldedTo = 200_000;

/** Where one trace tells nothing. */
export interface Idleness {
  /** The starts and ends of its idle stretches, in the order of time. */
  readonly idleFrom: Growing;
  readonly idleTo: Growing;
  /** The last instant that was told. */
  readonly lastTold: number;
  /** Up to here it is known that nothing else is told; for ever, once the run is over. */
  readonly known: number;
}

/** A stretch of time that is folded. */
export interface Fold {
  readonly from: number;
  readonly to: number;
}

/**
 * The axis of one or more scores: places on it against instants. Both grow together and neither stands still, so each place
 * is one instant. A place is counted in µs too, and differs from the instant by what was folded before it.
 */
export class Folding {
  readonly #sources: readonly Idleness[];
  readonly #next: number[];
  readonly #from = new Growing();
  readonly #to = new Growing();
  /** What this fold and all before it have saved. */
  readonly #saved = new Growing();

  constructor(sources: readonly Idleness[]) {
    this.#sources = sources;
    this.#next = sources.map(() => 0);
  }

  /** How many folds there are. */
  get length(): number {
    return this.#from.length;
  }

  /** A fold by its index. */
  fold(index: number): Fold {
    return { from: this.#from.at(index), to: this.#to.at(index) };
  }

  /** Folds what has become known to be idle: only a stretch that is idle in all of the scores. */
  readOn(): void {
    for (let idle = this.#commonIdle(); idle !== undefined; idle = this.#commonIdle()) {
      const { from, to } = idle;
      if (to - from > longestIdle) {
        const before = this.length === 0 ? 0 : this.#saved.at(this.length - 1);
        this.#from.push(from);
        this.#to.push(to);
        this.#saved.push(before + to - from - foldedTo);
      }
      this.#sources.forEach(({ idleTo }, source) => {
        const next = this.#next[source] ?? 0;
        if (next < idleTo.length && idleTo.at(next) <= to) this.#next[source] = next + 1;
      });
    }
  }

  /** Where an instant stands on the axis. */
  placeOf(time: number): number {
    const fold = lastUpTo(this.#from, this.length, time);
    if (fold < 0) return time;
    const from = this.#from.at(fold);
    const to = this.#to.at(fold);
    if (time >= to) return time - this.#saved.at(fold);
    return this.#placeOfFold(fold) + ((time - from) * foldedTo) / (to - from);
  }

  /** The instant that stands at a place. */
  timeAt(place: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#placeOfFold(middle) <= place) low = middle + 1;
      else high = middle;
    }
    const fold = low - 1;
    if (fold < 0) return place;
    const from = this.#from.at(fold);
    const to = this.#to.at(fold);
    const within = place - this.#placeOfFold(fold);
    if (within >= foldedTo) return place + this.#saved.at(fold);
    return from + (within * (to - from)) / foldedTo;
  }

  /** The index of the first fold that ends after an instant. */
  firstAfter(time: number): number {
    return lastUpTo(this.#to, this.length, time) + 1;
  }

  #placeOfFold(fold: number): number {
    return this.#from.at(fold) - (fold === 0 ? 0 : this.#saved.at(fold - 1));
  }

  /** The next stretch in which each source is idle; undefined while it is not known where that ends. */
  #commonIdle(): Fold | undefined {
    let from = Number.NEGATIVE_INFINITY;
    let to = Number.POSITIVE_INFINITY;
    let known = Number.POSITIVE_INFINITY;
    this.#sources.forEach((source, index) => {
      const next = this.#next[index] ?? 0;
      const isTold = next < source.idleFrom.length;
      // Behind its last instant a trace is idle as far as it is known.
      from = Math.max(from, isTold ? source.idleFrom.at(next) : source.lastTold);
      to = Math.min(to, isTold ? source.idleTo.at(next) : Number.POSITIVE_INFINITY);
      known = Math.min(known, isTold ? Number.POSITIVE_INFINITY : source.known);
    });
    return to <= known && Number.isFinite(to) ? { from, to } : undefined;
  }
}

/** The last of the first `length` entries that is not above a value, -1 for none. */
function lastUpTo(list: Growing, length: number, value: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (list.at(middle) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
