/**
 * The marks of every log (leader, ends of the replicas, high watermark, log start) and how far each group is behind them.
 * One reading for the picture at the cursor and for the chart over time; the recount does it a second way.
 */
import {
  acknowledgements,
  code,
  kinds,
  type Cast,
  type Kind,
  type Trace,
} from '../../trace/index.ts';
import type { Column } from './column.ts';

/** Makes a column: the ledger remembers those that it makes. */
type MakeColumn = (blank: number) => Column;

type Mark = (marks: LogMarks, trace: Trace, row: number) => void;

/** Told of every change of a group's lag. */
type OnLag = (group: number, difference: number) => void;

/** Lag is high watermark less what the group has done, and never counts what the log no longer has. */
export class LogMarks {
  readonly cast: Cast;
  readonly partitions: number;
  readonly actors: number;
  // By partition.
  /** The actor that leads it, -1 for none. */
  readonly leader: Column;
  readonly epoch: Column;
  /** The next offset that the leader writes. */
  readonly logEnd: Column;
  readonly highWatermark: Column;
  readonly logStart: Column;
  // By partition × actors + actor.
  readonly replicaEnd: Column;
  // By group × partitions + partition.
  readonly committed: Column;
  /** Where auto.offset.reset let the group begin, until it commits again; -1 for none. */
  readonly begun: Column;
  readonly lag: Column;
  /** Up to here a share group is done with every record. */
  readonly sharedTo: Column;
  /** The same index: by offset 1 for what a share group is done with; only share groups have it. */
  readonly #shared: readonly (Column | undefined)[];
  // By group.
  readonly attached: Column;
  readonly lagOfGroup: Column;
  /** For each partition, the groups that subscribe to it. */
  readonly groupsOf: readonly (readonly number[])[];
  readonly #onLag: OnLag;

  constructor(cast: Cast, make: MakeColumn, onLag: OnLag) {
    this.cast = cast;
    this.partitions = cast.partitions.length;
    this.actors = cast.actors.length;
    this.#onLag = onLag;
    this.leader = make(-1);
    this.epoch = make(0);
    this.logEnd = make(0);
    this.highWatermark = make(0);
    this.logStart = make(0);
    this.replicaEnd = make(0);
    this.committed = make(-1);
    this.begun = make(-1);
    this.lag = make(0);
    this.sharedTo = make(0);
    this.#shared = cast.groups.flatMap(({ isShare }) =>
      cast.partitions.map(() => (isShare ? make(0) : undefined)),
    );
    this.attached = make(1);
    this.lagOfGroup = make(0);
    this.groupsOf = cast.partitions.map((_, partition) =>
      cast.groups.flatMap((group, index) => (group.partitions.includes(partition) ? [index] : [])),
    );
    cast.partitions.forEach(({ replicas }, partition) => {
      this.leader.set(partition, replicas[0] ?? -1);
    });
    cast.groups.forEach(({ service }, group) => {
      if (cast.services[service]?.reader === true) this.attached.set(group, 0);
    });
  }

  /** Lets one row move the marks. */
  apply(trace: Trace, row: number): void {
    markByCode[trace.kind(row)]?.(this, trace, row);
  }

  /** Whether only one node has the partition: then all that is written is replicated. */
  isSingle(partition: number): boolean {
    return (this.cast.partitions[partition]?.replicas.length ?? 1) < 2;
  }

  /** The first offset that counts as lag of a group. */
  firstOpen(group: number, partition: number): number {
    const at = group * this.partitions + partition;
    const begun = this.begun.get(at);
    const done = begun >= 0 ? begun : Math.max(0, this.committed.get(at));
    return Math.max(done, this.logStart.get(partition));
  }

  /** Where a replica's log ends. */
  endOf(partition: number, actor: number): number {
    return this.replicaEnd.get(partition * this.actors + actor);
  }

  /** Whether a row about a partition speaks of its leader's log. What names no replica speaks of the leader. */
  isOfLeader(partition: number, actor: number): boolean {
    const replicas = this.cast.partitions[partition]?.replicas ?? [];
    return actor === this.leader.get(partition) || !replicas.includes(actor);
  }

  /** A replica's log ends here from now on. */
  endAt(partition: number, actor: number, end: number): void {
    const ofLeader = this.isOfLeader(partition, actor);
    const leader = this.leader.get(partition);
    const node = ofLeader && leader >= 0 ? leader : actor;
    this.replicaEnd.set(partition * this.actors + node, end);
    if (ofLeader) this.#leaderEndsAt(partition, end);
  }

  /** Another node leads: the log is what that node has of it. */
  leadBy(partition: number, actor: number): void {
    this.leader.set(partition, actor);
    if (actor >= 0) this.#leaderEndsAt(partition, this.endOf(partition, actor));
  }

  /** Reckons anew how far the groups of a partition are behind. */
  reckon(partition: number): void {
    for (const group of this.groupsOf[partition] ?? []) this.reckonOne(group, partition);
  }

  /** The same for one group. */
  reckonOne(group: number, partition: number): void {
    const at = group * this.partitions + partition;
    const lag = this.attached.get(group) === 1 ? this.#openOf(group, partition) : 0;
    const difference = lag - this.lag.get(at);
    if (difference === 0) return;
    this.lag.set(at, lag);
    this.lagOfGroup.add(group, difference);
    this.#onLag(group, difference);
  }

  /** A share group is done with a record. */
  share(group: number, partition: number, offset: number): void {
    const done = this.#shared[group * this.partitions + partition];
    if (done === undefined) return;
    done.set(offset, 1);
    this.reckonOne(group, partition);
  }

  /** How many offsets a group has not done. Members of a share group are done record by record, in any order. */
  #openOf(group: number, partition: number): number {
    const end = this.highWatermark.get(partition);
    const at = group * this.partitions + partition;
    const done = this.#shared[at];
    const first = this.firstOpen(group, partition);
    if (done === undefined) return Math.max(0, end - first);
    let start = Math.max(first, this.sharedTo.get(at));
    while (done.get(start) === 1) start++;
    this.sharedTo.set(at, start);
    let open = 0;
    for (let offset = start; offset < end; offset++) if (done.get(offset) === 0) open++;
    return open;
  }

  /** A group reads from now on. */
  attach(group: number): void {
    if (this.attached.get(group) === 1) return;
    this.attached.set(group, 1);
    for (const partition of this.cast.groups[group]?.partitions ?? [])
      this.reckonOne(group, partition);
  }

  #leaderEndsAt(partition: number, end: number): void {
    this.logEnd.set(partition, end);
    const known = this.highWatermark.get(partition);
    this.highWatermark.set(partition, this.isSingle(partition) ? end : Math.min(known, end));
    this.reckon(partition);
  }
}

const marks: { readonly [K in Kind]?: Mark } = {
  'record-appended': (to, trace, row) => to.endAt(trace.a(row), trace.actor(row), trace.b(row) + 1),
  'transaction-marker': (to, trace, row) =>
    to.endAt(trace.a(row), trace.actor(row), trace.b(row) + 1),
  'records-replicated': (to, trace, row) => {
    const at = trace.a(row) * to.actors + trace.actor(row);
    to.replicaEnd.set(at, trace.b(row) + trace.c(row));
  },
  'high-watermark-raised': (to, trace, row) => {
    to.highWatermark.set(trace.a(row), trace.b(row));
    to.reckon(trace.a(row));
  },
  'leader-elected': (to, trace, row) => {
    to.epoch.set(trace.a(row), trace.b(row));
    to.leadBy(trace.a(row), trace.actor(row));
  },
  'partition-offline': (to, trace, row) => {
    to.epoch.set(trace.a(row), trace.b(row));
    to.leadBy(trace.a(row), -1);
  },
  'log-truncated': (to, trace, row) => to.endAt(trace.a(row), trace.actor(row), trace.b(row)),
  'disk-lost': (to, trace, row) => to.endAt(trace.a(row), trace.actor(row), 0),
  'log-start-moved': (to, trace, row) => {
    to.logStart.set(trace.a(row), trace.b(row));
    to.reckon(trace.a(row));
  },
  'offset-committed': (to, trace, row) => stored(to, trace.a(row), trace.c(row), trace.b(row)),
  'offsets-expired': (to, trace, row) => stored(to, trace.a(row), trace.c(row), -1),
  'position-reset': (to, trace, row) => {
    const group = groupOf(to.cast, trace.actor(row));
    if (to.groupsOf[trace.a(row)]?.includes(group) !== true) return;
    to.begun.set(group * to.partitions + trace.a(row), trace.b(row));
    to.reckonOne(group, trace.a(row));
  },
  'record-acknowledged': (to, trace, row) => {
    // Released: somebody will have it again.
    if (acknowledgements[trace.c(row)] !== 'released') shared(to, trace, row);
  },
  'record-archived': shared,
  'share-start-moved': (to, trace, row) => stored(to, trace.a(row), trace.c(row), trace.b(row)),
  'group-attached': (to, trace, row) => to.attach(trace.a(row)),
  'member-joined': (to, trace, row) => to.attach(trace.a(row)),
};

function shared(to: LogMarks, trace: Trace, row: number): void {
  to.share(groupOf(to.cast, trace.actor(row)), trace.a(row), trace.b(row));
}

/** What the broker knows of a group's offset from now on. */
function stored(to: LogMarks, partition: number, group: number, offset: number): void {
  if (to.groupsOf[partition]?.includes(group) !== true) return;
  const at = group * to.partitions + partition;
  to.committed.set(at, offset);
  to.begun.set(at, -1);
  to.reckonOne(group, partition);
}

/** The group to which a process belongs, -1 for none. */
export function groupOf(cast: Cast, actor: number): number {
  return cast.services[cast.actors[actor]?.service ?? -1]?.group ?? -1;
}

const markByCode: readonly (Mark | undefined)[] = kinds.map((kind) => marks[kind]);

/** The codes of the rows that can move a mark. */
export const markCodes: ReadonlySet<number> = new Set(
  kinds.filter((kind) => marks[kind] !== undefined).map((kind) => code[kind]),
);
