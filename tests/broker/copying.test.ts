/** What a follower makes of a log that is no longer whole, and what readers make of records that they must not see. */
import { describe, expect, test } from 'vitest';
import { clean, cleaningRange } from '../../src/broker/log/compaction.ts';
import { PartitionLog } from '../../src/broker/log/partition-log.ts';
import { ReplicaLog, type StoredRecord } from '../../src/broker/log/replica-log.ts';
import { ReplicatedPartition } from '../../src/broker/replication/replicated-partition.ts';

const rules = { minCleanableDirtyRatio: 0, deleteRetentionMs: 0, minCompactionLagMs: 0 };

/** A log whose records are keyed by their first letter. */
function keyedLog(): ReplicaLog<string> {
  const records = new PartitionLog<StoredRecord<string>>({
    keyOf: ({ value }) => value?.[0],
    isTombstone: () => false,
    timestampMsOf: () => 0,
    bytesOf: () => 1,
  });
  return new ReplicaLog<string>(undefined, records);
}

function pair() {
  const partition = new ReplicatedPartition<string>({
    replicas: [1, 2],
    minInSync: 1,
    isUncleanAllowed: false,
    replicaLagMs: 30_000,
    makeLog: keyedLog,
  });
  const produce = (...values: string[]) =>
    partition.apply({ kind: 'produce', request: 1, acks: '1', values });
  const fetch = () => [
    ...partition.apply({ kind: 'fetch', broker: 2 }),
    ...partition.apply({ kind: 'fetch', broker: 2 }),
  ];
  return { partition, leader: partition.replicaLog(1), produce, fetch };
}

/** Cleans all that is decided. */
function cleanWhole(log: ReplicaLog<string>): void {
  log.records.roll();
  const at = { firstDirty: 0, lastStableOffset: log.lastStableOffset, nowMs: 0 };
  const isMarker = ({ batch }: StoredRecord<string>) => batch.end !== undefined;
  clean(
    log.records,
    cleaningRange(log.records, at, rules),
    { nowMs: 0, isMarker, isAborted: (entry) => log.isAborted(entry) },
    rules,
  );
}

describe('a follower of a log', () => {
  test('that was cleaned copies its gaps, and every offset stays what it was', () => {
    const { partition, leader, produce, fetch } = pair();
    produce('a1', 'b1', 'a2', 'c1', 'c2');
    leader.raiseHighWatermark(5);
    cleanWhole(leader);
    produce('b2');
    fetch();
    const follower = partition.replicaLog(2);
    expect(follower.readForFollower(0)).toEqual(leader.readForFollower(0));
    expect(follower.readForFollower(0).map(({ offset }) => offset)).toEqual([1, 2, 4, 5]);
    expect([follower.start, follower.end]).toEqual([0, 6]);
  });

  test('whose records were deleted meanwhile drops its own, and begins where the leader begins', () => {
    const { partition, leader, produce, fetch } = pair();
    produce('a', 'b');
    fetch();
    produce('c', 'd');
    leader.records.roll();
    leader.raiseHighWatermark(4);
    produce('e');
    leader.records.deleteOldest(1);
    const facts = fetch();
    const follower = partition.replicaLog(2);
    expect(facts).toContainEqual({ kind: 'truncated', broker: 2, from: 0, to: 2 });
    expect([follower.start, follower.end, follower.highWatermark]).toEqual([4, 5, 5]);
  });

  test('that is empty now has nothing to copy, and its follower is at the end all the same', () => {
    const { partition, leader, produce, fetch } = pair();
    produce('a', 'b');
    leader.raiseHighWatermark(2);
    leader.records.deleteOldest(1);
    fetch();
    expect([partition.replicaLog(2).start, partition.replicaLog(2).end]).toEqual([2, 2]);
    expect(partition.lacksSomething(2)).toBe(false);
  });

  test('lets go what its leader has deleted', () => {
    const { partition, leader, produce, fetch } = pair();
    produce('a');
    fetch();
    partition.replicaLog(2).records.roll();
    leader.records.roll();
    produce('b');
    leader.records.deleteOldest(1);
    fetch();
    expect(partition.replicaLog(2).start).toBe(1);
  });
});

describe('the end of a transaction', () => {
  const open = { producer: 7, epoch: 0 };
  const send = (partition: ReplicatedPartition<string>, firstSequence: number, values: string[]) =>
    partition.apply({
      kind: 'produce',
      request: 1,
      acks: '1',
      values,
      producer: { ...open, firstSequence, count: values.length, isTransactional: true },
    });
  const end = (partition: ReplicatedPartition<string>, isCommit: boolean) =>
    partition.apply({ kind: 'end-transaction', end: { ...open, isCommit } });

  test('is a marker that followers copy, and read_committed goes on when all have it', () => {
    const { partition, fetch } = pair();
    send(partition, 0, ['a', 'b']);
    fetch();
    expect(partition.replicaLog(1).read(0, 'read_committed')).toEqual([]);
    expect(end(partition, true)).toContainEqual({ kind: 'marked', broker: 1, offset: 2 });
    expect(partition.replicaLog(1).read(0, 'read_committed')).toEqual([]);
    fetch();
    expect(partition.replicaLog(1).read(0, 'read_committed')).toHaveLength(2);
    expect(partition.replicaLog(2).end).toBe(3);
  });

  test('that is an abort hides any number of records, and the reader finds what comes after them', () => {
    const { partition, produce, fetch } = pair();
    send(
      partition,
      0,
      Array.from({ length: 700 }, (_, index) => `a${index}`),
    );
    end(partition, false);
    produce('z');
    fetch();
    const read = partition.replicaLog(1).read(0, 'read_committed', 1);
    expect(read).toEqual([{ offset: 701, value: 'z' }]);
  });

  test('stays where the cleaner has been, and what was aborted is gone', () => {
    const { partition, leader, produce, fetch } = pair();
    send(partition, 0, ['a1']);
    end(partition, false);
    produce('b1', 'b2');
    fetch();
    cleanWhole(leader);
    const left = leader.readForFollower(0).map(({ offset, record }) => [offset, record.value]);
    expect(left).toEqual([
      [1, undefined],
      [3, 'b2'],
    ]);
  });
});
