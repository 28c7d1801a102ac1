/** Any flow, compiled in any style, ends every order and leaves nothing half done. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { outcomes, code, styles, type Style } from '../../src/trace/index.ts';
import type { World } from '../../src/simulation/index.ts';
import { crashesAt, handlerPoints, relayPoints } from '../support/crash-plans.ts';
import { randomFlow } from '../support/random-flows.ts';
import { complaint, judge, withFaults } from '../support/runs.ts';

const seeds = fc.integer({ min: 0, max: 0xffff_ffff });

function endings({ trace }: World): Map<number, string> {
  const ended = new Map<number, string>();
  for (let row = 0; row < trace.length; row++) {
    if (trace.kind(row) === code['order-ended'])
      ended.set(trace.order(row), outcomes[trace.a(row)] ?? '');
  }
  return ended;
}

describe('a random flow', () => {
  test('completes the same orders in every style when nothing goes wrong', () => {
    fc.assert(
      fc.property(randomFlow(true), seeds, (scenario, seed) => {
        const judged = styles.map((style: Style) => judge(scenario, style, seed));
        for (const each of judged) expect(complaint(each, seed)).toBe('');
        const [first, ...others] = judged.map(({ world }) =>
          [...endings(world)]
            .filter(([, outcome]) => outcome === 'completed')
            .map(([order]) => order)
            .toSorted((a, b) => a - b),
        );
        for (const other of others) expect(other).toEqual(first);
      }),
      { numRuns: 25 },
    );
  });

  test('keeps its promises when consumers and relays crash at every point', () => {
    fc.assert(
      fc.property(randomFlow(true), seeds, (scenario, seed) => {
        const service = scenario.flow.steps[0]?.service ?? '';
        const faults = [
          ...crashesAt(service, handlerPoints, { from: 1, by: 1 }),
          ...crashesAt(service, relayPoints, { from: 2, by: 2 }),
          ...crashesAt('owner', ['decide', 'store-commit', 'dispatch'], { from: 3, by: 1 }),
        ];
        for (const style of ['choreography', 'orchestration'] as const) {
          expect(complaint(judge(withFaults(scenario, faults), style, seed), seed)).toBe('');
        }
      }),
      { numRuns: 15 },
    );
  });
});
