/** The pending events of a run: a binary heap over typed arrays, ordered by (time, sequence), so equal instants keep the order in which they were scheduled. */
import { assert } from './assert.ts';
import type { Micros } from './time.ts';

const initialCapacity = 256;

/** What a checkpoint of a queue holds. Event objects are immutable and therefore shared. */
export interface QueueCheckpoint<E> {
  readonly times: Float64Array;
  readonly ranks: Float64Array;
  readonly events: readonly E[];
  readonly nextSequence: number;
}

/** What a queue keeps beside an event for whoever put it in. */
export type Mark = 0 | 1;

/** A priority queue of immutable events. Ties are first in, first out. */
export class EventQueue<E> {
  #times = new Float64Array(initialCapacity);
  /** Twice the sequence, plus the mark: sequences differ, so marks never decide. */
  #ranks = new Float64Array(initialCapacity);
  /** As long as the times: the places from `#size` on are empty. Cutting the array at every event would cost more than the heap. */
  #events: (E | undefined)[] = [];
  #size = 0;
  #nextSequence = 0;

  /** How many events are pending. */
  get size(): number {
    return this.#size;
  }

  /** The instant of the next event, or -1 when nothing is pending. */
  get nextTime(): number {
    return this.#size === 0 ? -1 : (this.#times[0] as number);
  }

  /** The mark of the next event. */
  get nextMark(): Mark {
    return this.#size === 0 ? 0 : (((this.#ranks[0] as number) & 1) as Mark);
  }

  /** Adds an event. Events of one instant come out in the order in which they went in. */
  push(time: Micros, event: E, mark: Mark = 0): void {
    if (this.#size === this.#times.length) this.#grow();
    const rank = 2 * this.#nextSequence++ + mark;
    let at = this.#size++;
    const times = this.#times;
    const ranks = this.#ranks;
    const events = this.#events;
    // The newest sequence is the largest, so only an earlier time can move it up.
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const parentTime = times[parent] as number;
      if (parentTime <= time) break;
      times[at] = parentTime;
      ranks[at] = ranks[parent] as number;
      events[at] = events[parent];
      at = parent;
    }
    times[at] = time;
    ranks[at] = rank;
    events[at] = event;
  }

  /**
   * Removes and returns the next event.
   * @throws SimulatorBug when nothing is pending.
   */
  pop(): E {
    assert(this.#size > 0, 'an empty event queue has no next event');
    const first = this.#events[0] as E;
    const last = --this.#size;
    const time = this.#times[last] as number;
    const rank = this.#ranks[last] as number;
    const event = this.#events[last] as E;
    this.#events[last] = undefined;
    if (last > 0) this.#sink(time, rank, event);
    return first;
  }

  /** A value copy of all that is pending; the queue goes on unaffected. */
  checkpoint(): QueueCheckpoint<E> {
    return {
      times: this.#times.slice(0, this.#size),
      ranks: this.#ranks.slice(0, this.#size),
      events: this.#events.slice(0, this.#size) as E[],
      nextSequence: this.#nextSequence,
    };
  }

  /** Puts the queue back to what a checkpoint held. */
  restore(checkpoint: QueueCheckpoint<E>): void {
    this.#size = checkpoint.events.length;
    while (this.#times.length < this.#size) this.#grow();
    this.#times.set(checkpoint.times);
    this.#ranks.set(checkpoint.ranks);
    this.#events = checkpoint.events.slice();
    this.#nextSequence = checkpoint.nextSequence;
  }

  /** Lets an event sink from the top to its place. The comparison is written out: this is the innermost loop of every run. */
  #sink(time: number, rank: number, event: E): void {
    const times = this.#times;
    const ranks = this.#ranks;
    const events = this.#events;
    const size = this.#size;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      let childTime = times[child] as number;
      const right = child + 1;
      if (right < size) {
        const rightTime = times[right] as number;
        if (
          rightTime < childTime ||
          (rightTime === childTime && (ranks[right] as number) < (ranks[child] as number))
        ) {
          child = right;
          childTime = rightTime;
        }
      }
      if (time < childTime || (time === childTime && rank < (ranks[child] as number))) break;
      times[at] = childTime;
      ranks[at] = ranks[child] as number;
      events[at] = events[child];
      at = child;
    }
    times[at] = time;
    ranks[at] = rank;
    events[at] = event;
  }

  #grow(): void {
    const times = new Float64Array(this.#times.length * 2);
    const ranks = new Float64Array(this.#times.length * 2);
    times.set(this.#times);
    ranks.set(this.#ranks);
    this.#times = times;
    this.#ranks = ranks;
  }
}
