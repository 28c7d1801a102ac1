/** What a producer keeps for records that are not delivered yet: buffer.memory, and the sends that wait for room in it. Source: BufferPool. */
import type { ClientSettings } from '../settings.ts';

/** A send() that waits for room. */
export interface BlockedSend {
  readonly partition: number;
  readonly message: number;
  readonly cause: number;
}

/** The room of one producer, in bytes. */
export class Buffer {
  readonly #settings: ClientSettings;
  readonly #blocked = new Map<number, BlockedSend>();
  #used = 0;
  #nextSend = 1;

  constructor(settings: ClientSettings) {
    this.#settings = settings;
  }

  get used(): number {
    return this.#used;
  }

  get limit(): number {
    return this.#settings.bufferBytes;
  }

  /** Whether nobody waits. */
  get isEmpty(): boolean {
    return this.#blocked.size === 0;
  }

  /** Takes room, if there is. A record larger than all of it fits only when nothing else is there. */
  take(bytes: number): boolean {
    if (this.#used > 0 && this.#used + bytes > this.limit) return false;
    this.#used += bytes;
    return true;
  }

  give(bytes: number): void {
    this.#used = Math.max(0, this.#used - bytes);
  }

  /** Queues a send; returns its number. */
  wait(send: BlockedSend): number {
    this.#blocked.set(this.#nextSend, send);
    return this.#nextSend++;
  }

  /** The send that waited longest, if there is room for it now. */
  next(bytes: number): BlockedSend | undefined {
    const [first] = this.#blocked;
    if (first === undefined || !this.take(bytes)) return undefined;
    this.#blocked.delete(first[0]);
    return first[1];
  }

  /** Takes a send out that has waited for too long. */
  giveUp(send: number): BlockedSend | undefined {
    const blocked = this.#blocked.get(send);
    this.#blocked.delete(send);
    return blocked;
  }
}
