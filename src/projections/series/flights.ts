/** Which messages are in the air at an instant: the moving tokens of the stage. */
import { code, type Cast, type MessageKind, type Trace } from '../../trace/index.ts';
import { Growing } from '../ledger/growing.ts';
import { messagesOf } from '../ledger/messages.ts';

/** The four kinds of travel. */
export const flightLegs = ['produce', 'fetch', 'call', 'reply'] as const;
/** Between which two places a message travels: process to log, log to process, or between processes. */
export type FlightLeg = (typeof flightLegs)[number];

/** One message in the air. The object is used again for the next one: read it, do not keep it. */
export interface Flight {
  /** The row that sent it: its identity. */
  readonly row: number;
  readonly leg: FlightLeg;
  /** Index of the actor, or of the partition, that it comes from; the other one is -1. */
  readonly fromActor: number;
  readonly fromPartition: number;
  /** Where it goes to, likewise. */
  readonly toActor: number;
  readonly toPartition: number;
  /** From 0 at its origin to 1 at its goal; a lost one stops at 0.5. */
  readonly progress: number;
  /** 0, or for a lost one how far it has faded: from 0 to 1. */
  readonly faded: number;
  readonly lost: boolean;
  readonly message: number;
  readonly order: number;
  /** Index of the message's type, -1 when unknown. */
  readonly type: number;
  /** What it is: the answer to a call is a reply whatever the call was. */
  readonly kind: MessageKind;
  /** Which sending or delivery this is, from 1. More than 1: a repetition. */
  readonly attempt: number;
}

/** How many are on a stretch of a way. */
export interface Crowd {
  /** Which of the stretches, from 0 at the origin. */
  readonly stretch: number;
  readonly count: number;
  /** How many of them are repetitions. */
  readonly again: number;
}

/** How long a lost message is shown when nothing has ever arrived, in µs. */
const unknownLatency = 10_000;

/** More actors and partitions than any cast has. */
const mostEnds = 0x10000;

/** All flights of a trace, sorted by their start. Reads on by itself when the trace has grown. */
export class Flights {
  readonly #trace: Trace;
  readonly #cast: Cast;
  readonly #rows = new Growing();
  readonly #starts = new Growing();
  readonly #spans = new Growing();
  readonly #attempts = new Growing();
  /** For each flight, which of the ways it goes. */
  readonly #ways = new Growing();
  readonly #wayNumbers = new Map<number, number>();
  /** For each group × partition, how often each offset was delivered so far. */
  readonly #deliveries = new Map<number, Growing>();
  /** The flights of the order that was asked for last. */
  #own: { readonly order: number; read: number; readonly all: number[] } = {
    order: -1,
    read: 0,
    all: [],
  };
  #read = 0;
  #longest = 0;
  #arrived = 0;
  #arrivedMicros = 0;

  constructor(trace: Trace, cast: Cast) {
    this.#trace = trace;
    this.#cast = cast;
  }

  /** How many flights the trace has told so far. */
  get length(): number {
    this.#readOn();
    return this.#rows.length;
  }

  /** Visits all flights in the air at an instant, in the order of their start, and returns their number. With an order, its own only. */
  at(time: number, visit: (flight: Flight) => void, order = -1): number {
    this.#readOn();
    let count = 0;
    for (
      let index = this.#firstAfter(time - this.#longest - 1);
      index < this.#rows.length;
      index++
    ) {
      const start = this.#starts.at(index);
      if (start > time) break;
      const span = this.#spans.at(index);
      if (time >= start + span) continue;
      if (order > 0 && this.#trace.order(this.#rows.at(index)) !== order) continue;
      count++;
      visit(this.#flight(index, (time - start) / span));
    }
    return count;
  }

  /** Visits all flights of an order that have begun by an instant, in the order of their start; one that has arrived at its end. */
  ofOrder(order: number, time: number, visit: (flight: Flight) => void): void {
    this.#readOn();
    if (this.#own.order !== order) this.#own = { order, read: 0, all: [] };
    const own = this.#own;
    for (; own.read < this.#rows.length; own.read++)
      if (this.#trace.order(this.#rows.at(own.read)) === order) own.all.push(own.read);
    for (const index of own.all) {
      const past = time - this.#starts.at(index);
      if (past < 0) return;
      visit(this.#flight(index, Math.min(1, past / this.#spans.at(index))));
    }
  }

  /** How many flights are in the air at an instant. */
  count(time: number): number {
    this.#readOn();
    let count = 0;
    // Nobody looks at the flights themselves: of ten thousand that would be the dearer part of a frame.
    for (
      let index = this.#firstAfter(time - this.#longest - 1);
      index < this.#rows.length;
      index++
    ) {
      const start = this.#starts.at(index);
      if (start > time) break;
      if (time < start + this.#spans.at(index)) count++;
    }
    return count;
  }

  /**
   * Visits what is on each way that is travelled at an instant (its leg and both its ends), by as many equal stretches as
   * are asked for: the first flight there, and how many there are, in the order of their start. Of ten thousand flights it
   * looks at a handful.
   */
  crowds(time: number, stretches: number, visit: (first: Flight, crowd: Crowd) => void): void {
    this.#readOn();
    const places: number[] = [];
    const size = this.#wayNumbers.size * stretches;
    const [firsts, counts, again] = [0, 0, 0].map(() => new Uint32Array(size));
    if (firsts === undefined || counts === undefined || again === undefined) return;
    for (
      let index = this.#firstAfter(time - this.#longest - 1);
      index < this.#rows.length;
      index++
    ) {
      const past = time - this.#starts.at(index);
      if (past < 0) break;
      const span = this.#spans.at(index);
      if (past >= span) continue;
      const share = this.#isLost(index) ? Math.min(0.5, past / span) : past / span;
      const place = this.#ways.at(index) * stretches + Math.floor(share * stretches);
      if (counts[place] === 0) {
        firsts[place] = index;
        places.push(place);
      }
      counts[place] = (counts[place] ?? 0) + 1;
      if (this.#attempts.at(index) > 1) again[place] = (again[place] ?? 0) + 1;
    }
    for (const place of places) {
      const index = firsts[place] ?? 0;
      const share = (time - this.#starts.at(index)) / this.#spans.at(index);
      const counted = { count: counts[place] ?? 0, again: again[place] ?? 0 };
      visit(this.#flight(index, share), { stretch: place % stretches, ...counted });
    }
  }

  /** The first flight that starts after an instant. */
  #firstAfter(time: number): number {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#starts.at(middle) <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  readonly #shown: { -readonly [K in keyof Flight]: Flight[K] } = {
    row: -1,
    leg: 'produce',
    fromActor: -1,
    fromPartition: -1,
    toActor: -1,
    toPartition: -1,
    progress: 0,
    faded: 0,
    lost: false,
    message: -1,
    order: -1,
    type: -1,
    kind: 'event',
    attempt: 1,
  };

  #isLost(index: number): boolean {
    const row = this.#rows.at(index);
    const leg = legByCode[this.#trace.kind(row)] ?? 'produce';
    return latencyOf(this.#trace, row, leg) < 0;
  }

  #flight(index: number, share: number): Flight {
    const trace = this.#trace;
    const shown = this.#shown;
    const row = this.#rows.at(index);
    const leg = legByCode[trace.kind(row)] ?? 'produce';
    const actor = trace.actor(row);
    const other = trace.a(row);
    shown.row = row;
    shown.leg = leg;
    shown.fromActor = leg === 'fetch' ? -1 : actor;
    shown.fromPartition = leg === 'fetch' ? other : -1;
    shown.toActor = leg === 'fetch' ? actor : leg === 'produce' ? -1 : other;
    shown.toPartition = leg === 'produce' ? other : -1;
    shown.lost = latencyOf(trace, row, leg) < 0;
    shown.progress = shown.lost ? Math.min(0.5, share) : share;
    shown.faded = shown.lost ? Math.max(0, share * 2 - 1) : 0;
    shown.message = trace.message(row);
    shown.order = trace.order(row);
    shown.type = messagesOf(trace).typeOf(shown.message);
    shown.kind = leg === 'reply' ? 'reply' : (this.#cast.types[shown.type]?.kind ?? 'event');
    shown.attempt = this.#attempts.at(index);
    return shown;
  }

  #readOn(): void {
    const trace = this.#trace;
    for (; this.#read < trace.length; this.#read++) {
      const row = this.#read;
      const kind = trace.kind(row);
      const leg = legByCode[kind];
      if (leg !== undefined) this.#add(row, leg);
      else if (kind === code['record-delivered']) {
        this.#deliveriesTo(trace.actor(row), trace.a(row)).set(trace.b(row), trace.c(row));
      }
    }
  }

  #add(row: number, leg: FlightLeg): void {
    const latency = latencyOf(this.#trace, row, leg);
    // What arrives at once is never seen in the air.
    if (latency === 0) return;
    const average = this.#arrived === 0 ? unknownLatency : this.#arrivedMicros / this.#arrived;
    const span = latency < 0 ? average : latency;
    if (latency > 0) {
      this.#arrived++;
      this.#arrivedMicros += latency;
    }
    this.#longest = Math.max(this.#longest, span);
    this.#rows.push(row);
    this.#starts.push(this.#trace.time(row));
    this.#spans.push(span);
    this.#attempts.push(this.#attemptOf(row, leg));
    this.#ways.push(this.#wayOf(row));
  }

  /** The number of a row's way: of its leg and both its ends. */
  #wayOf(row: number): number {
    const trace = this.#trace;
    const key = (trace.kind(row) * mostEnds + trace.actor(row)) * mostEnds + trace.a(row);
    const known = this.#wayNumbers.get(key);
    if (known !== undefined) return known;
    const made = this.#wayNumbers.size;
    this.#wayNumbers.set(key, made);
    return made;
  }

  #attemptOf(row: number, leg: FlightLeg): number {
    const trace = this.#trace;
    if (leg === 'produce' || leg === 'call') return Math.max(1, trace.c(row));
    if (leg === 'reply') return 1;
    // The broker does not count deliveries, so the attempt is one more than what was told of before.
    return Math.max(0, this.#deliveriesTo(trace.actor(row), trace.a(row)).at(trace.b(row))) + 1;
  }

  #deliveriesTo(actor: number, partition: number): Growing {
    const cast = this.#cast;
    const group = cast.services[cast.actors[actor]?.service ?? -1]?.group ?? -1;
    const key = group * cast.partitions.length + partition;
    const known = this.#deliveries.get(key);
    if (known !== undefined) return known;
    const made = new Growing();
    this.#deliveries.set(key, made);
    return made;
  }
}

const legByCode: (FlightLeg | undefined)[] = [];
legByCode[code['produce-sent']] = 'produce';
legByCode[code['record-sent']] = 'fetch';
legByCode[code['call-sent']] = 'call';
legByCode[code['reply-sent']] = 'reply';

function latencyOf(trace: Trace, row: number, leg: FlightLeg): number {
  return leg === 'fetch' ? trace.c(row) : trace.b(row);
}
