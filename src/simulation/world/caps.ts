/** The limits of a world: an explained stop rather than a hang. */
import { millis, type Caps } from '../../kernel/index.ts';
import { caps as names, code } from '../../trace/index.ts';
import { brokerActor } from '../compile/plan.ts';
import type { World } from './world.ts';

/** The limits of a world: those of its kernel, of what it tells, and of what one message may lead to. */
export interface WorldCaps extends Caps {
  /** Messages one after the other, each led to by the one before. The longest flow that the format allows, undone from its last step on, needs fewer. */
  readonly hops: number;
  /** Messages that go back to one and the same first one. */
  readonly messagesPerRoot: number;
  /** Rows of the trace: worker and page each keep all of them in memory. */
  readonly rows: number;
}

const usual: WorldCaps = {
  eventsPerRun: 2_000_000,
  eventsPerInstant: 10_000,
  lastInstant: millis(3_600_000),
  hops: 256,
  messagesPerRoot: 20_000,
  rows: 4_000_000,
};

/** A limit that was reached, and the message with which it was; -1 for none. */
export interface Reached {
  readonly cap: keyof WorldCaps;
  readonly message: number;
}

/** Watches over the limits of one world. */
export class Limits {
  readonly caps: WorldCaps;
  /** What a message of the present step reached: that step ends the run. No checkpoint holds it. */
  #byMessage: Reached | undefined;

  constructor(own: Partial<WorldCaps>) {
    this.caps = { ...usual, ...own };
  }

  /** A message was made. */
  note({ messages }: World, message: number): void {
    if (messages.hops(message) > this.caps.hops) this.#byMessage ??= { cap: 'hops', message };
    if (messages.familyOf(message) > this.caps.messagesPerRoot)
      this.#byMessage ??= { cap: 'messagesPerRoot', message };
  }

  /** The limit that a message of the present step has reached, if any. */
  get byMessage(): Reached | undefined {
    return this.#byMessage;
  }

  /** The limit that lets no further event happen, if any. */
  byEvent({ kernel, trace }: World): Reached | undefined {
    const cap = kernel.exceeded() ?? (trace.length >= this.caps.rows ? 'rows' : undefined);
    return cap === undefined ? undefined : { cap, message: -1 };
  }

  /** Tells which limit stops the run. */
  tell({ teller, messages }: World, { cap, message }: Reached): void {
    const order = message < 0 ? -1 : messages.order(message);
    const cause = message < 0 ? -1 : messages.row(message);
    const which = [names.indexOf(cap), this.caps[cap], -1] as const;
    teller.tell(code['cap-reached'], brokerActor, order, message, ...which, cause);
  }
}
