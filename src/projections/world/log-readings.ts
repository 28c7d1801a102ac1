/** Reads logs, replicas, nodes and topics from a ledger. */
import { absent, cleaned, transactionStates, type Ledger } from '../ledger/ledger.ts';
import { messagesOf } from '../ledger/messages.ts';
import type {
  NodeCondition,
  NodeView,
  PartitionView,
  RecordView,
  ReplicaView,
  TopicView,
} from './log-views.ts';

/** The first offset below which readers of committed records see everything: that of the earliest open transaction. */
export function lastStableOf(ledger: Ledger, partition: number): number {
  const { totals, transactionState, transactionStart } = ledger;
  let stable = ledger.marks.highWatermark.get(partition);
  for (let each = totals.firstOpenTransaction; each < totals.transactions; each++) {
    const start = transactionStart.get(each * ledger.partitions + partition);
    if (start >= 0 && transactionState.get(each) < 2) stable = Math.min(stable, start);
  }
  return stable;
}

/** Whether a partition exists at the cursor. */
export function isLive(ledger: Ledger, partition: number): boolean {
  const place = ledger.cast.partitions[partition];
  return place !== undefined && place.partition < ledger.partitionCount.get(place.topic);
}

/** A log without its records. */
export function readPartition(ledger: Ledger, partition: number): Omit<PartitionView, 'tail'> {
  const { marks } = ledger;
  const logStart = marks.logStart.get(partition);
  return {
    partition,
    live: isLive(ledger, partition),
    leader: marks.leader.get(partition),
    epoch: marks.epoch.get(partition),
    logStart,
    lastStable: lastStableOf(ledger, partition),
    highWatermark: marks.highWatermark.get(partition),
    logEnd: marks.logEnd.get(partition),
    replicas: readReplicas(ledger, partition),
    segments: segmentsOf(ledger, partition, logStart),
    cleaned: ledger.cleanedCount.get(partition),
  };
}

function segmentsOf(ledger: Ledger, partition: number, logStart: number): readonly number[] {
  const bases = ledger.segmentBases[partition]?.first(ledger.segments.get(partition)) ?? [];
  const end = ledger.marks.logEnd.get(partition);
  const later = [...bases].filter((base) => base > logStart && base <= end);
  return [logStart, ...new Set(later.sort((a, b) => a - b))];
}

function readReplicas(ledger: Ledger, partition: number): readonly ReplicaView[] {
  const { cast, marks } = ledger;
  const leader = marks.leader.get(partition);
  const mask = ledger.inSync.get(partition);
  return (cast.partitions[partition]?.replicas ?? []).map((actor): ReplicaView => {
    const end = marks.endOf(partition, actor);
    const bit = 1 << cast.nodes.indexOf(actor);
    return {
      actor,
      isLeader: actor === leader,
      isInSync: mask < 0 || (mask & bit) !== 0,
      end,
      behind: Math.max(0, marks.logEnd.get(partition) - end),
      condition: nodeCondition(ledger, actor),
    };
  });
}

function nodeCondition(ledger: Ledger, actor: number): NodeCondition {
  if (ledger.crashedAt.get(actor) >= 0) return 'down';
  return ledger.isolatedSince.get(actor) >= 0 ? 'isolated' : 'up';
}

/** A node with the partitions that it keeps. */
export function readNode(ledger: Ledger, actor: number): NodeView {
  const condition = nodeCondition(ledger, actor);
  const { crashedAt, isolatedSince } = ledger;
  const partitions = ledger.cast.partitions.flatMap(({ replicas }, partition) =>
    replicas.includes(actor) && isLive(ledger, partition) ? [partition] : [],
  );
  return {
    actor,
    condition,
    since: { up: -1, down: crashedAt.get(actor), isolated: isolatedSince.get(actor) }[condition],
    partitions,
    leads: partitions.filter((partition) => ledger.marks.leader.get(partition) === actor),
  };
}

/** A topic as a whole. */
export function readTopic(ledger: Ledger, topic: number): TopicView {
  const partitions = ledger.partitionCount.get(topic);
  const first = ledger.cast.topics[topic]?.firstPartition ?? 0;
  const ends = Array.from({ length: partitions }, (_, index) =>
    ledger.marks.logEnd.get(first + index),
  );
  const records = ends.reduce((sum, end) => sum + end, 0);
  return { topic, partitions, records, skew: records === 0 ? null : Math.max(...ends) / records };
}

/** What stands at an offset. */
export function readRecord(ledger: Ledger, partition: number, offset: number): RecordView {
  const { trace } = ledger;
  const row = ledger.written[partition]?.get(offset) ?? absent;
  if (row < 0) {
    const kind = row === cleaned ? 'cleaned' : 'absent';
    return { offset, kind, message: -1, type: -1, order: -1, row: -1, transaction: 'none' };
  }
  if (trace.is(row, 'transaction-marker')) {
    const transaction = trace.c(row) === 1 ? 'committed' : 'aborted';
    return { offset, kind: 'marker', message: -1, type: -1, order: -1, row, transaction };
  }
  const message = trace.message(row);
  const type = messagesOf(trace).typeOf(message);
  return {
    offset,
    kind: 'record',
    message,
    type,
    order: trace.order(row),
    row,
    transaction: transactionAt(ledger, partition, offset),
  };
}

function transactionAt(ledger: Ledger, partition: number, offset: number) {
  const transaction = ledger.transactionOf[partition]?.get(offset) ?? -1;
  if (transaction < 0) return 'none';
  // A record that belongs to a transaction which was not told of yet belongs to an open one.
  return transactionStates[Math.max(1, ledger.transactionState.get(transaction))] ?? 'open';
}
