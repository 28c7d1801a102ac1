/** The logs of all partitions: replicas, leaders, high watermarks, and what was deleted or cleaned. */
import { code, type Cast, type Trace } from '../../trace/index.ts';
import type { Listener } from '../checker.ts';
import { Column } from './column.ts';
import { ReplicaLog } from './replica-log.ts';

/** What is known of one partition. */
class PartitionLog {
  readonly nodes: readonly number[];
  readonly replicas: readonly ReplicaLog[];
  leader = 0;
  epoch = -1;
  start = 0;
  highWatermark = 0;
  /** The end of the acting replica's log before the last row that changed it. */
  before = 0;
  /** The highest end that any replica ever had. */
  peak = 0;
  /** The row in which a leader that was not in sync was elected last, or a disk was lost; -1 for none. */
  unsafeRow = -1;
  /** Rows that moved the start of the log. */
  readonly startRows: number[] = [];
  readonly cleaned = new Column(-1);

  constructor(nodes: readonly number[]) {
    this.nodes = nodes;
    this.replicas = (nodes.length === 0 ? [-1] : nodes).map(() => new ReplicaLog());
  }

  /** The log of a node, or the leader's for one that keeps no replica. */
  of(node: number): ReplicaLog {
    return this.replicas[this.nodes.indexOf(node)] ?? this.leading;
  }

  get leading(): ReplicaLog {
    return this.replicas[this.leader] as ReplicaLog;
  }
}

/** A place in the log, and the message that is said to stand there. */
export interface Place {
  readonly partition: number;
  readonly offset: number;
  readonly message: number;
}

/** The logs by partition, offset and replica. What is said of a partition as a whole is said of its leader's log. */
export class Logs implements Listener {
  readonly kinds = [
    'record-appended',
    'transaction-marker',
    'records-replicated',
    'high-watermark-raised',
    'leader-elected',
    'log-truncated',
    'disk-lost',
    'log-start-moved',
    'record-cleaned',
  ] as const;
  readonly #partitions: readonly PartitionLog[];

  constructor(cast: Cast) {
    this.#partitions = cast.partitions.map(({ replicas }) => new PartitionLog(replicas));
  }

  /** Takes in a row about a log. */
  see(trace: Trace, row: number): void {
    const at = this.#partitions[trace.a(row)];
    if (at === undefined) return;
    const kind = trace.kind(row);
    const number = trace.b(row);
    if (kind === code['record-appended'] || kind === code['transaction-marker']) {
      this.#put(at, at.of(trace.actor(row)), number, row);
    } else if (kind === code['records-replicated']) this.#copy(at, trace, row);
    else if (kind === code['high-watermark-raised']) {
      at.highWatermark = Math.max(at.highWatermark, number);
    } else if (kind === code['leader-elected']) this.#elect(at, trace, row);
    else if (kind === code['log-truncated']) {
      const log = at.of(trace.actor(row));
      at.before = log.end;
      log.truncate(number);
    } else if (kind === code['disk-lost']) {
      const log = at.of(trace.actor(row));
      at.before = log.end;
      log.clear();
      at.unsafeRow = row;
    } else if (kind === code['log-start-moved']) {
      at.before = at.start;
      at.start = Math.max(at.start, number);
      at.startRows.push(row);
    } else at.cleaned.set(number, row);
  }

  /** How many replicas a partition has. */
  copies(partition: number): number {
    return this.#partitions[partition]?.replicas.length ?? 0;
  }
  /** The nodes that keep a partition. */
  nodes(partition: number): readonly number[] {
    return this.#partitions[partition]?.nodes ?? [];
  }
  /** The log of one replica. */
  replica(partition: number, node: number): ReplicaLog | undefined {
    return this.#partitions[partition]?.of(node);
  }
  /** The node that leads a partition, -1 when the cast names none. */
  leader(partition: number): number {
    const at = this.#partitions[partition];
    return at?.nodes[at.leader] ?? -1;
  }
  /** The next offset of a partition. */
  end(partition: number): number {
    return this.#partitions[partition]?.leading.end ?? 0;
  }
  /** The end of the acting replica before the last row that changed it; of the start, for a row that moved that. */
  before(partition: number): number {
    return this.#partitions[partition]?.before ?? 0;
  }
  /** The highest end that a replica of the partition ever had. */
  peak(partition: number): number {
    return this.#partitions[partition]?.peak ?? 0;
  }
  /** The first offset that is still kept. */
  start(partition: number): number {
    return this.#partitions[partition]?.start ?? 0;
  }
  /** What lies below may be seen by consumers. */
  highWatermark(partition: number): number {
    const at = this.#partitions[partition];
    if (at === undefined) return 0;
    return at.replicas.length === 1 ? at.leading.end : at.highWatermark;
  }
  /** The row that put what stands at a place in the log, -1 for nothing. */
  rowAt(partition: number, offset: number): number {
    return this.#partitions[partition]?.leading.rowAt(offset) ?? -1;
  }
  /** The last row that put a message at a place in any replica's log, dropped since or not; -1 for none. */
  putRow(trace: Trace, { partition, offset, message }: Place): number {
    let latest = -1;
    for (const replica of this.#partitions[partition]?.replicas ?? []) {
      const row = replica.lastRowAt(offset);
      if (row > latest && trace.message(row) === message) latest = row;
    }
    return latest;
  }
  /** The row in which the cleaner removed the record at a place, -1 for none. */
  cleanedRow(partition: number, offset: number): number {
    return this.#partitions[partition]?.cleaned.at(offset) ?? -1;
  }
  /** The first row after another that moved the start of the log past an offset, -1 for none. */
  deletedRow(trace: Trace, partition: number, offset: number, after = -1): number {
    const rows = this.#partitions[partition]?.startRows ?? [];
    return rows.find((row) => row > after && trace.b(row) > offset) ?? -1;
  }
  /** The last row after which what was in sync may be gone: an unclean election or an empty disk; -1 for none. */
  unsafeRow(partition: number): number {
    return this.#partitions[partition]?.unsafeRow ?? -1;
  }
  /** Whether the row that put a record still tells what stands in its place: not truncated, not deleted, not cleaned. */
  stands(trace: Trace, row: number): boolean {
    const partition = trace.a(row);
    const offset = trace.b(row);
    return (
      this.rowAt(partition, offset) === row &&
      offset >= this.start(partition) &&
      this.cleanedRow(partition, offset) < row
    );
  }

  #put(at: PartitionLog, log: ReplicaLog, offset: number, row: number): void {
    at.before = log.end;
    log.put(offset, row);
    at.peak = Math.max(at.peak, log.end);
  }

  #copy(at: PartitionLog, trace: Trace, row: number): void {
    const follower = at.of(trace.actor(row));
    const from = trace.b(row);
    at.before = follower.end;
    if (follower === at.leading) return;
    // What the follower lacks is deleted: it begins anew.
    if (from > follower.end) follower.beginAt(from);
    for (let offset = from; offset < from + trace.c(row); offset++) {
      const copied = at.leading.rowAt(offset);
      if (copied >= 0) follower.put(offset, copied);
    }
  }

  #elect(at: PartitionLog, trace: Trace, row: number): void {
    const leader = at.nodes.indexOf(trace.actor(row));
    if (leader >= 0) at.leader = leader;
    at.epoch = trace.b(row);
    if (trace.c(row) !== 0) return;
    at.unsafeRow = row;
    at.highWatermark = Math.min(at.highWatermark, at.leading.end);
    at.start = Math.min(at.start, at.leading.end);
  }
}
