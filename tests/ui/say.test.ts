/** Faults of the broker in words: what will happen, where and when. */
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../src/scenario/index.ts';
import { sayFault } from '../../src/ui/faults/say.ts';
import { openCluster } from './cluster.ts';

const leader = { topic: 'orders.events', partition: 1 };

const told: readonly (readonly [Fault['target'], Fault['effect'], string])[] = [
  [
    leader,
    { kind: 'kill-node', restartAfterMs: 20_000, disk: 'kept' },
    'The leader of orders.events-1 is killed now and is back after 20 s.',
  ],
  [
    { node: 2 },
    { kind: 'kill-node', restartAfterMs: 500, disk: 'lost' },
    'Broker 3 is killed now, loses its disk and is back after 500 ms.',
  ],
  [
    { node: 1 },
    { kind: 'isolate-node', forMs: 15_000 },
    'Broker 2 cannot reach the other brokers now for 15 s.',
  ],
  [
    { topic: 'orders.events' },
    { kind: 'add-partitions', count: 4 },
    'orders.events has 4 partitions now: keys move.',
  ],
  [{}, { kind: 'set', setting: 'acks', value: '1' }, 'acks becomes 1 now.'],
  [
    { service: 'payment' },
    { kind: 'set', setting: 'acks', value: '1' },
    'acks of Payment becomes 1 now.',
  ],
  [
    { topic: 'orders.events' },
    { kind: 'set', setting: 'retention.ms', value: 1000 },
    'retention.ms of topic orders.events becomes 1000 now.',
  ],
  [
    { service: 'payment' },
    { kind: 'pause', forMs: 9000 },
    'Payment stands still now for 9 s, and its heartbeats with it.',
  ],
  [
    { service: 'payment' },
    { kind: 'block-poll', forMs: 9000 },
    'A handler of Payment hangs now for 9 s while its heartbeats go on.',
  ],
  [{ service: 'payment' }, { kind: 'rebalance' }, 'The group of Payment is made to rebalance now.'],
  [
    { service: 'shipping' },
    { kind: 'scale', instances: 1 },
    'Shipping is scaled to 1 instance now.',
  ],
  [{ service: 'ledger' }, { kind: 'attach' }, 'Ledger is attached now.'],
];

describe('a fault', () => {
  it.each(told)('aimed at %j with %j is told', async (target, effect, text) => {
    const { scenario } = (await openCluster()).run;
    if (scenario === undefined) throw new Error('nothing is open');
    expect(sayFault({ when: {}, target, effect }, scenario)).toBe(text);
  });
});
