/** The world at a cursor: a fold over the rows that goes on row by row, and back by way of keyframes. */
import type { Cast, Trace } from '../../trace/index.ts';
import { applyRow } from '../ledger/changes.ts';
import { latencyFigures, shownPercents, type Figures } from './figures.ts';
import { Ledger, type Frozen } from '../ledger/ledger.ts';
import { messagesOf } from '../ledger/messages.ts';
import { readGroup, readProducer, readReader } from './group-readings.ts';
import { readNode, readPartition, readRecord, readTopic } from './log-readings.ts';
import type {
  GroupView,
  NodeView,
  PartitionView,
  ProducerView,
  ReaderView,
  RecordView,
  TopicView,
} from './log-views.ts';
import { readActive, readOrder, readProcess, readService } from './readings.ts';
import { Ranked } from '../ledger/ranked.ts';
import type {
  DeadLetterView,
  OrderView,
  Population,
  ProcessView,
  ServiceView,
  StruckFault,
} from './views.ts';

/** How many records of each log are read as its tail. */
export const tailLength = 24;

/** How the view is kept. */
export interface WorldViewOptions {
  /** Rows between two keyframes: going back costs at most this many rows. */
  readonly keyframeEvery?: number;
}

/** The records read last from a log, and what they depend on. */
interface Tail {
  readonly state: string;
  readonly records: readonly RecordView[];
}

/** What a world looks like after a row. The trace may grow; the view reads on when it is told to. */
export class WorldView {
  readonly trace: Trace;
  readonly cast: Cast;
  readonly #ledger: Ledger;
  readonly #every: number;
  readonly #keyframes: Frozen[] = [];
  readonly #tails: (Tail | undefined)[] = [];
  readonly #latencies: Ranked;
  #row = -1;
  #now = 0;

  constructor(trace: Trace, cast: Cast, options: WorldViewOptions = {}) {
    this.trace = trace;
    this.cast = cast;
    this.#every = options.keyframeEvery ?? 8192;
    this.#ledger = new Ledger(trace, cast);
    this.#latencies = new Ranked(this.#ledger.latencies, shownPercents);
    this.#keyframes.push(this.#ledger.freeze());
  }

  /** The last row that is part of the picture, -1 before the first. */
  get row(): number {
    return this.#row;
  }

  /** The instant of the picture in microseconds. */
  get now(): number {
    return this.#now;
  }

  /** The highest order number placed so far, 0 for none. */
  get highestOrder(): number {
    return this.#ledger.totals.highestOrder;
  }

  /** Whether the run is over at the cursor. */
  get over(): boolean {
    return this.#ledger.totals.over === 1;
  }

  /** Moves the cursor to a row, in either direction. `now` may lie after the row, when nothing happens for a while. */
  advanceTo(row: number, now?: number): void {
    const target = Math.max(-1, Math.min(row, this.trace.length - 1));
    this.#jump(target);
    for (let next = this.#row + 1; next <= target; next++) {
      applyRow(this.#ledger, next);
      if ((next + 1) % this.#every === 0) this.#remember((next + 1) / this.#every);
    }
    this.#row = target;
    this.#now = now ?? (target < 0 ? 0 : this.trace.time(target));
  }

  /** Moves the cursor to the last row at or before an instant. */
  advanceToTime(now: number): void {
    this.advanceTo(this.trace.rowAt(now), now);
  }

  /** The figures at the cursor: by definition what `recount` finds. */
  figures(): Figures {
    const { totals } = this.#ledger;
    const failed = totals.failed + totals.unheard;
    const { placed: started, completed, compensated } = totals;
    const stuck = started - completed - compensated - failed;
    return {
      outcomes: { started, completed, compensated, failed, stuck },
      over: this.over,
      messages: totals.messages,
      deliveries: totals.deliveries,
      duplicates: totals.duplicates,
      redelivered: totals.redelivered,
      suppressed: totals.suppressed,
      effects: totals.effects,
      effectsTwice: totals.effectsTwice,
      undone: totals.undone,
      deadLetters: totals.deadLetters,
      lag: { max: totals.maxLag, end: totals.lag },
      latencyMs: latencyFigures(this.#latencies.first(totals.ended)),
    };
  }

  /** One process by its index in the cast. */
  process(actor: number): ProcessView {
    return readProcess(this.#ledger, actor, this.#now);
  }

  /** One service by its index in the cast. */
  service(service: number): ServiceView {
    return readService(this.#ledger, service, this.#now);
  }

  /** What the clients of orders that have not ended are doing: `placing`, `waiting`, `pending`. */
  clients(): readonly Population[] {
    return readActive(this.#ledger, -1);
  }

  /** One consumer group by its index in the cast. */
  group(group: number): GroupView {
    return readGroup(this.#ledger, group, this.#now);
  }

  /** One order by its number, null when it was not placed yet. */
  order(order: number): OrderView | null {
    return readOrder(this.#ledger, order);
  }

  /** One partition by its index in the cast. */
  partition(partition: number): PartitionView {
    return { ...readPartition(this.#ledger, partition), tail: this.#tail(partition) };
  }

  /** What stands at the offsets of a partition from `first` up to `end`. */
  records(partition: number, first: number, end: number): readonly RecordView[] {
    const logEnd = this.#ledger.marks.logEnd.get(partition);
    const records: RecordView[] = [];
    for (let offset = Math.max(0, first); offset < Math.min(end, logEnd); offset++)
      records.push(readRecord(this.#ledger, partition, offset));
    return records;
  }

  /** One topic by its index in the cast. */
  topic(topic: number): TopicView {
    return readTopic(this.#ledger, topic);
  }

  /** The nodes of the cluster, in the order of the cast. */
  nodes(): readonly NodeView[] {
    return this.cast.nodes.map((actor) => readNode(this.#ledger, actor));
  }

  /** One process as a producer. */
  producer(actor: number): ProducerView {
    return readProducer(this.#ledger, actor);
  }

  /** A reader by the index of its service, with at most `limit` entries of its table. */
  reader(service: number, limit = 50): ReaderView {
    return readReader(this.#ledger, service, limit);
  }

  /** The last faults that struck, oldest first. */
  faults(limit = 20): readonly StruckFault[] {
    const { totals, faultRows } = this.#ledger;
    return lastRows(faultRows.first(totals.faults), limit).map((row) => {
      const { time, actor, order, message } = this.trace.read(row);
      return { row, time, actor, order, message, fault: this.trace.a(row) };
    });
  }

  /** The last dead letters, oldest first. */
  deadLetters(limit = 100): readonly DeadLetterView[] {
    const { totals, deadLetterRows } = this.#ledger;
    return lastRows(deadLetterRows.first(totals.deadLetters), limit).map((row) => {
      const { time, actor, order, message } = this.trace.read(row);
      const [partition, offset] = [this.trace.a(row), this.trace.b(row)];
      const type = messagesOf(this.trace).typeOf(message);
      return { row, time, actor, order, message, type, partition, offset };
    });
  }

  #tail(partition: number): readonly RecordView[] {
    const { marks, version, totals } = this.#ledger;
    const [start, end] = [marks.logStart.get(partition), marks.logEnd.get(partition)];
    const state = `${version.get(partition)} ${start} ${end} ${totals.transactionsEnded}`;
    const known = this.#tails[partition];
    if (known?.state === state) return known.records;
    const records = this.records(partition, Math.max(start, end - tailLength), end);
    this.#tails[partition] = { state, records };
    return records;
  }

  /** Takes the nearest keyframe at or before the target, unless going on from here is shorter. */
  #jump(target: number): void {
    const nearest = Math.min(Math.floor((target + 1) / this.#every), this.#keyframes.length - 1);
    const frame = this.#keyframes[nearest];
    const lies = nearest * this.#every - 1;
    if (frame === undefined || (this.#row <= target && this.#row >= lies)) return;
    this.#ledger.restore(frame);
    this.#row = lies;
  }

  #remember(index: number): void {
    if (index === this.#keyframes.length) this.#keyframes.push(this.#ledger.freeze());
  }
}

function lastRows(rows: Float64Array, limit: number): number[] {
  return Array.from(rows.subarray(Math.max(0, rows.length - limit)));
}
