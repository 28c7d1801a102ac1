/**
 * All that the world view knows at its cursor. What changes lies in columns and totals, which can be frozen and restored;
 * what was only ever added to (which row is which record) is a register and stays, whatever the cursor.
 */
import type { Cast, Trace } from '../../trace/index.ts';
import { Column, type Pages } from './column.ts';
import { Growing } from './growing.ts';

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
};

/** The phases of a group, in the order of their codes. */
export const groupPhases = ['empty', 'rebalancing', 'stable'] as const;
/** Whether a group hands out records. */
export type GroupPhase = (typeof groupPhases)[number];

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

  /** By partition: the next offset to be written. */
  readonly logEnd = this.#column(0);
  // By group.
  readonly generation = this.#column(-1);
  readonly phase = this.#column(0);
  readonly members = this.#column(0);
  // By group × partitions + partition.
  readonly owner = this.#column(-1);
  readonly committed = this.#column(-1);
  readonly position = this.#column(-1);

  /** For each partition, the row of each record by its offset. */
  readonly recordRows: readonly Growing[];
  /** Rows of faults that struck, of dead letters, and latencies of ended orders, in the order of the trace. */
  readonly faultRows = new Growing();
  readonly deadLetterRows = new Growing();
  readonly latencies = new Growing();

  /** For each machine, where its states begin in `population`. */
  readonly stateBase: readonly number[];
  /** For each partition, the groups that subscribe to it. */
  readonly groupsOf: readonly (readonly number[])[];
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
    this.recordRows = cast.partitions.map(() => new Growing());
    this.groupsOf = cast.partitions.map((_, partition) =>
      cast.groups.flatMap((group, index) => (group.partitions.includes(partition) ? [index] : [])),
    );
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
    return this.cast.services[this.serviceOf(actor)]?.group ?? -1;
  }

  /** The service to which a process belongs, -1 for none. */
  serviceOf(actor: number): number {
    return this.cast.actors[actor]?.service ?? -1;
  }

  #column(blank: number): Column {
    const column = new Column(blank);
    this.#columns.push(column);
    return column;
  }
}
