/** buffer.memory: room for what is not delivered yet, and the sends that wait for it, first come first served. Source: BufferPool. */
import type { Scribe } from '../../../kernel/index.ts';

/** The room of one producer, in bytes. */
export class BufferPool<S> {
  readonly #limit: () => number;
  #blocked: S[] = [];
  #used = 0;

  /** @param limit buffer.memory, which may change */
  constructor(limit: () => number) {
    this.#limit = limit;
  }

  get used(): number {
    return this.#used;
  }

  get limit(): number {
    return this.#limit();
  }

  /** The sends that wait, oldest first. */
  get blocked(): readonly S[] {
    return this.#blocked;
  }

  /** How much a batch takes: no less than batch.size, and no more than there is in all. Source: RecordAccumulator#append. */
  roomFor(bytes: number, batchBytes: number): number {
    return Math.min(Math.max(bytes, batchBytes), this.limit);
  }

  /** Takes room, if there is so much. */
  take(room: number): boolean {
    if (this.#used + room > this.limit) return false;
    this.#used += room;
    return true;
  }

  give(room: number): void {
    this.#used = Math.max(0, this.#used - room);
  }

  /** Lets a send wait behind the others. */
  wait(send: S): void {
    this.#blocked.push(send);
  }

  /** Takes a send out that waits no longer. */
  release(send: S): void {
    this.#blocked = this.#blocked.filter((each) => each !== send);
  }

  transcribe(scribe: Scribe): void {
    this.#blocked = scribe.list(this.#blocked);
    this.#used = scribe.value(this.#used);
  }
}
