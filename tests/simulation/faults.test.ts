/** Faults: each does what its name says, at the place and the moment that it names. */
import { describe, expect, test } from 'vitest';
import { recount } from '../../src/projections/index.ts';
import type { Fault, Scenario } from '../../src/scenario/index.ts';
import { code, legs, type Kind, type Leg, type Style } from '../../src/trace/index.ts';
import type { World } from '../../src/simulation/index.ts';
import { builtIn, complaint, count, finished, judge, withFaults } from '../support/runs.ts';
import { twins } from '../evidence/claims.ts';

const scenario = builtIn('order-fulfilment');

function first(world: World, kind: Kind) {
  for (let row = 0; row < world.trace.length; row++)
    if (world.trace.kind(row) === code[kind]) return world.trace.read(row);
  return undefined;
}

function judged(
  faults: readonly Fault[],
  style: Style = 'choreography',
  base: Scenario = scenario,
) {
  return judge(withFaults(base, faults), style, 7);
}

describe('a fault', () => {
  test.each(['produce-request', 'produce-ack', 'fetch-response', 'commit'] as readonly Leg[])(
    'that loses a message on the leg %s delays it and breaks nothing',
    (leg) => {
      const lost = judged([
        { when: { order: 5, message: 'CardCharged' }, target: { leg }, effect: { kind: 'lose' } },
      ]);
      const row = first(lost.world, 'leg-lost');
      expect(row?.kind === 'leg-lost' && legs[row.leg]).toBe(leg);
      expect(row?.order).toBe(5);
      expect(complaint(lost, 7)).toBe('');
    },
  );

  test('that loses an acknowledgement shows an idempotent producer: the broker appends once', () => {
    const lost = judged([
      {
        when: { order: 5, message: 'CardCharged' },
        target: { leg: 'produce-ack' },
        effect: { kind: 'lose' },
      },
    ]);
    expect(count(lost.world, 'produce-deduplicated')).toBe(1);
    const plain = {
      ...scenario,
      broker: {
        ...scenario.broker,
        settings: { ...scenario.broker.settings, 'enable.idempotence': false },
      },
    };
    const twice = judged(
      [
        {
          when: { order: 5, message: 'CardCharged' },
          target: { leg: 'produce-ack' },
          effect: { kind: 'lose' },
        },
      ],
      'choreography',
      plain,
    );
    expect(count(twice.world, 'produce-deduplicated')).toBe(0);
    expect(count(twice.world, 'record-appended')).toBe(count(lost.world, 'record-appended') + 1);
    expect(complaint(twice, 7)).toBe('');
  });

  test.each(['call', 'reply'] as readonly Leg[])(
    'on the leg %s makes the client ask again, and the order is placed once',
    (leg) => {
      const lost = judged([
        { when: { order: 5, message: 'PlaceOrder' }, target: { leg }, effect: { kind: 'lose' } },
      ]);
      expect(count(lost.world, 'call-timed-out')).toBe(1);
      expect(complaint(lost, 7)).toBe('');
    },
  );

  test('that delays a message holds it up by its span', () => {
    const delayed = judged([
      {
        when: { order: 5, message: 'CardCharged' },
        target: { leg: 'produce-request' },
        effect: { kind: 'delay', byMs: 300 },
      },
    ]);
    const row = first(delayed.world, 'leg-delayed');
    expect(row?.kind === 'leg-delayed' && row.span).toBe(300_000);
    expect(complaint(delayed, 7)).toBe('');
  });

  test('that delivers twice is suppressed by an inbox, and does the work twice without one', () => {
    const fault: Fault = {
      when: { order: 5 },
      target: { service: 'shipping' },
      effect: { kind: 'duplicate' },
    };
    for (const style of twins) {
      const guarded = judged([fault], style);
      expect(count(guarded.world, 'delivery-duplicated')).toBe(1);
      expect(complaint(guarded, 7)).toBe('');
      const naive = judged(
        [{ ...fault, when: { ...fault.when, step: 'shipping' } }],
        style,
        builtIn('order-fulfilment-naive'),
      );
      expect(naive.broken.map(({ id }) => id)).toContain('shipped-once');
    }
  });

  test('that poisons a record ends in the dead-letter topic after the stated attempts, and the order is undone', () => {
    const services = scenario.services.map((service) => ({
      ...service,
      deadLetter: { afterAttempts: 3, backoffMs: 50 },
    }));
    for (const style of twins) {
      const poisoned = judged(
        [
          {
            when: { order: 5, step: 'shipping' },
            target: { service: 'shipping' },
            effect: { kind: 'poison' },
          },
        ],
        style,
        { ...scenario, services },
      );
      expect(count(poisoned.world, 'dead-lettered')).toBe(style === 'choreography' ? 1 : 2);
      const letter = first(poisoned.world, 'dead-lettered');
      expect(letter?.kind === 'dead-lettered' && [letter.order, letter.attempt]).toEqual([5, 3]);
      expect(complaint(poisoned, 7)).toBe('');
    }
  });

  test('that poisons a record without a dead-letter topic blocks its partition for ever, and the run still ends', () => {
    const blocked = judged([
      {
        when: { order: 5, step: 'shipping' },
        target: { service: 'shipping' },
        effect: { kind: 'poison' },
      },
    ]);
    expect(blocked.figures.lag.end).toBeGreaterThan(0);
    expect(blocked.world.ending).toBe('drained');
    expect(blocked.bugs).toEqual([]);
  });

  test('that slows a service makes its lag rise, for as long as it lasts', () => {
    const slowed = judged([
      {
        when: { atMs: 2000 },
        target: { service: 'shipping' },
        effect: { kind: 'slow', factor: 8, forMs: 6000 },
      },
    ]);
    const usual = finished(scenario, 'choreography', 7);
    expect(slowed.figures.lag.max).toBeGreaterThan(2 * recount(usual.trace, usual.cast).lag.max);
    expect(count(slowed.world, 'process-recovered')).toBe(1);
    expect(complaint(slowed, 7)).toBe('');
  });

  test('that brings a spike brings as many orders', () => {
    const spiked = judged([
      { when: { atMs: 2000 }, target: {}, effect: { kind: 'spike', orders: 30, everyMs: 5 } },
    ]);
    expect(spiked.figures.outcomes.started).toBe(scenario.workload.orders + 30);
    expect(complaint(spiked, 7)).toBe('');
  });

  test('that is not matched costs nothing: the run is the same', () => {
    const never = judged([
      {
        when: { order: 5, message: 'CardCharged', nth: 99 },
        target: { leg: 'commit' },
        effect: { kind: 'lose' },
      },
    ]);
    expect(never.world.hash).toBe(finished(scenario, 'choreography', 7).hash);
  });

  test('aimed at an order, a step and a point strikes every style at the same business instant', () => {
    const fault: Fault = {
      when: { order: 10, step: 'shipping', point: 'after store-commit' },
      target: { service: 'shipping' },
      effect: { kind: 'crash', restartAfterMs: 500 },
    };
    for (const style of ['choreography', 'orchestration', 'direct'] as const) {
      const row = first(judged([fault], style).world, 'process-crashed');
      expect(row?.order).toBe(10);
      expect(row?.kind === 'process-crashed' && [row.point, row.moment]).toEqual([2, 1]);
    }
  });

  test('that takes the owner down in the middle of an order leaves the twins unharmed', () => {
    const fault: Fault = {
      when: { order: 10, step: 'payment', point: 'after store-commit' },
      target: { service: 'order' },
      effect: { kind: 'crash', restartAfterMs: 500 },
    };
    for (const style of twins) expect(complaint(judged([fault], style), 7)).toBe('');
  });
});

describe('deadlines', () => {
  test('outlive a crash of the process that set them', () => {
    const faults: Fault[] = [
      {
        when: { order: 5, message: 'ShipOrder', every: true },
        target: { leg: 'fetch-response', service: 'shipping' },
        effect: { kind: 'delay', byMs: 200_000 },
      },
      {
        when: { atMs: 9000 },
        target: { service: 'order' },
        effect: { kind: 'crash', restartAfterMs: 40_000 },
      },
    ];
    const held = judged(faults, 'orchestration');
    expect(count(held.world, 'deadline-passed')).toBeGreaterThan(0);
    expect(held.figures.outcomes.stuck).toBe(0);
    expect(held.bugs).toEqual([]);
  });
});

describe('a poisoned call', () => {
  test('is answered as failed, and the direct chain gives up and undoes', () => {
    const poisoned = judged(
      [
        {
          when: { order: 10, step: 'shipping' },
          target: { service: 'shipping' },
          effect: { kind: 'poison' },
        },
      ],
      'direct',
    );
    expect(count(poisoned.world, 'work-failed')).toBeGreaterThan(1);
    expect(poisoned.world.ending).toBe('drained');
    expect(poisoned.bugs).toEqual([]);
  });
});

describe('a fault that strikes every delivery', () => {
  test('copies each record once, and comes to its end', () => {
    const copied = judged([
      { when: { every: true }, target: { service: 'shipping' }, effect: { kind: 'duplicate' } },
    ]);
    expect(copied.figures.duplicates).toBe(count(copied.world, 'delivery-duplicated'));
    expect(complaint(copied, 7)).toBe('');
  });
});
