/** Whatever a person does in a run, and however often it goes back: it stands where a run of the same inputs stands that never went back. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fault, FaultEffect } from '../../src/scenario/index.ts';
import { compile, Run, type Action } from '../../src/simulation/index.ts';
import { History } from '../../src/simulation/run/history.ts';
import { Lane } from '../../src/simulation/run/lane.ts';
import { World } from '../../src/simulation/world/world.ts';
import type { Style } from '../../src/trace/index.ts';
import { builtIn } from '../support/runs.ts';

const shop = builtIn('order-fulfilment');
const scenario = { ...shop, workload: { ...shop.workload, orders: 5 } };
const seed = 5;
const styles: readonly Style[] = ['choreography', 'orchestration'];
const end = 12_000_000;

const effects: readonly FaultEffect[] = [
  { kind: 'crash', restartAfterMs: 700 },
  { kind: 'pause', forMs: 900 },
  { kind: 'cut-off', forMs: 900 },
  { kind: 'rebalance' },
  { kind: 'set', setting: 'max.poll.records', value: 1 },
];

/** A run with so many checkpoints that every one of them matters. */
function runWithMany(): Run {
  const lanes = styles.map((style) => {
    const plan = compile(scenario, style);
    return new Lane(plan, seed, new World(plan, seed), new History({ work: 40, most: 12 }));
  });
  return new Run(scenario, seed, styles, lanes);
}

function straight(actions: readonly Action[], untilMicros: number): Run {
  const run = new Run(scenario, seed, styles);
  for (const action of actions) run.act(action);
  run.advance({ untilMicros, maxEvents: Infinity });
  return run;
}

const hashesOf = (run: Run) =>
  run.worlds.map(({ world }) => `${world.ending} ${world.trace.length} ${world.hash}`);

const instant = fc.integer({ min: 1, max: end });
const fault = fc.constantFrom(...effects).map((effect): Fault => {
  return { when: {}, target: { service: 'payment' }, effect };
});
const move = fc.oneof(
  fc.record({ kind: fc.constant('advance' as const), at: instant }),
  fc.record({ kind: fc.constant('rewind' as const), at: instant }),
  fc.record({ kind: fc.constant('inject' as const), at: instant, fault }),
  fc.record({ kind: fc.constant('switch' as const), at: instant, on: fc.boolean() }),
);
type Move = typeof move extends fc.Arbitrary<infer M> ? M : never;

function make(run: Run, next: Move): void {
  const { at: atMicros } = next;
  if (next.kind === 'advance') run.advance({ untilMicros: atMicros, maxEvents: Infinity });
  else if (next.kind === 'rewind') run.rewind(atMicros);
  else if (next.kind === 'inject') run.act({ kind: 'inject', atMicros, fault: next.fault });
  else run.act({ kind: 'switch', atMicros, service: 'payment', name: 'inbox', on: next.on });
}

describe('a run that goes back and forth', () => {
  test('stands where one stands that went straight there', () => {
    fc.assert(
      fc.property(fc.array(move, { minLength: 2, maxLength: 7 }), (moves) => {
        const run = runWithMany();
        for (const next of moves) make(run, next);
        run.advance({ untilMicros: end, maxEvents: Infinity });
        expect(hashesOf(run)).toEqual(hashesOf(straight(run.actions, end)));
      }),
      { numRuns: 6 },
    );
  });

  test('has come to its end where nobody did anything any more', () => {
    const ended = straight([], Infinity);
    const endedAt = Math.max(...ended.worlds.map(({ world }) => world.trace.endTime));
    const run = runWithMany();
    make(run, { kind: 'switch', at: endedAt + 30_000_000, on: false });
    run.rewind(endedAt + 20_000_000);
    expect(hashesOf(run)).toEqual(hashesOf(ended));
  });

  test('can be looked into at any row, without being moved', () => {
    const run = runWithMany();
    run.act({ kind: 'switch', atMicros: 500_000, service: 'payment', name: 'inbox', on: false });
    run.advance({ untilMicros: end, maxEvents: Infinity });
    const before = hashesOf(run);
    for (const { style, world, marks } of run.worlds) {
      expect(marks).toBeGreaterThan(4);
      expect(marks).toBeLessThanOrEqual(12);
      for (let row = 0; row < world.trace.length; row += 97) {
        const there = run.worldAt(style, row);
        expect(there.trace.read(row)).toEqual(world.trace.read(row));
        expect(there.kernel.now).toBe(world.trace.time(row));
        // Who looks at what was before the switch has not flipped it.
        if (there.kernel.now <= 500_000) continue;
        while (there.ending === 'running') there.step();
        expect(there.hash).toBe(world.hash);
      }
    }
    expect(hashesOf(run)).toEqual(before);
  });
});
