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
    { kind: 'cut-off', forMs: 3000 },
    'Payment is cut off from the network now for 3 s: it works on, and what it sends or is sent is lost.',
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

const when = { message: 'OrderPlaced', order: 7, fromMs: 2486 };
const ofMessages: readonly (readonly [Fault['target'], Fault['effect'], string])[] = [
  [
    { service: 'payment', leg: 'fetch-response' },
    { kind: 'lose' },
    'The network loses the next fetch response of Payment with OrderPlaced of order 7 from 2.486 s on.',
  ],
  [
    { leg: 'produce-request' },
    { kind: 'delay', byMs: 500 },
    'The network holds the next produce request with OrderPlaced of order 7 up by 500 ms from 2.486 s on.',
  ],
  [
    { service: 'payment' },
    { kind: 'duplicate' },
    'Payment is handed OrderPlaced of order 7 twice from 2.486 s on.',
  ],
  [
    { service: 'payment' },
    { kind: 'poison' },
    'Payment cannot handle OrderPlaced of order 7 from 2.486 s on: every attempt fails.',
  ],
];

describe('a fault', () => {
  it.each(ofMessages)('of one message, at %j with %j, names its order once', async (...given) => {
    const [target, effect, text] = given;
    const { scenario } = (await openCluster()).run;
    if (scenario === undefined) throw new Error('nothing is open');
    expect(sayFault({ when, target, effect }, scenario)).toBe(text);
  });

  it('of a message of one order is not said to strike now', async () => {
    const { scenario } = (await openCluster()).run;
    if (scenario === undefined) throw new Error('nothing is open');
    const fault: Fault = {
      when: { message: 'OrderPlaced', order: 8 },
      target: { service: 'payment' },
      effect: { kind: 'poison' },
    };
    expect(sayFault(fault, scenario)).toBe(
      'Payment cannot handle OrderPlaced of order 8: every attempt fails.',
    );
  });

  it.each([
    [1044.5, 'Payment is attached at 1.044 s.'],
    [512.999, 'Payment is attached at 512 ms.'],
  ])('at %d ms is said to strike when the clock shows it', async (atMs, text) => {
    const { scenario } = (await openCluster()).run;
    if (scenario === undefined) throw new Error('nothing is open');
    const target = { service: 'payment' };
    expect(sayFault({ when: { atMs }, target, effect: { kind: 'attach' } }, scenario)).toBe(text);
  });

  it.each(told)('aimed at %j with %j is told', async (target, effect, text) => {
    const { scenario } = (await openCluster()).run;
    if (scenario === undefined) throw new Error('nothing is open');
    expect(sayFault({ when: {}, target, effect }, scenario)).toBe(text);
  });
});
