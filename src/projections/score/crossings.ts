/** Every message on its way from lane to lane: when it was sent, when it arrived, when it was taken up, and for the how manyth time. */
import { code, type Cast, type Trace } from '../../trace/index.ts';
import { Growing } from '../ledger/growing.ts';
import type { Lanes } from './lanes.ts';
import { Spans } from './spans.ts';

/** What became of a message, in the order of the codes. */
const fates = ['unknown', 'received', 'passed', 'lost', 'refused'] as const;
/** `unknown`: it is under way, or waits, or nobody ever took it up. `passed`: its reader does not subscribe to it. `refused`: the broker did not take it. */
export type Fate = (typeof fates)[number];
const fateCode = Object.fromEntries(fates.map((fate, index) => [fate, index])) as Readonly<
  Record<Fate, number>
>;

/** One message on its way. The object is used again for the next one: read it, do not keep it. */
export interface Crossing {
  readonly index: number;
  /** The row that sent it; -1 when the trace does not tell. */
  readonly sentRow: number;
  /** The row that took it up: appended, handled, passed on; -1 as long as none did. */
  readonly receivedRow: number;
  readonly fromLane: number;
  readonly toLane: number;
  /** When it was sent, when it was there, and when it was taken up: between the last two it waited. */
  readonly sent: number;
  readonly arrived: number;
  readonly taken: number;
  readonly fate: Fate;
  /** The how manyth time its service was given this message: a ring from 2 on; 0 for what is not given to a service. */
  readonly times: number;
  readonly message: number;
  readonly order: number;
}

/** How long a lost message is drawn when nothing has ever arrived, in µs. */
const unknownLatency = 10_000;

/** All crossings of a trace, in the order in which they were told. `see` reads on row by row. */
export class Crossings {
  readonly #trace: Trace;
  readonly #cast: Cast;
  readonly #lanes: Lanes;
  readonly spans = new Spans();
  readonly #sentRow = new Growing();
  readonly #receivedRow = new Growing();
  readonly #arrived = new Growing();
  readonly #fate = new Growing();
  readonly #times = new Growing();
  /** The crossing before it of the same order, -1 for none. */
  readonly #earlier = new Growing();
  readonly #latestOf = new Growing();
  /** Sent over a leg that answers by its row: the row, and its crossing. */
  readonly #open = new Map<number, number>();
  /** For each actor × partition by offset: the latest crossing. */
  readonly #fetched = new Map<number, Growing>();
  /** For each service by message: how often it was given it. */
  readonly #given: readonly Growing[];
  /** For each lane the instants at which it was handed a message, and those of them that were repetitions. */
  readonly received: readonly Growing[];
  readonly repeated: readonly Growing[];
  #arrivals = 0;
  #latencies = 0;

  constructor(trace: Trace, cast: Cast, lanes: Lanes) {
    this.#trace = trace;
    this.#cast = cast;
    this.#lanes = lanes;
    this.#given = [...cast.services, undefined].map(() => new Growing());
    this.received = lanes.all.map(() => new Growing());
    this.repeated = lanes.all.map(() => new Growing());
  }

  get length(): number {
    return this.#sentRow.length;
  }

  /** Takes in one row. */
  see(row: number): void {
    const trace = this.#trace;
    switch (doings[trace.kind(row)]) {
      case undefined:
        return;
      case 'send':
        return this.#send(row);
      case 'receive':
        return this.#receive(row);
      case 'fetch':
        return this.#fetch(row);
      case 'deliver':
        return this.#deliver(row);
      case 'pass':
        return this.#pass(row);
    }
  }

  /** Whether there is anything to be seen of a crossing: what a reader passes over is not handed to anybody. */
  isSeen(index: number): boolean {
    return this.#fate.at(index) !== fateCode.passed;
  }

  /** A crossing by its index. */
  at(index: number): Crossing {
    const trace = this.#trace;
    const sentRow = this.#sentRow.at(index);
    const receivedRow = this.#receivedRow.at(index);
    const row = sentRow >= 0 ? sentRow : receivedRow;
    const kind = trace.kind(row);
    const own = this.#lanes.ofActor[trace.actor(row)] ?? -1;
    const other = this.#otherLane(kind, trace.a(row));
    // A fetched record comes to the process that the row names; all others leave it. What nobody sent is just there.
    const isComing = sentRow < 0 || kind === code['record-sent'];
    const isOfLog = sentRow < 0 && appends.has(kind);
    const shown = this.#shown;
    shown.index = index;
    shown.sentRow = sentRow;
    shown.receivedRow = receivedRow;
    shown.toLane = isOfLog || !isComing ? other : own;
    shown.fromLane = sentRow < 0 ? shown.toLane : isComing ? other : own;
    shown.sent = this.spans.startOf(index);
    shown.arrived = this.#arrived.at(index);
    shown.taken = this.spans.endOf(index);
    shown.fate = fates[this.#fate.at(index)] ?? 'unknown';
    shown.times = this.#times.at(index);
    shown.message = trace.message(row);
    shown.order = trace.order(row);
    return shown;
  }

  /** Visits the crossings of an order, the latest first. */
  ofOrder(order: number, visit: (crossing: Crossing) => void): void {
    for (let index = this.#latestOf.at(order); index >= 0; index = this.#earlier.at(index))
      visit(this.at(index));
  }

  /** A message leaves over a leg whose other end tells by a row that it came. */
  #send(row: number): void {
    const latency = this.#trace.b(row);
    const index = this.#add(row, latency);
    if (latency >= 0) this.#open.set(row, index);
  }

  /** The other end tells. */
  #receive(row: number): void {
    const sent = this.#trace.cause(row);
    const index = this.#open.get(sent);
    if (index === undefined) return this.#appear(row);
    this.#open.delete(sent);
    this.#take(index, row);
  }

  /** The broker answers a fetch with a record. */
  #fetch(row: number): void {
    const trace = this.#trace;
    const index = this.#add(row, trace.c(row));
    if (trace.c(row) >= 0) this.#fetchedBy(trace.actor(row), trace.a(row)).set(trace.b(row), index);
  }

  /** A consumer begins to handle a record. The same copy can be handled twice. */
  #deliver(row: number): void {
    const trace = this.#trace;
    const index = this.#fetchedBy(trace.actor(row), trace.a(row)).at(trace.b(row));
    if (index < 0) return this.#appear(row);
    const isFirst = this.#receivedRow.at(index) < 0;
    const sent = this.#sentRow.at(index);
    this.#take(isFirst ? index : this.#add(sent, this.#arrived.at(index) - trace.time(sent)), row);
  }

  /** A consumer passes over records that its service does not subscribe to. */
  #pass(row: number): void {
    const trace = this.#trace;
    const fetched = this.#fetchedBy(trace.actor(row), trace.a(row));
    const end = Math.min(trace.b(row) + trace.c(row), fetched.length);
    for (let offset = trace.b(row); offset < end; offset++) {
      const index = fetched.at(offset);
      if (index >= 0 && this.#fate.at(index) === fateCode.unknown)
        this.#fate.set(index, fateCode.passed);
    }
  }

  readonly #shown: { -readonly [K in keyof Crossing]: Crossing[K] } = {
    ...{ index: -1, sentRow: -1, receivedRow: -1, fromLane: -1, toLane: -1 },
    ...{ sent: 0, arrived: 0, taken: 0, fate: 'unknown', times: 0, message: -1, order: -1 },
  };

  /** The lane at the far end of a row that sends. */
  #otherLane(kind: number, place: number): number {
    const { ofActor, ofPartition } = this.#lanes;
    const isOfLog = overLog.has(kind);
    return (isOfLog ? ofPartition : ofActor)[place] ?? -1;
  }

  #add(row: number, latency: number): number {
    const sent = this.#trace.time(row);
    const mean = this.#arrivals === 0 ? unknownLatency : this.#latencies / this.#arrivals;
    const isLost = latency < 0;
    if (!isLost) {
      this.#arrivals++;
      this.#latencies += latency;
    }
    const index = this.spans.push(sent, sent + (isLost ? mean : latency));
    this.#sentRow.push(row);
    this.#receivedRow.push(-1);
    this.#arrived.push(isLost ? -1 : sent + latency);
    this.#fate.push(isLost ? fateCode.lost : fateCode.unknown);
    this.#times.push(0);
    this.#link(index, this.#trace.order(row));
    return index;
  }

  /** Something is taken up that nobody was seen to send. */
  #appear(row: number): void {
    const index = this.spans.push(this.#trace.time(row), this.#trace.time(row));
    this.#sentRow.push(-1);
    this.#receivedRow.push(-1);
    this.#arrived.push(this.#trace.time(row));
    this.#fate.push(fateCode.unknown);
    this.#times.push(0);
    this.#link(index, this.#trace.order(row));
    this.#take(index, row);
  }

  #link(index: number, order: number): void {
    this.#earlier.push(order >= 0 ? this.#latestOf.at(order) : -1);
    if (order >= 0) this.#latestOf.set(order, index);
  }

  #take(index: number, row: number): void {
    const time = this.#trace.time(row);
    const isRefused = this.#trace.kind(row) === code['produce-refused'];
    this.#receivedRow.set(index, row);
    this.#fate.set(index, isRefused ? fateCode.refused : fateCode.received);
    this.spans.endAt(index, time);
    if (isRefused) return;
    const times = this.#timesGiven(row);
    this.#times.set(index, times);
    const { toLane } = this.at(index);
    this.received[toLane]?.push(time);
    if (times > 1) this.repeated[toLane]?.push(time);
  }

  #timesGiven(row: number): number {
    const message = this.#trace.message(row);
    if (!handings.has(this.#trace.kind(row)) || message < 0) return 0;
    const service = this.#cast.actors[this.#trace.actor(row)]?.service ?? -1;
    const given = this.#given[service < 0 ? this.#given.length - 1 : service];
    const times = Math.max(0, given?.at(message) ?? 0) + 1;
    given?.set(message, times);
    return times;
  }

  #fetchedBy(actor: number, partition: number): Growing {
    const key = actor * this.#cast.partitions.length + partition;
    const known = this.#fetched.get(key);
    if (known !== undefined) return known;
    const made = new Growing();
    this.#fetched.set(key, made);
    return made;
  }
}

const appends = new Set([
  ...[code['record-appended'], code['produce-deduplicated'], code['produce-refused']],
]);
const overLog = new Set([code['produce-sent'], code['record-sent'], ...appends]);
const handings = new Set([code['record-delivered'], code['call-received']]);

type Doing = 'send' | 'receive' | 'fetch' | 'deliver' | 'pass';

const doings: (Doing | undefined)[] = [];
doings[code['produce-sent']] = 'send';
doings[code['call-sent']] = 'send';
doings[code['reply-sent']] = 'send';
doings[code['record-appended']] = 'receive';
doings[code['produce-deduplicated']] = 'receive';
doings[code['produce-refused']] = 'receive';
doings[code['call-received']] = 'receive';
doings[code['reply-received']] = 'receive';
doings[code['record-sent']] = 'fetch';
doings[code['record-delivered']] = 'deliver';
doings[code['records-skipped']] = 'pass';
