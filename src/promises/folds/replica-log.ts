/** One replica of a partition as the trace tells it: which record stands at which offset. */
import { Column } from './column.ts';

/** Rows of the trace that put a record or a marker, by offset. Truncation only moves the end: what was dropped can still be named. */
export class ReplicaLog {
  readonly #rows = new Column(-1);
  #base = 0;
  #end = 0;

  /** The offset that the next record gets. */
  get end(): number {
    return this.#end;
  }
  /** The first offset that this replica ever had, since its disk was last empty. */
  get base(): number {
    return this.#base;
  }

  /** The row of what stands at an offset, -1 for nothing. */
  rowAt(offset: number): number {
    return offset >= this.#base && offset < this.#end ? this.#rows.at(offset) : -1;
  }

  /** The row of what stood at an offset last, dropped since or not; -1 for nothing. */
  lastRowAt(offset: number): number {
    return this.#rows.at(offset);
  }

  put(offset: number, row: number): void {
    if (this.#end === this.#base) this.#base = offset;
    this.#rows.set(offset, row);
    this.#end = offset + 1;
  }

  truncate(offset: number): void {
    this.#end = Math.min(this.#end, Math.max(offset, this.#base));
  }

  /** The disk is empty. */
  clear(): void {
    this.beginAt(0);
  }

  /** Nothing is kept, and the next record gets this offset. */
  beginAt(offset: number): void {
    this.#base = offset;
    this.#end = offset;
  }
}
