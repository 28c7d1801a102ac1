/** One partition: an append-only sequence of records with dense offsets, kept as sealed segments and an open tail. A segment that is sealed is never edited. */

const segmentRecords = 1024;

/** What a checkpoint of a partition holds: references and one short copy. */
export interface PartitionCheckpoint<R> {
  readonly sealed: readonly (readonly R[])[];
  readonly tail: readonly R[];
}

/** The log of one partition. Records are immutable. */
export class PartitionLog<R> {
  #sealed: readonly (readonly R[])[] = [];
  #tail: R[] = [];

  /** The next offset to be given. */
  get end(): number {
    return this.#sealed.length * segmentRecords + this.#tail.length;
  }

  /** Puts a record at the end and returns its offset. */
  append(record: R): number {
    const offset = this.end;
    this.#tail.push(record);
    if (this.#tail.length === segmentRecords) {
      this.#sealed = [...this.#sealed, this.#tail];
      this.#tail = [];
    }
    return offset;
  }

  /** The record at an offset, `undefined` at the end and beyond. */
  at(offset: number): R | undefined {
    const segment = Math.floor(offset / segmentRecords);
    const records = segment < this.#sealed.length ? this.#sealed[segment] : this.#tail;
    return segment > this.#sealed.length ? undefined : records?.[offset % segmentRecords];
  }

  /** References to what is sealed, and a copy of the tail. */
  checkpoint(): PartitionCheckpoint<R> {
    return { sealed: this.#sealed, tail: this.#tail.slice() };
  }

  /** Puts the partition back to what a checkpoint held. */
  restore(checkpoint: PartitionCheckpoint<R>): void {
    this.#sealed = checkpoint.sealed;
    this.#tail = checkpoint.tail.slice();
  }
}
