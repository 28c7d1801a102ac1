/**
 * The pending events of a run, ordered by (time, sequence), so equal instants keep the order in which they were scheduled. Most
 * events are due within a network's latency while timers wait for seconds: the next few stand sorted in front, the others in a heap.
 */
import { assert } from './assert.ts';
import type { Micros } from './time.ts';

const initialCapacity = 128;
/** How many can stand in front. */
const frontPlaces = 16;
/** With so many in front another one only comes there if it is due before one of them: else the front would fill up with timers. */
const frontEnough = 8;

/** What a checkpoint of a queue holds: all that is pending, in its order. Event objects are immutable and therefore shared. */
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
  /** The front, the next event last: none of it comes after any of the heap. Of each its instant, then its rank. No checkpoint holds it apart from the others. */
  readonly #frontDues = new Float64Array(2 * frontPlaces);
  readonly #frontEvents: (E | undefined)[] = [];
  #front = 0;
  /** The heap: of each event its instant, then its rank. */
  #dues = new Float64Array(2 * initialCapacity);
  /** As long as it ever was: the places from `#far` on are empty. Cutting the array at every event would cost more than the heap. */
  #events: (E | undefined)[] = [];
  /** How many are in the heap. */
  #far = 0;
  #nextSequence = 0;
  /** Of use while the event is dealt with. No checkpoint holds it. */
  #lastMark: Mark = 0;

  /** How many events are pending. */
  get size(): number {
    return this.#front + this.#far;
  }

  /** The instant of the next event, or -1 when nothing is pending. */
  get nextTime(): number {
    if (this.#front > 0) return this.#frontDues[2 * this.#front - 2] as number;
    return this.#far === 0 ? -1 : (this.#dues[0] as number);
  }

  /** The mark of the event that was taken last. */
  get lastMark(): Mark {
    return this.#lastMark;
  }

  /** Adds an event. Events of one instant come out in the order in which they went in. */
  push(time: Micros, event: E, mark: Mark = 0): void {
    // Sequences differ, so marks never decide.
    const rank = 2 * this.#nextSequence++ + mark;
    const front = this.#front;
    if (front > 0 && time < (this.#frontDues[0] as number)) {
      if (front === frontPlaces) this.#yieldPlace();
      this.#standInFront(time, rank, event);
    } else if (front < frontEnough && (this.#far === 0 || time < (this.#dues[0] as number))) {
      this.#standInFront(time, rank, event);
    } else {
      this.#pushFar(time, rank, event);
    }
  }

  /**
   * Removes and returns the next event.
   * @throws SimulatorBug when nothing is pending.
   */
  pop(): E {
    if (this.#front === 0) return this.#popFar();
    const at = --this.#front;
    const event = this.#frontEvents[at] as E;
    this.#frontEvents[at] = undefined;
    this.#lastMark = markOf(this.#frontDues[2 * at + 1] as number);
    return event;
  }

  /** A value copy of all that is pending; the queue goes on unaffected. */
  checkpoint(): QueueCheckpoint<E> {
    const size = this.size;
    const times = new Float64Array(size);
    const ranks = new Float64Array(size);
    const events: E[] = [];
    const put = (dues: Float64Array, from: number, event: E | undefined): void => {
      times[events.length] = dues[2 * from] as number;
      ranks[events.length] = dues[2 * from + 1] as number;
      events.push(event as E);
    };
    for (let at = this.#front - 1; at >= 0; at--) put(this.#frontDues, at, this.#frontEvents[at]);
    for (let at = 0; at < this.#far; at++) put(this.#dues, at, this.#events[at]);
    return { times, ranks, events, nextSequence: this.#nextSequence };
  }

  /** Puts the queue back to what a checkpoint held. */
  restore({ times, ranks, events, nextSequence }: QueueCheckpoint<E>): void {
    this.#front = 0;
    this.#frontEvents.length = 0;
    this.#far = 0;
    this.#events = [];
    // What was in front comes first and in order, so each but the first few rises by no more than it did before.
    events.forEach((event, at) => {
      this.#pushFar(times[at] as number, ranks[at] as number, event);
    });
    this.#nextSequence = nextSequence;
  }

  /** Sorts an event in. Newest of its instant, it comes after all that are as early. */
  #standInFront(time: number, rank: number, event: E): void {
    const dues = this.#frontDues;
    const events = this.#frontEvents;
    let at = this.#front++;
    while (at > 0) {
      const earlier = dues[2 * at - 2] as number;
      if (earlier > time) break;
      dues[2 * at] = earlier;
      dues[2 * at + 1] = dues[2 * at - 1] as number;
      events[at] = events[at - 1];
      at -= 1;
    }
    dues[2 * at] = time;
    dues[2 * at + 1] = rank;
    events[at] = event;
  }

  /** The last of the front goes to the heap. */
  #yieldPlace(): void {
    const dues = this.#frontDues;
    const events = this.#frontEvents;
    this.#pushFar(dues[0] as number, dues[1] as number, events[0] as E);
    const last = --this.#front;
    for (let at = 0; at < last; at++) {
      dues[2 * at] = dues[2 * at + 2] as number;
      dues[2 * at + 1] = dues[2 * at + 3] as number;
      events[at] = events[at + 1];
    }
  }

  #pushFar(time: number, rank: number, event: E): void {
    if (2 * this.#far === this.#dues.length) this.#grow();
    let at = this.#far++;
    const dues = this.#dues;
    const events = this.#events;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const parentTime = dues[2 * parent] as number;
      const parentRank = dues[2 * parent + 1] as number;
      if (parentTime < time || (parentTime === time && parentRank < rank)) break;
      dues[2 * at] = parentTime;
      dues[2 * at + 1] = parentRank;
      events[at] = events[parent];
      at = parent;
    }
    dues[2 * at] = time;
    dues[2 * at + 1] = rank;
    events[at] = event;
  }

  #popFar(): E {
    assert(this.#far > 0, 'an empty event queue has no next event');
    const first = this.#events[0] as E;
    this.#lastMark = markOf(this.#dues[1] as number);
    const last = --this.#far;
    const time = this.#dues[2 * last] as number;
    const rank = this.#dues[2 * last + 1] as number;
    const event = this.#events[last] as E;
    this.#events[last] = undefined;
    if (last > 0) this.#sink(time, rank, event);
    return first;
  }

  /** Lets an event sink from the top to its place. The comparison is written out: this is the innermost loop of every run. */
  #sink(time: number, rank: number, event: E): void {
    const dues = this.#dues;
    const events = this.#events;
    const size = this.#far;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      let childTime = dues[2 * child] as number;
      const right = child + 1;
      if (right < size) {
        const rightTime = dues[2 * right] as number;
        if (
          rightTime < childTime ||
          (rightTime === childTime &&
            (dues[2 * right + 1] as number) < (dues[2 * child + 1] as number))
        ) {
          child = right;
          childTime = rightTime;
        }
      }
      const childRank = dues[2 * child + 1] as number;
      if (time < childTime || (time === childTime && rank < childRank)) break;
      dues[2 * at] = childTime;
      dues[2 * at + 1] = childRank;
      events[at] = events[child];
      at = child;
    }
    dues[2 * at] = time;
    dues[2 * at + 1] = rank;
    events[at] = event;
  }

  #grow(): void {
    const dues = new Float64Array(this.#dues.length * 2);
    dues.set(this.#dues);
    this.#dues = dues;
  }
}

/** The mark that a rank carries: a rank is twice the sequence, plus the mark. */
function markOf(rank: number): Mark {
  return (rank & 1) as Mark;
}
