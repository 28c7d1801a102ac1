/** What brokers do with old records in a running world: deletion by age and by size, and compaction. */
import { describe, expect, test } from 'vitest';
import { at, clustered, told } from '../support/clusters.ts';
import { count, finished, judge } from '../support/runs.ts';
import type { World } from '../../src/simulation/index.ts';

const shortLived = {
  'retention.ms': 3000,
  'segment.ms': 1000,
  'log.retention.check.interval.ms': 1000,
};
const compacted = {
  'cleanup.policy': 'compact',
  'segment.bytes': 2000,
  'log.cleaner.backoff.ms': 500,
  'delete.retention.ms': 1000,
};

function crash(service: string, atMs: number, restartAfterMs: number) {
  return at(atMs, { service, instance: 0 }, { kind: 'crash', restartAfterMs });
}

/** The keys of what a partition still holds, in order. */
function keysOf(world: World, partition: number): string[] {
  const { log } = world.broker.partition(partition);
  return log
    .read(log.start, 'read_uncommitted')
    .map(({ value }) => world.messages.keyOf(value.message) ?? '');
}

describe('deletion', () => {
  test('with default settings never comes, nor does anything look for it', () => {
    const world = finished(clustered({ nodes: 1 }), 'choreography', 7);
    for (const kind of ['segment-rolled', 'log-start-moved', 'log-cleaned'] as const)
      expect(count(world, kind)).toBe(0);
  });

  test('by age takes whole segments whose youngest record is older than retention.ms', () => {
    const { world, bugs } = judge(clustered({ nodes: 1, settings: shortLived }), 'choreography', 7);
    expect(bugs).toEqual([]);
    const appended = told(world, 'record-appended');
    const moves = told(world, 'log-start-moved');
    expect(moves.length).toBeGreaterThan(0);
    for (const { time, partition, offset, reason } of moves) {
      expect(reason).toBe(0);
      expect(time % 1_000_000).toBe(0);
      const youngest = appended.findLast(
        (row) => row.partition === partition && row.offset < offset && row.time <= time,
      );
      expect(time - (youngest?.time ?? time)).toBeGreaterThan(3_000_000);
    }
  });

  test('by size keeps at least retention.bytes', () => {
    const { recordBytes } = clustered({}).workload;
    const settings = {
      'retention.bytes': 10 * recordBytes,
      'segment.bytes': 4 * recordBytes,
      'log.retention.check.interval.ms': 500,
    };
    const { world, bugs } = judge(clustered({ nodes: 1, settings }), 'choreography', 7);
    expect(bugs).toEqual([]);
    const moves = told(world, 'log-start-moved');
    expect(moves.length).toBeGreaterThan(0);
    expect(moves.every(({ reason }) => reason === 1)).toBe(true);
    for (const { log } of world.broker.partitions)
      expect(log.end - log.start).toBeGreaterThanOrEqual(10);
  });

  test('takes what a slow group has not read: it is told, and passes over the gap', () => {
    const faults = [crash('shipping', 3500, 12_000)];
    const settings = { ...shortLived, 'auto.offset.reset': 'earliest' };
    const { world, bugs } = judge(clustered({ nodes: 1, settings, faults }), 'choreography', 7);
    expect(bugs).toEqual([]);
    const [out] = told(world, 'offset-out-of-range');
    const [reset] = told(world, 'position-reset').filter(({ skipped }) => skipped > 0);
    expect(out?.start).toBeGreaterThan(out?.asked ?? Infinity);
    expect(reset).toMatchObject({ partition: out?.partition, offset: out?.start });
    expect(reset?.skipped).toBe((out?.start ?? 0) - (out?.asked ?? 0));
  });

  test('begins when retention.ms is lowered while the run goes on', () => {
    const set = (setting: string, value: number) => at(4000, {}, { kind: 'set', setting, value });
    const faults = [set('log.retention.check.interval.ms', 500), set('retention.ms', 1000)];
    const world = finished(clustered({ nodes: 1, faults }), 'choreography', 7);
    const moves = told(world, 'log-start-moved');
    expect(moves.length).toBeGreaterThan(0);
    expect(moves.every(({ time }) => time >= 4_500_000)).toBe(true);
    expect(told(world, 'setting-changed').map(({ value }) => value)).toEqual([500, 1000]);
  });

  test('of one topic spares the others', () => {
    const scenario = clustered({ nodes: 1, settings: { 'log.retention.check.interval.ms': 500 } });
    const set = { kind: 'set', setting: 'retention.ms', value: 1000 } as const;
    const faults = [at(4000, { topic: 'orders.commands' }, set)];
    const world = finished({ ...scenario, faults }, 'orchestration', 7);
    const topics = told(world, 'log-start-moved').map(
      ({ partition }) => world.cast.topics[world.cast.partitions[partition]?.topic ?? -1]?.id,
    );
    expect(new Set(topics)).toEqual(new Set(['orders.commands']));
  });

  test('is shared by the followers, also by one that was away meanwhile', () => {
    const kill = { kind: 'kill-node', restartAfterMs: 15_000, disk: 'kept' } as const;
    const faults = [at(3000, { node: 0 }, kill)];
    const scenario = clustered({ orders: 120, settings: shortLived, faults });
    const { world, bugs } = judge(scenario, 'choreography', 3);
    expect(bugs).toEqual([]);
    expect(world.ending).toBe('drained');
    for (const { log, logs } of world.broker.partitions) {
      expect(log.start).toBeGreaterThan(0);
      expect(logs.map(({ end }) => end)).toEqual(logs.map(() => log.end));
    }
  });
});

describe('compaction', () => {
  const scenario = clustered({ nodes: 1, orders: 60, settings: compacted });

  test('keeps the last record of each key, under its old offset', () => {
    const { world, bugs } = judge(scenario, 'choreography', 7);
    expect(bugs).toEqual([]);
    const last = new Map<string, number>();
    for (const { message, partition, offset } of told(world, 'record-appended'))
      last.set(`${partition} ${world.messages.keyOf(message)}`, offset);
    for (const [partition, { log }] of world.broker.partitions.entries()) {
      const kept = log.read(log.start, 'read_uncommitted');
      const places = new Map(kept.map(({ offset, value }) => [value.message, offset]));
      for (const { message, offset } of told(world, 'record-appended').filter(
        (row) => row.partition === partition,
      )) {
        const isLast = last.get(`${partition} ${world.messages.keyOf(message)}`) === offset;
        if (isLast) expect(places.get(message)).toBe(offset);
        else if (places.has(message)) expect(places.get(message)).toBe(offset);
      }
    }
    expect(told(world, 'record-cleaned').length).toBeGreaterThan(50);
  });

  test('leaves one record of a key below what was cleaned last', () => {
    const world = finished(scenario, 'choreography', 7);
    for (const [partition, { log }] of world.broker.partitions.entries()) {
      const cleaned = told(world, 'log-cleaned').findLast((row) => row.partition === partition);
      const keys = log
        .read(log.start, 'read_uncommitted')
        .filter(({ offset }) => offset < (cleaned?.end ?? 0))
        .map(({ value }) => world.messages.keyOf(value.message));
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  test('lets tombstones go, but not before delete.retention.ms', () => {
    const { world, bugs } = judge(
      clustered({
        nodes: 1,
        orders: 120,
        settings: compacted,
        topic: { tombstones: ['CustomerNotified'] },
      }),
      'choreography',
      7,
    );
    expect(bugs).toEqual([]);
    const gone = told(world, 'record-cleaned').filter(({ reason }) => reason === 1);
    expect(gone.length).toBeGreaterThan(0);
    const appended = told(world, 'record-appended');
    for (const { partition, offset, time } of gone) {
      const row = appended.find((each) => each.partition === partition && each.offset === offset);
      expect(time - (row?.time ?? time)).toBeGreaterThanOrEqual(1_000_000);
    }
    const { log } = world.broker.partition(0);
    expect(keysOf(world, 0).length).toBeLessThan(log.end - log.start);
  });

  test('leaves gaps over which a late reader goes, and the copies of a new disk have them too', () => {
    const kill = { kind: 'kill-node', restartAfterMs: 15_000, disk: 'lost' } as const;
    const faults = [at(6000, { node: 0 }, kill), crash('notification', 3000, 9000)];
    const { world, bugs } = judge(clustered({ settings: compacted, faults }), 'choreography', 7);
    expect(bugs).toEqual([]);
    expect(world.ending).toBe('drained');
    for (const { log, logs } of world.broker.partitions) {
      expect(logs).toHaveLength(3);
      for (const each of logs) expect(each.end).toBe(log.end);
    }
    const [first] = world.broker.partitions;
    const held = first?.log.read(0, 'read_uncommitted').length ?? 0;
    expect(held).toBeLessThan(first?.log.end ?? 0);
  });
});
