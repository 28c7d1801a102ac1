/** A world can be stopped at any event, kept, and gone on with: in a fresh world, twice, and without the first one noticing. */
import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { styles } from '../../src/trace/index.ts';
import { restoringChangesNothing } from '../evidence/restoring.ts';
import { crashesAt, handlerPoints, relayPoints } from '../support/crash-plans.ts';
import { features } from '../support/random-kafka.ts';
import { randomFlow } from '../support/random-flows.ts';
import { restoringComplaint } from '../support/restoring.ts';
import { withFaults } from '../support/runs.ts';

describe('a world that is stopped at a random event', () => {
  test('goes on to the same end, whatever Kafka does in it', () => {
    const { complaints, figures } = restoringChangesNothing(12, [], 'one');
    expect(complaints).toEqual([]);
    const missing = features.filter((feature) => (figures[feature] ?? 0) === 0);
    expect(missing).toEqual([]);
  });

  test('goes on to the same end in the built-in scenarios', () => {
    const slugs = readdirSync('scenarios').filter((slug) => !slug.endsWith('-naive'));
    expect(restoringChangesNothing(0, slugs, 'one').complaints).toEqual([]);
  });

  test('goes on to the same end in any flow, with crashes', () => {
    const faults = [
      ...crashesAt('service-a', handlerPoints, { from: 1, by: 1 }),
      ...crashesAt('service-b', relayPoints, { from: 2, by: 1 }),
    ];
    fc.assert(
      fc.property(
        fc.boolean().chain(randomFlow),
        fc.integer({ min: 0, max: 0xffff_ffff }),
        (scenario, seed) => {
          const style = styles[seed % styles.length] ?? 'direct';
          expect(restoringComplaint(withFaults(scenario, faults), style, seed)).toBe('');
        },
      ),
      { numRuns: 5 },
    );
  });
});
