/** A list that is only ever added to at its end. Checkpoints share all of it, and remember its length. */

/** What a checkpoint of a list holds: all chunks, of which so many values count. More may be added to the last one. */
export interface ListCheckpoint<T> {
  readonly chunks: readonly T[][];
  readonly length: number;
}

/** Values are immutable, and in chunks of 1024: restoring copies the last chunk only. */
export class GrowingList<T> {
  #chunks: T[][] = [];
  #length = 0;
  /** The last chunk, where most is read and all is added, and its first index. */
  #tail: T[] = [];
  #tailBase = 0;

  get length(): number {
    return this.#length;
  }

  /** The value of an index. */
  at(index: number): T | undefined {
    const within = index - this.#tailBase;
    return within >= 0 ? this.#tail[within] : this.#chunks[index >>> 10]?.[index & 1023];
  }

  /** Adds a value; returns its index. */
  push(value: T): number {
    const index = this.#length++;
    if ((index & 1023) === 0) {
      this.#tail = [value];
      this.#tailBase = index;
      this.#chunks.push(this.#tail);
    } else this.#tail.push(value);
    return index;
  }

  /** Those from one index on, up to another or to the end. */
  slice(from: number, to: number): T[] {
    const values: T[] = [];
    for (let index = from; index < Math.min(to, this.#length); index++)
      values.push(this.at(index) as T);
    return values;
  }

  checkpoint(): ListCheckpoint<T> {
    return { chunks: this.#chunks, length: this.#length };
  }

  /** Begins with the values of a checkpoint. The last chunk is copied, for another list goes on in it. */
  restore({ chunks, length }: ListCheckpoint<T>): void {
    this.#chunks = chunks.slice(0, (length + 1023) >>> 10);
    this.#length = length;
    this.#tail = this.#chunks.pop()?.slice(0, ((length - 1) & 1023) + 1) ?? [];
    this.#tailBase = 1024 * this.#chunks.length;
    if (length > 0) this.#chunks.push(this.#tail);
  }
}
