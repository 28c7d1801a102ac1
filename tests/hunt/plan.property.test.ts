/** Fault plans: whatever the seed, a plan is one that a person could have written. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plan, planned } from '../../src/hunt/index.ts';
import {
  readFaults,
  readScenario,
  writeScenario,
  type Scenario,
} from '../../src/scenario/index.ts';
import { everySlug, small } from './small.ts';

const seeds = fc.integer({ min: 0, max: 0xffff_ffff });

/** The same scenario, whose services give poisoned records up and have several instances. */
function withDeadLetters(scenario: Scenario): Scenario {
  const deadLetter = { afterAttempts: 3, backoffMs: 100 };
  const services = scenario.services.map((each) => ({ ...each, deadLetter, instances: 3 }));
  return { ...scenario, services };
}

const scenarios = everySlug.flatMap((slug) => [small(slug), withDeadLetters(small(slug))]);

describe('a fault plan', () => {
  test('is in order for every seed and every scenario', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(...scenarios), (seed, scenario) => {
        const drawn = plan(scenario, seed);
        expect(readFaults(JSON.stringify(drawn.faults), scenario)).toMatchObject({
          kind: 'faults',
          faults: drawn.faults,
        });
        expect(readScenario(writeScenario(planned(scenario, drawn)))).toEqual({
          kind: 'scenario',
          scenario: planned(scenario, drawn),
        });
      }),
      { numRuns: 500 },
    );
  });

  test('is the same for the same seed, and never empty', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(...scenarios), (seed, scenario) => {
        const drawn = plan(scenario, seed);
        expect(plan(scenario, seed)).toEqual(drawn);
        expect(drawn.faults.length + drawn.loss.in).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  });

  test('poisons only what can be given up and is missed in time', () => {
    const poisoned = (scenario: Scenario) =>
      Array.from({ length: 100 }, (_, seed) => plan(scenario, seed).faults)
        .flat()
        .filter(({ effect }) => effect.kind === 'poison')
        .map(({ target }) => target.service);
    expect(poisoned(small('order-fulfilment'))).toEqual([]);
    const services = new Set(poisoned(withDeadLetters(small('order-fulfilment'))));
    // Nobody waits for a notification, and the owner is the one that waits.
    expect([...services].toSorted()).toEqual(['inventory', 'payment', 'shipping']);
  });

  test('leaves out most kinds of faults, and over many seeds no kind', () => {
    const scenario = withDeadLetters(small('order-fulfilment'));
    const kindsOf = (seed: number) => [
      ...new Set(plan(scenario, seed).faults.map(({ effect }) => effect.kind)),
    ];
    const bySeed = Array.from({ length: 200 }, (_, seed) => kindsOf(seed));
    expect(new Set(bySeed.flat()).size).toBe(7);
    expect(bySeed.some((kinds) => kinds.length === 1)).toBe(true);
    expect(bySeed.every((kinds) => kinds.length === 7)).toBe(false);
  });
});
