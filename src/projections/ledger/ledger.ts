/**
 * All that the world view knows at its cursor. What changes lies in columns and totals, which can be frozen and restored;
 * what was only ever added to (which row is which record) is a register and stays, whatever the cursor.
 */
import type { Cast, Trace } from '../../trace/index.ts';
import { Column, type Pages } from './column.ts';
import { Growing } from './growing.ts';
import { groupOf, LogMarks } from './log-marks.ts';
import { ProducerColumns } from './producer-columns.ts';
import type { ShareColumns } from './share-changes.ts';

/** Where no record was ever written, and where the cleaner has removed one. */
export const absent = -1;
export const cleaned = -2;

/** Plain counters. */
export interface Totals {
  placed: number;
  completed: number;
  compensated: number;
  failed: number;
  /** Orders that the client gave up and that nobody has accepted or ended. */
  unheard: number;
  /** Orders with an end and therefore a latency. */
  ended: number;
  messages: number;
  deliveries: number;
  duplicates: number;
  redelivered: number;
  suppressed: number;
  effects: number;
  effectsTwice: number;
  undone: number;
  deadLetters: number;
  faults: number;
  lag: number;
  maxLag: number;
  highestOrder: number;
  /** 1 once the run is over. */
  over: number;
  /** The lowest transaction that may be open, and one more than the highest that was told of. */
  firstOpenTransaction: number;
  transactions: number;
  transactionsEnded: number;
}

/** What a ledger held at one moment. */
export interface Frozen {
  readonly totals: Totals;
  readonly pages: readonly Pages[];
}

const noTotals: Totals = {
  placed: 0,
  completed: 0,
  compensated: 0,
  failed: 0,
  unheard: 0,
  ended: 0,
  messages: 0,
  deliveries: 0,
  duplicates: 0,
  redelivered: 0,
  suppressed: 0,
  effects: 0,
  effectsTwice: 0,
  undone: 0,
  deadLetters: 0,
  faults: 0,
  lag: 0,
  maxLag: 0,
  highestOrder: 0,
  over: 0,
  firstOpenTransaction: 0,
  transactions: 0,
  transactionsEnded: 0,
};

/** The states of a group by Kafka's names, in the order of their codes. */
export const groupPhases = [
  'Empty',
  'PreparingRebalance',
  'CompletingRebalance',
  'Stable',
] as const;
/** Whether a group hands out records: while it prepares, members join; while it completes, they are given partitions. */
export type GroupPhase = (typeof groupPhases)[number];

/** How a transaction stands, in the order of their codes. */
export const transactionStates = ['none', 'open', 'committed', 'aborted'] as const;
/** How a transaction stands; `none` for a record that belongs to no transaction. */
export type TransactionState = (typeof transactionStates)[number];

/** The state of a world in numbers. Absent instants, owners and offsets are -1. */
export class Ledger {
  readonly #columns: Column[] = [];
  totals: Totals = { ...noTotals };

  // By order.
  readonly placedAt = this.#column(-1);
  readonly acceptedAt = this.#column(-1);
  readonly endedAt = this.#column(-1);
  readonly abandonedAt = this.#column(-1);
  readonly outcome = this.#column(-1);
  /** By order × machines + machine: the state's code, -1 while the machine has not moved. */
  readonly entityState = this.#column(-1);
  /** By order × steps + step: how often the effect is in force. */
  readonly inForce = this.#column(0);
  /** By stateBase[machine] + state: how many entities are in the state. */
  readonly population = this.#column(0);

  // By actor.
  readonly crashedAt = this.#column(-1);
  readonly crashPoint = this.#column(-1);
  readonly crashMoment = this.#column(-1);
  readonly restartedAt = this.#column(-1);
  readonly slowFactor = this.#column(1);
  readonly slowUntil = this.#column(-1);
  /** The consumer's or caller's machine of the process, and its state. */
  readonly processMachine = this.#column(-1);
  readonly processState = this.#column(-1);

  // By service.
  readonly outboxRows = this.#column(0);
  readonly outboxReadAt = this.#column(-1);
  /** By message × words + word: a bit for each service that was given the message. */
  readonly givenTo = this.#column(0);

  /** Leaders, ends, high watermarks, committed offsets, and the lag that follows from them. */
  readonly marks: LogMarks;
  /** For each partition by offset: the row that wrote it, `absent` where nothing was, `cleaned` where the cleaner was. */
  readonly written: readonly Column[];
  /** For each partition by offset: the transaction of the record, -1 for none. */
  readonly transactionOf: readonly Column[];
  // By partition.
  /** A bit for each node that is in sync; -1 until it is told: all of them. */
  readonly inSync = this.#column(-1);
  readonly segments = this.#column(0);
  /** Counts what was written and removed: the same number means the same records. */
  readonly version = this.#column(0);
  readonly cleanedCount = this.#column(0);
  readonly cleanedTo = this.#column(0);
  /** By topic: how many partitions it has. */
  readonly partitionCount = this.#column(0);
  // By transaction.
  readonly transactionState = this.#column(0);
  readonly transactionActor = this.#column(-1);
  /** By transaction × partitions + partition: its first offset there. */
  readonly transactionStart = this.#column(-1);

  // By group.
  readonly generation = this.#column(-1);
  readonly phase = this.#column(0);
  readonly members = this.#column(0);
  readonly rebalanceReason = this.#column(-1);
  readonly phaseSince = this.#column(-1);
  // By group × partitions + partition.
  readonly owner = this.#column(-1);
  readonly position = this.#column(-1);
  /** Since when nobody reads it, -1 while somebody does. */
  readonly darkSince = this.#column(-1);
  /** In share groups: a bit for each instance that may read it. */
  readonly sharers = this.#column(0);
  /** The same index: what share groups have under way; only share groups have it. */
  readonly shares: readonly (ShareColumns | undefined)[];

  // By actor.
  /** Whether it belongs to its group: 0 no, 1 it has asked, 2 it was given partitions or the group is stable. */
  readonly membership = this.#column(0);
  /** 1 while an instance is not started, or is closed. */
  readonly dormant = this.#column(0);
  readonly pausedSince = this.#column(-1);
  readonly pausedUntil = this.#column(-1);
  readonly hungSince = this.#column(-1);
  readonly hungUntil = this.#column(-1);
  readonly isolatedSince = this.#column(-1);
  readonly cutOffSince = this.#column(-1);
  readonly producer = new ProducerColumns((blank) => this.#column(blank));
  // By service: the readers' tables.
  readonly readCount = this.#column(0);
  readonly tableSize = this.#column(0);

  /** For each partition, the bases of its segments after the first, in the order of the trace. */
  readonly segmentBases: readonly Growing[];
  /** For each actor, the rows of its batches. */
  readonly batchRows: readonly Growing[];
  /** For each service, the keys of its table in the order in which they came, and by key the row that was read last. */
  readonly tableKeys: readonly Growing[];
  readonly tableRows: readonly Column[];
  /** Rows of faults that struck, of dead letters, and latencies of ended orders, in the order of the trace. */
  readonly faultRows = new Growing();
  readonly deadLetterRows = new Growing();
  readonly latencies = new Growing();

  /** For each machine, where its states begin in `population`. */
  readonly stateBase: readonly number[];
  readonly machines: number;
  readonly partitions: number;
  readonly steps: number;
  /** How many words of 32 bits name all services, and one more for processes without a service. */
  readonly serviceWords: number;

  readonly trace: Trace;
  readonly cast: Cast;

  constructor(trace: Trace, cast: Cast) {
    this.trace = trace;
    this.cast = cast;
    this.machines = cast.machines.length;
    this.partitions = cast.partitions.length;
    this.steps = Math.max(1, cast.steps.length);
    this.serviceWords = Math.ceil((cast.services.length + 1) / 32);
    this.marks = new LogMarks(
      cast,
      (blank) => this.#column(blank),
      (_, difference) => void (this.totals.lag += difference),
    );
    this.written = cast.partitions.map(() => this.#column(absent));
    this.transactionOf = cast.partitions.map(() => this.#column(-1));
    this.shares = cast.groups.flatMap(({ isShare }) =>
      cast.partitions.map(() => (isShare ? this.#shareColumns() : undefined)),
    );
    this.segmentBases = cast.partitions.map(() => new Growing());
    this.batchRows = cast.actors.map(() => new Growing());
    this.tableKeys = cast.services.map(() => new Growing());
    this.tableRows = cast.services.map(() => this.#column(-1));
    cast.topics.forEach(({ partitions }, topic) => {
      this.partitionCount.set(topic, partitions);
    });
    for (const { instances, started } of cast.services)
      for (const actor of instances.slice(started)) this.dormant.set(actor, 1);
    let base = 0;
    this.stateBase = cast.machines.map((machine) => {
      base += machine.states.length;
      return base - machine.states.length;
    });
  }

  /** Remembers all that can change. */
  freeze(): Frozen {
    return { totals: { ...this.totals }, pages: this.#columns.map((column) => column.freeze()) };
  }

  /** Goes back, or on, to what was remembered. */
  restore(frozen: Frozen): void {
    this.totals = { ...frozen.totals };
    this.#columns.forEach((column, index) => {
      column.restore(frozen.pages[index] ?? []);
    });
  }

  /** The group to which a process belongs, -1 for none. */
  groupOf(actor: number): number {
    return groupOf(this.cast, actor);
  }

  /** The service to which a process belongs, -1 for none. */
  serviceOf(actor: number): number {
    return this.cast.actors[actor]?.service ?? -1;
  }

  #shareColumns(): ShareColumns {
    return {
      ...{ state: this.#column(0), holder: this.#column(-1), deliveries: this.#column(0) },
    };
  }

  #column(blank: number): Column {
    const column = new Column(blank);
    this.#columns.push(column);
    return column;
  }
}
