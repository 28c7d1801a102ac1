/** Stretches of time in columns, with a summary over each block of them: what lies in view is found without looking at the rest. */
import { Growing } from '../ledger/growing.ts';

/** So many entries of one level share one entry of the next. */
const fanout = 64;
const levels = 3;

/** The earliest start and the latest end in each block. */
interface Summary {
  readonly start: Growing;
  readonly end: Growing;
}

/** A list of stretches in about the order of their starts. An end may still move: what is under way comes to its end later. */
export class Spans {
  readonly #start = new Growing();
  readonly #end = new Growing();
  readonly #summaries: readonly Summary[] = Array.from({ length: levels }, () => ({
    start: new Growing(),
    end: new Growing(),
  }));

  get length(): number {
    return this.#start.length;
  }

  /** The first instant of a stretch. */
  startOf(index: number): number {
    return this.#start.at(index);
  }

  /** The last instant of a stretch. */
  endOf(index: number): number {
    return this.#end.at(index);
  }

  /** Adds a stretch and returns its index. */
  push(start: number, end: number): number {
    const index = this.#start.length;
    this.#start.push(start);
    this.#end.push(end);
    this.#widen(index, start, end);
    return index;
  }

  /** Moves the end of a stretch. */
  endAt(index: number, end: number): void {
    const before = this.#end.at(index);
    this.#end.set(index, end);
    if (end >= before) this.#widen(index, this.#start.at(index), end);
    else this.#narrow(index);
  }

  /**
   * Visits all stretches that touch the time from `from` to `to`, in their order. A visitor that returns false ends it.
   * Returns false when it was ended.
   */
  visit(from: number, to: number, visitor: (index: number) => boolean): boolean {
    return this.#visit(levels, 0, Number.POSITIVE_INFINITY, { from, to, visitor });
  }

  /** How many stretches touch a time, counted no further than to `limit`. */
  count(from: number, to: number, limit: number): number {
    let count = 0;
    this.visit(from, to, () => ++count < limit);
    return count;
  }

  #visit(level: number, first: number, last: number, search: Search): boolean {
    const { start, end } = this.#at(level);
    const stop = Math.min(last, start.length);
    for (let index = first; index < stop; index++) {
      if (start.at(index) > search.to || end.at(index) < search.from) continue;
      const goesOn =
        level === 0
          ? search.visitor(index)
          : this.#visit(level - 1, index * fanout, (index + 1) * fanout, search);
      if (!goesOn) return false;
    }
    return true;
  }

  #at(level: number): Summary {
    const own = { start: this.#start, end: this.#end };
    return level === 0 ? own : (this.#summaries[level - 1] ?? own);
  }

  #widen(index: number, from: number, to: number): void {
    let block = index;
    for (const { start, end } of this.#summaries) {
      block = Math.floor(block / fanout);
      const isNew = block >= start.length;
      start.set(block, isNew ? from : Math.min(start.at(block), from));
      end.set(block, isNew ? to : Math.max(end.at(block), to));
    }
  }

  /** Sums the blocks of an entry up anew. */
  #narrow(index: number): void {
    let block = index;
    for (let level = 1; level <= levels; level++) {
      block = Math.floor(block / fanout);
      const below = this.#at(level - 1).end;
      let latest = Number.NEGATIVE_INFINITY;
      const stop = Math.min((block + 1) * fanout, below.length);
      for (let at = block * fanout; at < stop; at++) latest = Math.max(latest, below.at(at));
      this.#at(level).end.set(block, latest);
    }
  }
}

interface Search {
  readonly from: number;
  readonly to: number;
  readonly visitor: (index: number) => boolean;
}
