/** What a replicated partition loses, keeps and refuses, in stories of a few steps. */
import { describe, expect, test } from 'vitest';
import { ReplicaLog } from '../../src/broker/log/replica-log.ts';
import { Replica } from '../../src/broker/replication/replica.ts';
import { ReplicatedPartition } from '../../src/broker/replication/replicated-partition.ts';
import type { ReplicationSetup } from '../../src/broker/replication/setup.ts';
import type { Acks, ProduceAnswer } from '../../src/broker/replication/steps.ts';

function partitionOf(setup: Partial<ReplicationSetup<string>> = {}) {
  const defaults = { minInSync: 1, isUncleanAllowed: false, replicaLagMs: 30_000 };
  const partition = new ReplicatedPartition<string>({ replicas: [1, 2, 3], ...defaults, ...setup });
  const answers = new Map<number, ProduceAnswer>();
  let requests = 0;
  const apply = (...[step, nowMs]: Parameters<typeof partition.apply>) => {
    const facts = partition.apply(step, nowMs);
    for (const fact of facts) if (fact.kind === 'answered') answers.set(fact.request, fact.answer);
    return facts;
  };
  return {
    partition,
    apply,
    /** Sends a value, and returns what can be asked later for the answer. */
    produce: (value: string, acks: Acks): (() => ProduceAnswer | undefined) => {
      const request = (requests += 1);
      apply({ kind: 'produce', request, acks, values: [value] });
      return () => answers.get(request);
    },
    timeOut: () => apply({ kind: 'time-out', request: requests }),
    fetch: (...brokers: number[]) => {
      for (const broker of brokers) apply({ kind: 'fetch', broker });
    },
    crash: (broker: number) => apply({ kind: 'crash', broker }),
    comeBack: (broker: number, isDiskLost = false) => apply({ kind: 'return', broker, isDiskLost }),
    values: (broker: number) =>
      partition
        .logOf(broker)
        .readForFollower(0)
        .map(({ record }) => record.value),
  };
}

const acknowledged = (baseOffset: number): ProduceAnswer => {
  return { kind: 'acknowledged', baseOffset, isDuplicate: false };
};

describe('acks=1', () => {
  test('loses what no follower had when the leader crashed, though it was acknowledged', () => {
    const { produce, fetch, crash, comeBack, values } = partitionOf();
    expect(produce('m0', '1')()).toEqual(acknowledged(0));
    fetch(2, 3);
    expect(produce('m1', '1')()).toEqual(acknowledged(1));
    crash(1);
    expect(produce('m2', '1')()).toEqual(acknowledged(1));
    comeBack(1);
    fetch(1);
    expect(values(1)).toEqual(['m0', 'm2']);
  });

  test('does not care for min.insync.replicas, but consumers do not see the record yet', () => {
    const { partition, produce } = partitionOf({ minInSync: 2, inSync: [1] });
    expect(produce('m0', '1')()).toEqual(acknowledged(0));
    expect(partition.consume(0, 'read_uncommitted')).toEqual({ kind: 'records', records: [] });
  });
});

describe('acks=all', () => {
  test('is answered once the in-sync followers have said that they have it', () => {
    const { produce, fetch } = partitionOf();
    const answer = produce('m0', 'all');
    fetch(2, 3, 2);
    expect(answer()).toBeUndefined();
    fetch(3);
    expect(answer()).toEqual(acknowledged(0));
  });

  test('is refused before the append when too few are in sync', () => {
    const { produce, values } = partitionOf({ minInSync: 2, inSync: [1] });
    expect(produce('m0', 'all')()).toEqual({ kind: 'failed', error: 'NOT_ENOUGH_REPLICAS' });
    expect(values(1)).toEqual([]);
  });

  test('times out, with the record in the log, when the others leave after the append', () => {
    const { apply, partition, produce, timeOut, values } = partitionOf({ minInSync: 2 });
    const answer = produce('m0', 'all');
    apply({ kind: 'check-lag' }, 30_001);
    expect(partition.inSync).toEqual([1]);
    expect(answer()).toBeUndefined();
    timeOut();
    expect(answer()).toEqual({ kind: 'failed', error: 'REQUEST_TIMED_OUT' });
    expect(values(1)).toEqual(['m0']);
  });

  test('fails without a verdict when the leader crashes, and the record may be there all the same', () => {
    const { produce, fetch, crash, values } = partitionOf();
    const answer = produce('m0', 'all');
    fetch(2);
    crash(1);
    expect(answer()).toEqual({ kind: 'failed', error: 'NETWORK_EXCEPTION' });
    expect(values(2)).toEqual(['m0']);
  });
});

test('acks=0 never hears of a failure', () => {
  const { produce, crash } = partitionOf({ replicas: [1] });
  crash(1);
  expect(produce('m0', '0')()).toEqual(acknowledged(-1));
});

describe('an election', () => {
  test('waits for the last in-sync replica when it must be clean', () => {
    const { partition, crash, comeBack, produce } = partitionOf({ inSync: [1] });
    crash(1);
    expect(partition.leader).toBeUndefined();
    expect(produce('m0', '1')()).toEqual({ kind: 'failed', error: 'LEADER_NOT_AVAILABLE' });
    comeBack(1);
    expect(partition.leader).toBe(1);
  });

  test('that may be unclean drops what was committed, and gives its offsets again', () => {
    const logs = new Map([
      [1, ['m0', 'm1']],
      [2, ['m0']],
    ]);
    const { partition, crash, produce, comeBack, fetch, values } = partitionOf({
      inSync: [1],
      isUncleanAllowed: true,
      logs,
    });
    expect(partition.highWatermark).toBe(2);
    expect(crash(1)).toContainEqual({
      kind: 'leader-elected',
      broker: 2,
      epoch: 1,
      isClean: false,
    });
    expect(produce('m2', '1')()).toEqual(acknowledged(1));
    comeBack(1);
    fetch(1);
    expect(values(1)).toEqual(['m0', 'm2']);
    expect(partition.consume(3, 'read_uncommitted')).toEqual({
      kind: 'failed',
      error: 'OFFSET_OUT_OF_RANGE',
    });
  });

  test('of a live leader in its place fails what waits, and truncates the old one', () => {
    const { partition, apply, produce, fetch, values } = partitionOf();
    const answer = produce('m0', 'all');
    apply({ kind: 'elect', broker: 3 });
    expect(partition.leader).toBe(3);
    expect(answer()).toEqual({ kind: 'failed', error: 'NOT_LEADER_OR_FOLLOWER' });
    expect(apply({ kind: 'fetch', broker: 1 })).toContainEqual({
      kind: 'truncated',
      broker: 1,
      from: 0,
      to: 1,
    });
    fetch(2);
    expect(values(1)).toEqual([]);
  });

  test('of a replica that is not in sync is not possible', () => {
    const { partition, apply } = partitionOf({ inSync: [1, 2] });
    expect(apply({ kind: 'elect', broker: 3 })).toEqual([]);
    expect(partition.leader).toBe(1);
  });
});

describe('a follower', () => {
  test('leaves the in-sync replicas after replica.lag.time.max.ms, and the others go on', () => {
    const { partition, apply, produce } = partitionOf({ minInSync: 2 });
    produce('m0', '1');
    apply({ kind: 'fetch', broker: 2 }, 29_000);
    apply({ kind: 'fetch', broker: 2 }, 29_500);
    expect(partition.highWatermark).toBe(0);
    apply({ kind: 'check-lag' }, 30_000);
    expect(partition.inSync).toEqual([1, 2, 3]);
    apply({ kind: 'check-lag' }, 30_001);
    expect(partition.inSync).toEqual([1, 2]);
    expect(partition.highWatermark).toBe(1);
  });

  test('comes back in once it has all that is committed', () => {
    const { partition, produce, fetch, crash, comeBack } = partitionOf();
    crash(3);
    produce('m0', '1');
    fetch(2, 2);
    comeBack(3);
    fetch(3);
    expect(partition.inSync).toEqual([1, 2]);
    fetch(3);
    expect(partition.inSync).toEqual([1, 2, 3]);
  });

  test('that has all that is committed, but not all that its new leader began with, stays out', () => {
    const { partition, apply, produce, fetch, crash, comeBack } = partitionOf();
    crash(3);
    produce('m0', '1');
    fetch(2);
    comeBack(3);
    apply({ kind: 'elect', broker: 2 });
    fetch(3);
    expect(partition.inSync).toEqual([1, 2]);
    fetch(3);
    expect(partition.inSync).toEqual([1, 2, 3]);
  });

  test('about to join holds the high watermark back, or it could never join', () => {
    const { partition, produce, fetch, crash, comeBack } = partitionOf({ replicas: [1, 2] });
    produce('m0', '1');
    fetch(2, 2);
    crash(2);
    comeBack(2);
    const answer = produce('m1', 'all');
    expect(partition.inSync).toEqual([1]);
    expect(answer()).toBeUndefined();
    fetch(2, 2);
    expect(answer()).toEqual(acknowledged(1));
  });

  test('has caught up when it has what was the end at its last fetch', () => {
    const replica = new Replica(2, new ReplicaLog());
    replica.recall(0, 0);
    replica.onFetch(5, 10, 1000);
    expect(replica.isCaughtUp(10, 30_001, 30_000)).toBe(false);
    replica.onFetch(10, 20, 2000);
    expect(replica.isCaughtUp(20, 31_000, 30_000)).toBe(true);
    expect(replica.isCaughtUp(20, 31_001, 30_000)).toBe(false);
  });

  test('that lost its disk starts anew, and takes nothing with it while others are in sync', () => {
    const { produce, fetch, crash, comeBack, values } = partitionOf();
    produce('m0', '1');
    fetch(2, 3);
    crash(3);
    expect(comeBack(3, true)).toContainEqual({ kind: 'disk-lost', broker: 3, records: 1 });
    expect(values(3)).toEqual([]);
    fetch(3);
    expect(values(3)).toEqual(['m0']);
  });
});

test('the last in-sync replica takes everything with it when it loses its disk', () => {
  const { partition, produce, crash, comeBack, values } = partitionOf({ inSync: [1] });
  expect(produce('m0', 'all')()).toEqual(acknowledged(0));
  crash(1);
  comeBack(1, true);
  expect(partition.leader).toBe(1);
  expect(values(1)).toEqual([]);
});
