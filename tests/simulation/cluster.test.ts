/** A cluster in a running world: what several nodes keep, what a node's death costs, and whom a producer may believe. */
import { describe, expect, test } from 'vitest';
import { at, clustered, offsetsTwice, told } from '../support/clusters.ts';
import { builtIn, count, finished, judge } from '../support/runs.ts';
import type { Fault } from '../../src/scenario/index.ts';

const seeds = Array.from({ length: 20 }, (_, index) => index + 1);
const events = { topic: 'orders.events', partition: 0 };

function kill(atMs: number, node: number, disk: 'kept' | 'lost' = 'kept', restartAfterMs = 15_000) {
  return at(atMs, { node }, { kind: 'kill-node', restartAfterMs, disk });
}

/** Orders of a run that were acknowledged a record that is not in any log at the end. */
function lost(scenario: ReturnType<typeof clustered>, seed: number): number {
  const world = finished(scenario, 'choreography', seed);
  const kept = new Set<string>();
  world.cast.partitions.forEach((_, partition) => {
    const { log } = world.broker.partition(partition);
    for (const { value } of log.read(log.start, 'read_uncommitted'))
      kept.add(`${partition} ${value.message}`);
  });
  return told(world, 'produce-acked').filter(
    ({ partition, message, offset }) => offset >= 0 && !kept.has(`${partition} ${message}`),
  ).length;
}

describe('a cluster without faults', () => {
  test('raises its high watermark as its followers fetch, and keeps equal copies', () => {
    const { world, bugs } = judge(clustered({}), 'choreography', 7);
    expect(bugs).toEqual([]);
    expect(world.ending).toBe('drained');
    for (const partition of world.broker.partitions) {
      const [first, ...others] = partition.logs;
      expect(others).toHaveLength(2);
      expect(first?.highWatermark).toBe(first?.end);
      for (const other of others) expect(other.end).toBe(first?.end);
    }
    expect(count(world, 'isr-changed') + count(world, 'leader-elected')).toBe(0);
  });

  test('goes round its nodes with the leaders', () => {
    const world = finished(clustered({}), 'choreography', 7);
    const leaders = world.broker.partitions.map(({ leader }) => world.cast.nodes.indexOf(leader));
    expect(leaders).toEqual([0, 1, 2]);
  });

  test('answers acks=all later than acks=1, for it waits for the followers', () => {
    const waits = (acks: string): number => {
      const world = finished(clustered({ settings: { acks } }), 'choreography', 7);
      const appended = new Map(
        told(world, 'record-appended').map(({ message, time }) => [message, time]),
      );
      const acked = told(world, 'produce-acked');
      return (
        acked.reduce((sum, { message, time }) => sum + time - (appended.get(message) ?? time), 0) /
        acked.length
      );
    };
    expect(waits('all')).toBeGreaterThan(waits('1') * 1.5);
  });

  test('keeps dead letters as well as what they came from', () => {
    const scenario = clustered({ settings: { 'min.insync.replicas': 2 } });
    const services = scenario.services.map((service) => ({
      ...service,
      deadLetter: { afterAttempts: 2, backoffMs: 100 },
    }));
    const poison = {
      when: { order: 5 },
      target: { service: 'shipping' },
      effect: { kind: 'poison' },
    };
    const faults = [poison] as readonly Fault[];
    const { world, bugs } = judge({ ...scenario, services, faults }, 'choreography', 7);
    expect(bugs).toEqual([]);
    expect(count(world, 'dead-lettered')).toBe(1);
    const letters = world.cast.topics.findIndex(({ carries }) => carries === 'dead-letters');
    const kept = world.cast.partitions.filter(({ topic }) => topic === letters);
    expect(kept.every(({ replicas }) => replicas.length === 3)).toBe(true);
  });

  test('of one node has neither followers nor their rows', () => {
    const world = finished(builtIn('order-fulfilment'), 'choreography', 7);
    for (const kind of ['records-replicated', 'high-watermark-raised', 'isr-changed'] as const)
      expect(count(world, kind)).toBe(0);
  });
});

describe('the death of a leader', () => {
  const faults = [kill(5000, 0)];

  test('is noticed after broker.session.timeout.ms, and then an in-sync follower leads', () => {
    const world = finished(clustered({ faults }), 'choreography', 7);
    const [elected] = told(world, 'leader-elected');
    expect(elected).toMatchObject({ time: 14_000_000, epoch: 1, clean: 1 });
    expect(elected?.actor).toBe(world.cast.nodes[1]);
    expect(told(world, 'isr-changed')[0]?.time).toBe(14_000_000);
  });

  test('stops nobody for good: all orders end', () => {
    for (const style of ['choreography', 'orchestration'] as const) {
      const { world, figures, bugs } = judge(clustered({ faults }), style, 7);
      expect(bugs).toEqual([]);
      expect(world.ending).toBe('drained');
      expect(figures.outcomes.stuck).toBe(0);
    }
  });

  test('lets its partition go on without it, and the node comes back as a follower', () => {
    const world = finished(clustered({ faults }), 'choreography', 7);
    const [partition] = world.broker.partitions;
    expect(world.cast.nodes.indexOf(partition?.leader ?? -1)).toBe(1);
    const last = told(world, 'isr-changed').findLast((row) => row.partition === 0);
    expect(last?.nodes).toBe(0b111);
  });

  test('loses what acks=1 acknowledged and no follower had fetched, and gives its offset to another', () => {
    const settings = { acks: '1' };
    const undisturbed = finished(clustered({ settings }), 'choreography', 7);
    const appended = told(undisturbed, 'record-appended').filter(
      ({ partition }) => partition === 0,
    );
    // Nothing crosses the network in less than two milliseconds.
    for (const { time } of appended.slice(20, 25)) {
      const scenario = clustered({ settings, faults: [kill((time + 1000) / 1000, 0)] });
      expect(lost(scenario, 7)).toBeGreaterThan(0);
      const { world, bugs } = judge(scenario, 'choreography', 7);
      expect(bugs).toEqual([]);
      expect(offsetsTwice(world)).toBeGreaterThan(0);
      expect(count(world, 'log-truncated')).toBe(1);
    }
  });

  test.each(['kept', 'lost'] as const)(
    'loses nothing with acks=all and min.insync.replicas=2, its disk %s',
    (disk) => {
      for (const seed of seeds) {
        const faults = [kill(3000 + seed * 211, seed % 3, disk, 2000 + (seed % 4) * 5000)];
        const settings = { 'min.insync.replicas': 2 };
        expect([seed, lost(clustered({ settings, faults }), seed)]).toEqual([seed, 0]);
      }
    },
  );

  test('is no longer felt once the preferred leader leads again', () => {
    const faults = [kill(5000, 0), at(290_000, {}, { kind: 'spike', orders: 60, everyMs: 250 })];
    const { world, bugs } = judge(clustered({ faults }), 'choreography', 7);
    expect(bugs).toEqual([]);
    expect(told(world, 'leader-elected')).toMatchObject([
      { time: 14_000_000, actor: world.cast.nodes[1], epoch: 1 },
      { time: 300_000_000, actor: world.cast.nodes[0], epoch: 2, clean: 1 },
    ]);
  });

  test('before its session is over is noticed when it registers anew', () => {
    const world = finished(clustered({ faults: [kill(5000, 0, 'kept', 2000)] }), 'choreography', 7);
    expect(told(world, 'leader-elected')[0]?.time).toBe(7_000_000);
  });
});

describe('too few in-sync replicas', () => {
  const two = [kill(4000, 1, 'kept', 30_000), kill(4000, 2, 'kept', 30_000)];

  test('make acks=all fail with NOT_ENOUGH_REPLICAS, and nothing is appended', () => {
    const settings = { 'min.insync.replicas': 2 };
    const world = finished(clustered({ settings, faults: two }), 'choreography', 7);
    const refused = told(world, 'produce-failed').filter(({ error }) => error === 4);
    expect(refused.length).toBeGreaterThan(0);
    const between = told(world, 'record-appended').filter(
      ({ time }) => time > 13_000_000 && time < 34_000_000,
    );
    expect(between).toEqual([]);
  });

  test('do not stop acks=1', () => {
    const settings = { 'min.insync.replicas': 2, acks: '1' };
    const world = finished(clustered({ settings, faults: two }), 'choreography', 7);
    expect(told(world, 'produce-failed').filter(({ error }) => error === 4)).toEqual([]);
  });

  test('hold the high watermark: what acks=1 appends is not read until they are enough again', () => {
    const settings = { 'min.insync.replicas': 2, acks: '1' };
    const world = finished(clustered({ settings, faults: two }), 'choreography', 7);
    const raised = told(world, 'high-watermark-raised').filter(
      ({ time }) => time > 13_000_000 && time < 34_000_000,
    );
    expect(raised).toEqual([]);
    expect(world.ending).toBe('drained');
  });
});

describe('a partition whose in-sync replicas are all down', () => {
  const down: Fault[] = [
    kill(4000, 1, 'kept', 25_000),
    kill(4000, 2, 'kept', 25_000),
    kill(20_000, 0, 'kept', 40_000),
  ];
  const acked = (world: ReturnType<typeof finished>, from: number, to: number) =>
    told(world, 'produce-acked').filter(({ time }) => time > from * 1e6 && time < to * 1e6).length;

  test('waits for one of them, for no other knows all', () => {
    const { world } = judge(clustered({ faults: down, orders: 90 }), 'choreography', 7);
    expect(count(world, 'partition-offline')).toBeGreaterThan(0);
    expect(acked(world, 29.1, 59)).toBe(0);
    expect(told(world, 'leader-elected').every(({ clean }) => clean === 1)).toBe(true);
    expect(lost(clustered({ faults: down, orders: 90 }), 7)).toBe(0);
  });

  test('is led by another one with unclean.leader.election.enable, and committed records are gone', () => {
    const settings = { 'unclean.leader.election.enable': true };
    const scenario = clustered({ settings, faults: down, orders: 90 });
    const world = finished(scenario, 'choreography', 7);
    expect(told(world, 'leader-elected').some(({ clean }) => clean === 0)).toBe(true);
    expect(acked(world, 29.1, 59)).toBeGreaterThan(0);
    expect(lost(scenario, 7)).toBeGreaterThan(0);
    expect(count(world, 'offset-out-of-range')).toBeGreaterThan(0);
  });

  test('need not wait any longer when that is switched on while it waits', () => {
    const set = { kind: 'set', setting: 'unclean.leader.election.enable', value: true } as const;
    const faults = [...down, at(35_000, {}, set)];
    const world = finished(clustered({ faults, orders: 90 }), 'choreography', 7);
    const unclean = told(world, 'leader-elected').filter(({ clean }) => clean === 0);
    expect(unclean[0]?.time).toBe(35_000_000);
    expect(told(world, 'setting-changed')).toMatchObject([{ value: 1, topic: -1 }]);
  });
});

describe('a node that is cut off', () => {
  test('as a follower leaves the in-sync replicas, and comes back', () => {
    const cut = at(4000, events, { kind: 'isolate-node', forMs: 20_000 });
    const settings = { 'replica.lag.time.max.ms': 4000 };
    const { world, bugs } = judge(clustered({ settings, faults: [cut] }), 'choreography', 7);
    expect(bugs).toEqual([]);
    const changes = told(world, 'isr-changed').filter(({ partition }) => partition === 0);
    expect(changes.map(({ nodes }) => nodes)).toEqual([0b101, 0b111]);
    expect(changes[0]?.time).toBeLessThan(13_000_000);
    expect(changes[1]?.time).toBeGreaterThan(24_000_000);
  });

  test('as a leader goes on alone for a while, and drops what only it has', () => {
    const faults = [at(5000, { node: 0 }, { kind: 'isolate-node', forMs: 20_000 })];
    const { world, bugs } = judge(
      clustered({ settings: { acks: '1' }, faults }),
      'choreography',
      7,
    );
    expect(bugs).toEqual([]);
    const [dropped] = told(world, 'log-truncated');
    expect(dropped?.actor).toBe(world.cast.nodes[0]);
    expect(dropped?.end).toBeGreaterThan(dropped?.start ?? 0);
    expect(offsetsTwice(world)).toBeGreaterThan(0);
  });

  test('as a leader acknowledges nothing to acks=all meanwhile', () => {
    const faults = [at(5000, { node: 0 }, { kind: 'isolate-node', forMs: 20_000 })];
    const world = finished(clustered({ faults }), 'choreography', 7);
    const acked = told(world, 'produce-acked').filter(
      ({ partition, time }) => partition === 0 && time > 5_100_000 && time < 14_000_000,
    );
    expect(acked).toEqual([]);
    expect(lost(clustered({ faults }), 7)).toBe(0);
  });
});

describe('a partition on one node', () => {
  test('is offline while that node is down, and empty when its disk was lost', () => {
    const faults = [kill(5000, 0, 'lost')];
    const { world, bugs } = judge(clustered({ nodes: 2, replicas: 1, faults }), 'choreography', 7);
    expect(bugs).toEqual([]);
    expect(told(world, 'partition-offline')[0]?.time).toBe(14_000_000);
    expect(told(world, 'disk-lost')[0]?.time).toBe(20_000_000);
    expect(told(world, 'leader-elected')[0]).toMatchObject({ time: 20_000_000, epoch: 1 });
  });

  test('never has the two in-sync replicas that min.insync.replicas may ask for', () => {
    const set = { kind: 'set', setting: 'min.insync.replicas', value: 2 } as const;
    const faults = [at(4000, {}, set)];
    const world = finished(clustered({ nodes: 1, faults }), 'choreography', 7);
    const refused = told(world, 'produce-failed').filter(({ error }) => error === 4);
    expect(refused.length).toBeGreaterThan(0);
  });
});

describe('a topic that is given more partitions', () => {
  const grow = (settings: Record<string, number>) =>
    clustered({
      nodes: 1,
      orders: 60,
      settings,
      topic: { maxPartitions: 6 },
      workload: { key: 'customer', customers: 8 },
      faults: [at(4000, { topic: 'orders.events' }, { kind: 'add-partitions', count: 6 })],
    });

  test('has keys that move to other partitions, while what was stored stays', () => {
    const { world, bugs } = judge(grow({ 'metadata.max.age.ms': 500 }), 'choreography', 7);
    expect(bugs).toEqual([]);
    expect(told(world, 'partition-added').map(({ count }) => count)).toEqual([6, 6, 6]);
    const places = new Map<string, Set<number>>();
    for (const { message, partition } of told(world, 'record-appended')) {
      const key = world.messages.keyOf(message) ?? '';
      places.set(key, (places.get(key) ?? new Set()).add(partition));
    }
    // From three to six, a key stays or moves by three.
    const moved = [...places.values()].filter(({ size }) => size > 1);
    expect(moved.length).toBeGreaterThan(0);
    for (const [before = 0, after = 0] of moved) expect(after).toBe(before + 3);
    expect(told(world, 'partition-assigned').some(({ partition }) => partition > 2)).toBe(true);
  });

  test('is known to clients only when their metadata has aged', () => {
    const world = finished(grow({ 'metadata.max.age.ms': 60_000 }), 'choreography', 7);
    expect(told(world, 'record-appended').some(({ partition }) => partition > 2)).toBe(false);
  });
});
