/** What lasts: the work on each lane, and the times in which a lane is broken because its process or partition is away. */
import { code, type Cast, type Kind, type Trace } from '../../trace/index.ts';
import { Growing } from '../ledger/growing.ts';
import type { Lanes } from './lanes.ts';
import { Spans } from './spans.ts';

/** Why a lane is broken, in the order of their codes. */
const absences = ['down', 'paused', 'cut off', 'offline', 'not started'] as const;
/** `offline`: nobody leads the partition. `not started`: the instance or the partition is not there. */
export type Absence = (typeof absences)[number];

/** One stretch of work, or of absence. */
export interface Spell {
  readonly row: number;
  readonly lane: number;
  readonly from: number;
  /** Infinity as long as it has not ended; the planned end of work that is under way. */
  readonly to: number;
  /** Why the lane is broken, undefined for work. */
  readonly absence: Absence | undefined;
  /** The acting process is not the lane's own, but the relay beside it. */
  readonly isOfRelay: boolean;
  readonly order: number;
}

/** All spells of a trace. `see` reads on row by row. */
export class Spells {
  readonly #trace: Trace;
  readonly #cast: Cast;
  readonly #lanes: Lanes;
  readonly work = new Spans();
  readonly away = new Spans();
  readonly #workRow = new Growing();
  readonly #awayRow = new Growing();
  readonly #awayLane = new Growing();
  readonly #awayCode = new Growing();
  /** Work under way: its row, and its index. */
  readonly #openWork = new Map<number, number>();
  /** Absences that have not ended: by actor or partition and their code, the index. */
  readonly #openAway = new Map<string, number>();
  /** By lane: when it was there for the first time, -1 when it never was. */
  readonly #since: number[];

  constructor(trace: Trace, cast: Cast, lanes: Lanes) {
    this.#trace = trace;
    this.#cast = cast;
    this.#lanes = lanes;
    this.#since = lanes.all.map(({ isFirst }) => (isFirst ? 0 : -1));
  }

  /** When a lane was there for the first time, -1 when it never was. */
  since(lane: number): number {
    return this.#since[lane] ?? -1;
  }

  /** Takes in one row. */
  see(row: number): void {
    const trace = this.#trace;
    const kind = trace.kind(row);
    const worked = this.#openWork.size === 0 ? undefined : this.#openWork.get(trace.cause(row));
    if (worked !== undefined) this.#endWork(worked, trace.time(row));
    if (kind === code['work-started']) {
      this.#openWork.set(row, this.work.push(trace.time(row), trace.time(row) + trace.b(row)));
      this.#workRow.push(row);
      return;
    }
    const begins = beginnings[kind];
    if (begins !== undefined) this.#goAway(row, begins);
    const ends = endings[kind];
    if (ends !== undefined) this.#comeBack(row, ends);
  }

  /** A stretch of work by its index. */
  workAt(index: number): Spell {
    const trace = this.#trace;
    const row = this.#workRow.at(index);
    return {
      row,
      lane: this.#lanes.ofActor[trace.actor(row)] ?? -1,
      from: this.work.startOf(index),
      to: this.work.endOf(index),
      absence: undefined,
      isOfRelay: false,
      order: trace.order(row),
    };
  }

  /** An absence by its index. */
  awayAt(index: number): Spell {
    const row = this.#awayRow.at(index);
    return {
      row,
      lane: this.#awayLane.at(index),
      from: this.away.startOf(index),
      to: this.away.endOf(index),
      absence: absences[this.#awayCode.at(index)],
      isOfRelay: this.#cast.actors[this.#trace.actor(row)]?.kind === 'relay',
      order: this.#trace.order(row),
    };
  }

  #goAway(row: number, absence: Absence): void {
    const trace = this.#trace;
    const key = this.#keyOf(row, absence);
    if (absence === 'down') this.#stopWork(trace.actor(row), trace.time(row));
    const lane = this.#laneOf(row);
    if (lane < 0 || this.#openAway.has(key)) return;
    const index = this.away.push(trace.time(row), Number.POSITIVE_INFINITY);
    this.#openAway.set(key, index);
    this.#awayRow.push(row);
    this.#awayLane.push(lane);
    this.#awayCode.push(absences.indexOf(absence));
  }

  #comeBack(row: number, absence: Absence): void {
    const time = this.#trace.time(row);
    const lane = this.#laneOf(row);
    if (this.#since[lane] === -1) this.#since[lane] = time;
    // A process that is closed, or falls, is no longer paused when it is back.
    const over = absence === 'down' || absence === 'not started' ? absences : [absence];
    for (const each of over) {
      const key = this.#keyOf(row, each);
      const index = this.#openAway.get(key);
      if (index === undefined) continue;
      this.#openAway.delete(key);
      this.away.endAt(index, time);
    }
  }

  #keyOf(row: number, absence: Absence): string {
    const isOfPartition = laneOfPartition.has(this.#trace.kind(row));
    const place = isOfPartition ? this.#trace.a(row) : this.#trace.actor(row);
    return `${isOfPartition ? 'p' : 'a'}${place} ${absence}`;
  }

  #laneOf(row: number): number {
    const { ofActor, ofPartition } = this.#lanes;
    return laneOfPartition.has(this.#trace.kind(row))
      ? (ofPartition[this.#trace.a(row)] ?? -1)
      : (ofActor[this.#trace.actor(row)] ?? -1);
  }

  #endWork(index: number, time: number): void {
    this.#openWork.delete(this.#workRow.at(index));
    this.work.endAt(index, time);
  }

  /** What a process was doing when it fell ends there. */
  #stopWork(actor: number, time: number): void {
    for (const [row, index] of this.#openWork)
      if (this.#trace.actor(row) === actor) this.#endWork(index, time);
  }
}

const laneOfPartition = new Set<number>();
const beginnings: (Absence | undefined)[] = [];
const endings: (Absence | undefined)[] = [];

function spell(absence: Absence, begins: Kind | undefined, ends: Kind, isOfPartition = false) {
  for (const kind of [begins, ends])
    if (isOfPartition && kind !== undefined) laneOfPartition.add(code[kind]);
  if (begins !== undefined) beginnings[code[begins]] = absence;
  endings[code[ends]] = absence;
}
spell('down', 'process-crashed', 'process-restarted');
spell('paused', 'process-paused', 'process-resumed');
spell('cut off', 'node-isolated', 'node-rejoined');
spell('cut off', 'process-cut-off', 'process-reached');
spell('not started', 'process-stopped', 'process-started');
spell('offline', 'partition-offline', 'leader-elected', true);
spell('not started', undefined, 'partition-added', true);
