/** Every fault can be injected live: it strikes at that instant, is written down as a line of the scenario, and means the same in every replay. */
import { describe, expect, test } from 'vitest';
import type { Fault, FaultEffect, Scenario, Target } from '../../src/scenario/index.ts';
import { readFaults } from '../../src/scenario/index.ts';
import { Run } from '../../src/simulation/index.ts';
import { code, type Kind } from '../../src/trace/index.ts';
import { builtIn } from '../support/runs.ts';

const shop = builtIn('order-fulfilment');
const end = 30_000_000;
const live = 1_500_000;

const cluster: Scenario = {
  ...shop,
  broker: {
    ...shop.broker,
    nodes: 3,
    topics: shop.broker.topics.map((topic) => ({ ...topic, replicas: 3, maxPartitions: 6 })),
  },
  services: shop.services.map((service) => ({ ...service, maxInstances: 3 })),
  readers: [
    {
      ...{ id: 'report', name: 'Report', topics: ['orders.events'], instances: 1, maxInstances: 2 },
      ...{ attached: false, work: { minMs: 1, maxMs: 2 }, delivery: 'at-least-once' },
      ...{ handling: 'in-turn', group: 'consumer', settings: {} },
    },
  ],
};

const cases: readonly [FaultEffect, Target, Kind][] = [
  [{ kind: 'pause', forMs: 700 }, { service: 'payment' }, 'process-paused'],
  [{ kind: 'block-poll', forMs: 700 }, { service: 'payment' }, 'handler-blocked'],
  [{ kind: 'rebalance' }, { service: 'payment' }, 'rebalance-started'],
  [{ kind: 'scale', instances: 2 }, { service: 'payment' }, 'process-started'],
  [{ kind: 'attach' }, { service: 'report' }, 'group-attached'],
  [{ kind: 'kill-node', restartAfterMs: 900, disk: 'kept' }, { node: 1 }, 'process-crashed'],
  [{ kind: 'isolate-node', forMs: 900 }, { node: 1 }, 'node-isolated'],
  [{ kind: 'add-partitions', count: 6 }, { topic: 'orders.events' }, 'partition-added'],
  [{ kind: 'set', setting: 'max.poll.records', value: 1 }, {}, 'setting-changed'],
  [{ kind: 'slow', factor: 9, forMs: 700 }, { service: 'payment' }, 'process-slowed'],
  [{ kind: 'crash', restartAfterMs: 500 }, { service: 'payment' }, 'process-crashed'],
];

function runWith(effect: FaultEffect, target: Target): Run {
  const run = new Run(cluster, 7, ['choreography']);
  run.advance({ untilMicros: live, maxEvents: Infinity });
  run.act({ kind: 'inject', atMicros: live, fault: { when: {}, target, effect } });
  run.advance({ untilMicros: end, maxEvents: Infinity });
  return run;
}

const hashesOf = (run: Run) => run.worlds.map(({ world }) => world.hash);

function timesOf(run: Run, kind: Kind): number[] {
  const trace = run.worlds[0]?.world.trace;
  if (trace === undefined) return [];
  return Array.from({ length: trace.length }, (_, row) => row)
    .filter((row) => trace.kind(row) === code[kind])
    .map((row) => trace.time(row));
}

describe('a live fault', () => {
  test.each(cases)('%j at %j strikes at once and is told as %s', (effect, target, kind) => {
    const run = runWith(effect, target);
    expect(timesOf(run, 'fault-struck')).toContain(live);
    expect(timesOf(run, kind).some((time) => time >= live)).toBe(true);
  });

  test.each(cases)('%j at %j is a line of the scenario with its instant', (effect, target) => {
    const run = runWith(effect, target);
    const [fault] = run.faults;
    expect(fault).toEqual<Fault>({ when: { atMs: live / 1_000 }, target, effect });
    expect(readFaults(JSON.stringify(fault), cluster)).toEqual({ kind: 'faults', faults: [fault] });
  });

  test.each(cases)('%j at %j means the same in a replay', (effect, target) => {
    const run = runWith(effect, target);
    const hashes = hashesOf(run);
    run.rewind(live + 200_000);
    run.advance({ untilMicros: end, maxEvents: Infinity });
    expect(hashesOf(run)).toEqual(hashes);
  });
});
