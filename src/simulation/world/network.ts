/** The network between processes and the broker, and between callers and called: latency, loss and order. Every draw is keyed, so the twins meet the same weather. */
import {
  drawnOf,
  hashName,
  scaled,
  type Draws,
  type Kernel,
  type Micros,
  type Scribe,
} from '../../kernel/index.ts';
import { code, legs, type Leg } from '../../trace/index.ts';
import type { Plan } from '../compile/plan.ts';
import type { WorldEvent } from './events.ts';
import { CutOffs } from './faults/cut-offs.ts';
import type { FaultBook } from './faults/fault-book.ts';
import type { Occasions } from './faults/occasions.ts';
import type { MessageTable } from './message-table.ts';
import type { Teller } from './teller.ts';

/** The codes of the network's legs, by name. */
export const legCode = Object.fromEntries(legs.map((leg, at) => [leg, at])) as Readonly<
  Record<Leg, number>
>;

const legHashes: readonly number[] = legs.map((leg) => hashName(leg) | 0);
const latencyPurpose = hashName('latency');
const lossPurpose = hashName('loss');

/** Something on its way. All parcels name the same things in the same order: they are the most frequent objects of a run, and engines are quickest with those that are alike. */
export interface Parcel {
  /** Whose affair it is: faults are aimed at this process. */
  readonly actor: number;
  /** Which try, from 1. */
  readonly attempt: number;
  /** Code of the leg of the network. */
  readonly leg: number;
  /** The process that sends it. */
  readonly from: number;
  /** The process that is to have it, or `actor` again where that is a broker. */
  readonly to: number;
  readonly message: number;
  /** All records of a batch, when it carries more than one message: a fault aimed at any of them strikes the whole. */
  readonly others: readonly { readonly message: number }[] | undefined;
  /** Index of the partition that it is about, -1 for none. */
  readonly partition: number;
  /** Tells apart what the key (order, type, attempt) alone would not: for instance the receiving group. */
  readonly salt: number;
  readonly cause: number;
}

/** The channel of an actor's commits. */
export const commitChannel = 0;

/** The channel of an actor's requests to a node, or of the answers that come back: one connection keeps the order of each. */
export function channelTo(node: number, what: 'requests' | 'answers'): number {
  return 2 * node + (what === 'requests' ? 1 : 2);
}

/** Decides how long things take, and whether they arrive. */
export class Network {
  readonly #plan: Plan;
  readonly #kernel: Kernel<WorldEvent>;
  readonly #faults: FaultBook;
  readonly #teller: Teller;
  readonly #messages: MessageTable;
  readonly #occasions: Occasions;
  readonly #typeHashes: readonly number[];
  /** The latency of a leg, in µs: the least of it, and how many spans are possible. */
  readonly #shortest: number;
  readonly #spread: number;
  readonly #isLossy: boolean;
  /** What its draws of latency and of loss begin with. */
  readonly #drawn: number;
  readonly #drawnLoss: number;
  /** By actor, then by channel: when what was sent last arrives. */
  #lastArrival: number[];
  /** How many channels each actor has. */
  readonly #channels: number;
  readonly cutOffs: CutOffs;

  constructor(parts: {
    plan: Plan;
    draws: Draws;
    kernel: Kernel<WorldEvent>;
    faults: FaultBook;
    teller: Teller;
    messages: MessageTable;
    occasions: Occasions;
  }) {
    this.#plan = parts.plan;
    this.#kernel = parts.kernel;
    this.#faults = parts.faults;
    this.#teller = parts.teller;
    this.#messages = parts.messages;
    this.#occasions = parts.occasions;
    this.cutOffs = new CutOffs(parts.kernel, parts.teller);
    const { minMs, maxMs } = parts.plan.scenario.network.latency;
    this.#shortest = minMs * 1000;
    this.#isLossy = parts.plan.scenario.network.loss.in > 0;
    this.#drawn = parts.draws.startOf(latencyPurpose);
    this.#drawnLoss = parts.draws.startOf(lossPurpose);
    this.#spread = maxMs * 1000 - this.#shortest + 1;
    const { actors, nodes } = parts.plan.cast;
    this.#channels = channelTo(Math.max(...nodes), 'answers') + 1;
    this.#lastArrival = new Array<number>(actors.length * this.#channels).fill(0);
    this.#typeHashes = parts.plan.hashes.types;
  }

  /** The latency of a parcel in µs, or -1 when it is lost. Tells of faults and losses. */
  carry(parcel: Parcel): number {
    const { message } = parcel;
    const order = message < 0 ? 0 : this.#messages.order(message);
    const step = message < 0 ? 0 : (this.#typeHashes[this.#messages.type(message)] ?? 0);
    const leg = (legHashes[parcel.leg] as number) ^ parcel.salt;
    let span = this.#latency(order, step, leg, parcel.attempt);
    const fault = this.#faults.mayStrike(parcel.leg) ? this.#faultOn(parcel) : -1;
    if (fault >= 0) {
      const { effect } = this.#faults.fault(fault);
      this.#teller.tell(
        code['fault-struck'],
        parcel.from,
        this.#orderOf(parcel),
        parcel.message,
        fault,
        -1,
        -1,
        parcel.cause,
      );
      if (effect.kind === 'lose') return this.#lose(parcel, fault);
      if (effect.kind === 'delay') {
        span += effect.byMs * 1000;
        this.#teller.tell(
          code['leg-delayed'],
          parcel.from,
          this.#orderOf(parcel),
          parcel.message,
          parcel.leg,
          effect.byMs * 1000,
          fault,
          parcel.cause,
        );
      }
    }
    const cut = this.cutOffs.faultOn(parcel);
    if (cut >= 0) return this.#lose(parcel, cut);
    if (this.#isLossy && this.#isLost(order, step, leg, parcel.attempt))
      return this.#lose(parcel, -1);
    return span;
  }

  #isLost(order: number, step: number, leg: number, attempt: number): boolean {
    const { loss } = this.#plan.scenario.network;
    return scaled(drawnOf(this.#drawnLoss, order, step, leg, attempt), loss.of) < loss.in;
  }

  /** The latency of a request of the group protocol. Clients repeat these until they arrive, so they are late rather than lost. */
  carryProtocol(actor: number, what: number, count: number): Micros {
    return (this.#latency(0, actor, what, count) + this.cutOffs.left(actor)) as Micros;
  }

  #latency(order: number, step: number, leg: number, attempt: number): number {
    return this.#shortest + scaled(drawnOf(this.#drawn, order, step, leg, attempt), this.#spread);
  }

  /** Keeps the order of a connection: what was sent later on a channel of an actor never arrives earlier. Returns the span to wait. */
  inOrder(actor: number, channel: number, span: number): Micros {
    const { now } = this.#kernel;
    const at = actor * this.#channels + channel;
    const arrival = Math.max(now + span, this.#lastArrival[at] as number);
    this.#lastArrival[at] = arrival;
    return (arrival - now) as Micros;
  }

  transcribe(scribe: Scribe): void {
    this.#lastArrival = scribe.list(this.#lastArrival);
    this.cutOffs.transcribe(scribe);
  }

  #faultOn(parcel: Parcel): number {
    const { now } = this.#kernel;
    const own = this.#occasions.of(parcel.actor, parcel.message, parcel.attempt);
    if (parcel.others === undefined) return this.#faults.onLeg(parcel.leg, own, now);
    for (const { message } of parcel.others) {
      const occasion =
        message === parcel.message ? own : { ...own, ...this.#aboutMessage(message) };
      const fault = this.#faults.onLeg(parcel.leg, occasion, now);
      if (fault >= 0) return fault;
    }
    return -1;
  }

  #orderOf({ message }: Parcel): number {
    return message < 0 ? -1 : this.#messages.order(message);
  }

  #aboutMessage(message: number): { order: number; type: number; step: number } {
    const type = this.#messages.type(message);
    return {
      order: this.#messages.order(message),
      type,
      step: this.#plan.cast.types[type]?.step ?? -1,
    };
  }

  #lose(parcel: Parcel, fault: number): -1 {
    this.#teller.tell(
      code['leg-lost'],
      parcel.from,
      this.#orderOf(parcel),
      parcel.message,
      parcel.leg,
      parcel.partition,
      fault,
      parcel.cause,
    );
    return -1;
  }
}
