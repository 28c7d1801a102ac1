/** Producers in a running world: what their settings do to what is stored, and to who learns of it. */
import { describe, expect, test } from 'vitest';
import { produceErrors } from '../../src/trace/index.ts';
import { at, clustered, told } from '../support/clusters.ts';
import { judge } from '../support/runs.ts';

describe('a producer', () => {
  test('with acks=0 takes what it sent for stored, and never hears of a loss', () => {
    const scenario = {
      ...clustered({ nodes: 1, settings: { acks: '0' } }),
      network: { latency: { minMs: 1, maxMs: 5 }, loss: { in: 1, of: 10 } },
    };
    const { world, bugs } = judge(scenario, 'choreography', 7);
    expect(bugs).toEqual([]);
    expect(told(world, 'produce-failed')).toEqual([]);
    const sent = told(world, 'produce-sent').filter(({ latency }) => latency < 0).length;
    expect(sent).toBeGreaterThan(0);
    expect(told(world, 'produce-acked').every(({ offset }) => offset === -1)).toBe(true);
  });

  test('gives up after delivery.timeout.ms; its relay sends again, and in the end all is stored', () => {
    const settings = {
      ...{ 'delivery.timeout.ms': 3000, 'request.timeout.ms': 1000, 'linger.ms': 0 },
      ...{ 'broker.session.timeout.ms': 2000 },
    };
    const faults = [
      at(2000, { node: 0 }, { kind: 'kill-node', restartAfterMs: 9000, disk: 'kept' }),
    ];
    const { world, bugs } = judge(clustered({ nodes: 1, settings, faults }), 'choreography', 7);
    expect(bugs).toEqual([]);
    const expired = told(world, 'send-expired');
    expect(expired.length).toBeGreaterThan(0);
    expect(new Set(expired.map(({ error }) => produceErrors[error]))).toEqual(
      new Set(['DELIVERY_TIMED_OUT']),
    );
    expect(world.ending).toBe('drained');
    const marked = told(world, 'outbox-marked').length;
    expect(marked).toBeGreaterThan(0);
  });

  test('whose buffer is full waits, and goes on when there is room', () => {
    const settings = { 'buffer.memory': 2000, 'batch.size': 500, 'max.block.ms': 60_000 };
    const { world, bugs } = judge(
      clustered({
        ...{ nodes: 1, settings, orders: 60 },
        workload: { arrivals: { kind: 'steady', everyMs: 1 } },
      }),
      'choreography',
      7,
    );
    expect(bugs).toEqual([]);
    expect(told(world, 'buffer-full').length).toBeGreaterThan(0);
    expect(told(world, 'buffer-freed').length).toBe(told(world, 'buffer-full').length);
    expect(world.ending).toBe('drained');
  });

  test('sends to the new leader when the old one died', () => {
    const faults = [
      at(2000, { node: 0 }, { kind: 'kill-node', restartAfterMs: 30_000, disk: 'kept' }),
    ];
    const { world, bugs } = judge(clustered({ faults }), 'choreography', 7);
    expect(bugs).toEqual([]);
    const dead = world.cast.nodes[0] ?? -1;
    const later = told(world, 'record-appended').filter(({ time }) => time > 12_000_000);
    expect(later.some(({ actor }) => actor === dead)).toBe(false);
    expect(world.ending).toBe('drained');
  });

  test('gathers what comes within linger.ms into one batch', () => {
    const batches = (linger: number) => {
      const settings = { 'linger.ms': linger };
      const workload = { arrivals: { kind: 'steady', everyMs: 2 } } as const;
      const { world } = judge(clustered({ nodes: 1, settings, workload }), 'choreography', 7);
      return told(world, 'batch-sent').length;
    };
    expect(batches(200)).toBeLessThan(batches(0) * 0.8);
  });
});
