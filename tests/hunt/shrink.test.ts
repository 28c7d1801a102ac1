/** Shrinking: what is left is small, still breaks the same promise, and is the same every time. */
import { describe, expect, test } from 'vitest';
import {
  Hunt,
  Shrink,
  measuresOf,
  plan,
  planned,
  shrink,
  type Failure,
} from '../../src/hunt/index.ts';
import type { Fault } from '../../src/scenario/index.ts';
import { checked, judge, withFaults } from '../support/runs.ts';
import { crash } from '../support/crash-plans.ts';
import { small } from './small.ts';

function failuresOf(seeds: number): Failure[] {
  const hunt = new Hunt({
    scenario: small('order-fulfilment-naive', 8),
    styles: ['choreography', 'orchestration'],
    from: 1,
    seeds,
    faults: 'drawn',
  });
  hunt.step({ maxEvents: Infinity });
  return hunt.failures().filter(({ rule }) => rule.kind === 'promise');
}

describe('a shrunken run', () => {
  const failures = failuresOf(8);

  test.each(['charged-once', 'shipped-once'])('of %s is short and breaks it again', (id) => {
    const failure = failures.find(({ rule }) => rule.id === id);
    if (failure === undefined) throw new Error(`no seed broke ${id}`);
    const { text, seed, style, lines, sentence, at, input } = shrink(failure);
    expect(lines.length).toBeLessThanOrEqual(8);
    expect(input.scenario.faults.length).toBeLessThanOrEqual(2);
    expect(input.scenario.styles).toEqual([style]);
    const again = judge(checked(text), style, seed).broken.find((verdict) => verdict.id === id);
    expect(again).toMatchObject({ state: 'broken', sentence, firstAt: at });
  });

  test('is in no measure larger than what it came from, and fails however little it may cost', () => {
    for (const failure of failures.slice(0, 4)) {
      for (const runs of [0, 1, 6, 25]) {
        const shrunken = shrink(failure, { runs, events: Infinity });
        const before: Readonly<Record<string, number>> = { ...measuresOf(failure.input) };
        for (const [name, value] of Object.entries(measuresOf(shrunken.input)))
          expect(value, name).toBeLessThanOrEqual(before[name] ?? -1);
        const { broken } = judge(checked(shrunken.text), shrunken.style, shrunken.seed);
        expect(broken.map(({ id }) => id)).toContain(failure.rule.id);
        expect(shrunken.runs).toBeLessThanOrEqual(runs + 1);
      }
    }
  });

  test('is the same in slices of any size', () => {
    const [failure] = failures;
    if (failure === undefined) throw new Error('no seed failed');
    const sliced = new Shrink(failure);
    for (let slice = 1; !sliced.done; slice++) sliced.step({ maxEvents: 1 + ((slice * 11) % 700) });
    expect(sliced.result).toEqual(shrink(failure));
  });

  test('keeps the one fault of many that matters', () => {
    const scenario = small('order-fulfilment-naive', 8);
    const noise: readonly Fault[] = [2, 3, 4, 5].map((order) => ({
      when: { order },
      target: { leg: 'commit' },
      effect: { kind: 'delay', byMs: 20 },
    }));
    const culprit = crash('shipping', 'before offset-commit', 6, 'shipping');
    const faulty = withFaults(scenario, [...noise.slice(0, 2), culprit, ...noise.slice(2)]);
    const { input } = shrink({
      input: { scenario: faulty, seed: 7, style: 'orchestration' },
      rule: { kind: 'promise', id: 'shipped-once' },
    });
    expect(input.scenario.faults).toMatchObject([
      { when: { point: 'before offset-commit' }, effect: { kind: 'crash' } },
    ]);
    expect(input.scenario.workload.orders).toBe(1);
  });
});

test('a run that breaks nothing cannot be shrunken', () => {
  const scenario = small('order-fulfilment', 3);
  const input = {
    scenario: planned(scenario, plan(scenario, 1)),
    seed: 1,
    style: 'choreography',
  } as const;
  expect(() => shrink({ input, rule: { kind: 'promise', id: 'shipped-once' } })).toThrow(
    'does not break "shipped-once"',
  );
});
