/** The clock and the agenda of one world: events as data, taken one by one in (time, sequence) order, within stated caps. */
import { assert } from './assert.ts';
import { EventQueue, type QueueCheckpoint } from './event-queue.ts';
import { later, type Micros } from './time.ts';

/** Limits that turn an endless run into an explained stop. */
export interface Caps {
  /** Events of one run in all. */
  readonly eventsPerRun: number;
  /** Events at one and the same instant. */
  readonly eventsPerInstant: number;
  /** The last instant that is simulated. */
  readonly lastInstant: Micros;
}

/** Which cap ended a run. */
export type CapName = keyof Caps;

/** What a checkpoint of a kernel holds. */
export interface KernelCheckpoint<E> {
  readonly queue: QueueCheckpoint<E>;
  readonly now: Micros;
  readonly taken: number;
  readonly atThisInstant: number;
  readonly foreground: number;
}

/** Events in the background alone do not keep a run going: heartbeats and their like. */
export type Weight = 'foreground' | 'background';

/** Schedules immutable events and hands them out in order. It never runs anything itself. */
export class Kernel<E> {
  readonly #queue = new EventQueue<E>();
  readonly #caps: Caps;
  #now = 0 as Micros;
  #taken = 0;
  #atThisInstant = 0;
  #foreground = 0;

  constructor(caps: Caps) {
    this.#caps = caps;
  }

  /** The present instant. */
  get now(): Micros {
    return this.#now;
  }

  /** How many events were taken so far. */
  get taken(): number {
    return this.#taken;
  }

  /** Pending events that can still change the outcome. */
  get foreground(): number {
    return this.#foreground;
  }

  /** The instant of the next event, -1 when none is pending. */
  get nextTime(): number {
    return this.#queue.nextTime;
  }

  /** Schedules an event `span` from now. */
  after(span: Micros, event: E, weight: Weight = 'foreground'): void {
    assert(span >= 0, () => `an event cannot be scheduled in the past (${span} from now)`);
    this.#schedule(later(this.#now, span), event, weight);
  }

  /**
   * Schedules an event at an instant.
   * @throws SimulatorBug when the instant has passed.
   */
  at(time: Micros, event: E, weight: Weight = 'foreground'): void {
    assert(
      time >= this.#now,
      () => `an event cannot be scheduled in the past (${time} < ${this.#now})`,
    );
    this.#schedule(time, event, weight);
  }

  /** The cap that the next event would break, if any. */
  exceeded(): CapName | undefined {
    const { eventsPerRun, eventsPerInstant, lastInstant } = this.#caps;
    if (this.#taken >= eventsPerRun) return 'eventsPerRun';
    const next = this.#queue.nextTime;
    if (next > lastInstant) return 'lastInstant';
    if (next === this.#now && this.#atThisInstant >= eventsPerInstant) return 'eventsPerInstant';
    return undefined;
  }

  /**
   * Moves the clock to the next event and returns it.
   * @throws SimulatorBug when nothing is pending, or when time would go back.
   */
  take(): E {
    const time = this.#queue.nextTime as Micros;
    const event = this.#queue.pop();
    this.#foreground -= this.#queue.lastMark;
    assert(time >= this.#now, () => `time went back from ${this.#now} to ${time}`);
    this.#atThisInstant = time === this.#now ? this.#atThisInstant + 1 : 1;
    this.#now = time;
    this.#taken += 1;
    return event;
  }

  /** Puts the event that was taken last off, as what it was. */
  postpone(until: Micros, event: E): void {
    this.at(until, event, this.#queue.lastMark === 1 ? 'foreground' : 'background');
  }

  /** A value copy of clock and agenda. */
  checkpoint(): KernelCheckpoint<E> {
    return {
      queue: this.#queue.checkpoint(),
      now: this.#now,
      taken: this.#taken,
      atThisInstant: this.#atThisInstant,
      foreground: this.#foreground,
    };
  }

  /** Puts clock and agenda back to what a checkpoint held. */
  restore(checkpoint: KernelCheckpoint<E>): void {
    this.#queue.restore(checkpoint.queue);
    this.#now = checkpoint.now;
    this.#taken = checkpoint.taken;
    this.#atThisInstant = checkpoint.atThisInstant;
    this.#foreground = checkpoint.foreground;
  }

  #schedule(time: Micros, event: E, weight: Weight): void {
    const isForeground = weight === 'foreground';
    if (isForeground) this.#foreground += 1;
    this.#queue.push(time, event, isForeground ? 1 : 0);
  }
}
