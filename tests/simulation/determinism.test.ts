/** The same inputs make the same run: whatever the slices, and whatever else ran before. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Run, type Action } from '../../src/simulation/index.ts';
import { styles } from '../../src/trace/index.ts';
import { crashesEverywhere } from '../support/crash-plans.ts';
import type { finished } from '../support/runs.ts';
import { builtIn, withFaults } from '../support/runs.ts';

const scenario = withFaults(builtIn('order-fulfilment'), crashesEverywhere());
const end = 20_000_000;

function hashesOf(run: Run): string[] {
  return run.worlds.map(({ world }) => world.hash);
}

function straight(seed: number, actions: readonly Action[] = []): string[] {
  const run = new Run(scenario, seed, styles);
  for (const action of actions) {
    run.advance({ untilMicros: action.atMicros, maxEvents: Infinity });
    run.act(action);
  }
  run.advance({ untilMicros: end, maxEvents: Infinity });
  return hashesOf(run);
}

describe('a run', () => {
  test('has the same hash every time', () => {
    expect(straight(7)).toEqual(straight(7));
  });

  test('has another hash for another seed', () => {
    const [seven, eight] = [straight(7), straight(8)];
    seven.forEach((hash, index) => expect(hash).not.toBe(eight[index]));
  });

  test('does not notice where its slices end', () => {
    const expected = straight(3);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 8 }),
        (sizes) => {
          const run = new Run(scenario, 3, styles);
          for (
            let i = 0;
            run.worlds.some(({ simulatedTo }) => simulatedTo < end) && !run.hasEnded;
            i++
          ) {
            run.advance({ untilMicros: end, maxEvents: sizes[i % sizes.length] ?? 1 });
          }
          expect(hashesOf(run)).toEqual(expected);
        },
      ),
      { numRuns: 5 },
    );
  });

  test('knows the hash that it had at any earlier instant, wherever it stands', () => {
    const run = new Run(scenario, 3, styles);
    run.advance({ untilMicros: end, maxEvents: Infinity });
    run.worlds.forEach(({ world }) => expect(world.hashAt(Infinity)).toBe(world.hash));
    for (const instant of [0, 1_234_567, 4_000_000]) {
      const early = new Run(scenario, 3, styles);
      early.advance({ untilMicros: instant, maxEvents: Infinity });
      run.worlds.forEach(({ world }, index) =>
        expect(world.hashAt(instant)).toBe(early.worlds[index]?.world.hash),
      );
    }
  });

  test('is the same alone as beside its twins', () => {
    const together = straight(5);
    styles.forEach((style, index) => {
      const run = new Run(scenario, 5, [style]);
      run.advance({ untilMicros: end, maxEvents: Infinity });
      expect(hashesOf(run)).toEqual([together[index]]);
    });
  });
});

const live: Action = {
  kind: 'inject',
  atMicros: 3_000_000,
  fault: {
    when: { point: 'before offset-commit' },
    target: { service: 'shipping' },
    effect: { kind: 'crash', restartAfterMs: 500 },
  },
};

describe('an action', () => {
  test('made while the run goes on or in its past gives the same run', () => {
    const lived = straight(4, [live]);
    const late = new Run(scenario, 4, styles);
    late.advance({ untilMicros: 9_000_000, maxEvents: Infinity });
    late.act(live);
    late.advance({ untilMicros: end, maxEvents: Infinity });
    expect(hashesOf(late)).toEqual(lived);
    expect(lived).not.toEqual(straight(4));
  });

  test('made after the end opens the run again', () => {
    const quick = builtIn('order-fulfilment');
    const run = new Run(quick, 4, ['choreography']);
    run.advance({ untilMicros: Infinity, maxEvents: Infinity });
    const before = run.worlds[0]?.world.trace.length ?? 0;
    run.act({
      kind: 'inject',
      atMicros: 60_000_000,
      fault: { when: {}, target: {}, effect: { kind: 'spike', orders: 5, everyMs: 10 } },
    });
    run.advance({ untilMicros: Infinity, maxEvents: Infinity });
    expect(run.worlds[0]?.world.trace.length).toBeGreaterThan(before);
    expect(run.worlds[0]?.world.ending).toBe('drained');
  });

  test('aims a live crash at one order in every style, and writes it down', () => {
    const run = new Run(builtIn('order-fulfilment'), 4, styles);
    run.advance({ untilMicros: 3_000_000, maxEvents: Infinity });
    run.act(live);
    const [action] = run.actions;
    expect(action?.kind === 'inject' && action.fault.when.order).toBeGreaterThan(0);
    run.advance({ untilMicros: 60_000_000, maxEvents: Infinity });
    const struck = run.worlds
      .filter(({ world }) => world.cast.style !== 'direct')
      .map(({ world }) => crashedOrders(world));
    for (const orders of struck)
      expect(orders).toEqual([action?.kind === 'inject' ? action.fault.when.order : undefined]);
  });

  test('going back and on again gives the same run', () => {
    const run = new Run(scenario, 6, styles);
    run.advance({ untilMicros: end, maxEvents: Infinity });
    const expected = hashesOf(run);
    run.rewind(5_000_000);
    run.advance({ untilMicros: end, maxEvents: Infinity });
    expect(hashesOf(run)).toEqual(expected);
  });

  test('that flips a switch changes what happens from then on', () => {
    const flip: Action = {
      kind: 'switch',
      atMicros: 2_000_000,
      service: 'shipping',
      name: 'outbox',
      on: false,
    };
    expect(straight(4, [flip])).not.toEqual(straight(4));
  });
});

function crashedOrders({ trace }: ReturnType<typeof finished>): number[] {
  const orders: number[] = [];
  for (let row = 0; row < trace.length; row++)
    if (trace.is(row, 'process-crashed')) orders.push(trace.order(row));
  return orders;
}
