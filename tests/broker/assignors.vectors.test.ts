/** The assignors against what Kafka's own did. The recordings lie beside the project, and are skipped where they are not. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { runVectors } from '../../src/cli/vectors/vectors.ts';

const folder = path.resolve(process.cwd(), '../shared/vectors');
const isThere = existsSync(folder);

const recordings = [
  {
    what: "every deal of Kafka's own tests",
    file: 'kafka-assignors-from-kafka-tests.json',
    cases: 496,
  },
  { what: 'rebalances in sequence', file: 'kafka-assignor-rebalance-sequences.json', cases: 84 },
  {
    what: "deals that depend on a hash map's order, in what holds for all",
    file: 'kafka-assignors-hash-order-dependent.json',
    cases: 27,
  },
];

describe(
  isThere ? 'the recordings' : 'the recordings (skipped: there is no ../shared/vectors)',
  () => {
    test.skipIf(!isThere).each(recordings)('agree: $what', ({ file, cases }) => {
      const tally = runVectors(JSON.parse(readFileSync(path.join(folder, file), 'utf8')));
      expect(tally.failures).toEqual([]);
      expect(tally.notModelled).toEqual([]);
      expect(tally.passed).toBeGreaterThanOrEqual(cases);
    });
  },
);

describe('a file of deals', () => {
  const deal = {
    assignor: 'range',
    topics: { a: { partitions: 2 } },
    members: { c1: { topics: ['a'] } },
    expected: { c1: ['a-1', 'a-0'] },
  };
  const wrong = { ...deal, expected: { c1: ['a-0'] } };

  test('is compared as sets', () => {
    expect(runVectors({ compare: 'as sets', cases: [deal] })).toMatchObject({
      passed: 1,
      failures: [],
    });
  });

  test('fails with both sides when a deal is another', () => {
    const { passed, failures } = runVectors({ compare: 'as sets', cases: [wrong] });
    expect(passed).toBe(0);
    expect(failures).toEqual(['case 1, range: expected {"c1":["a-0"]}, got {"c1":["a-0","a-1"]}']);
  });

  test('holds for its invariants only when it says how to use it, not how to compare it', () => {
    expect(runVectors({ use: 'invariants', cases: [wrong] })).toMatchObject({
      passed: 1,
      failures: [],
    });
  });

  test('says which assignor is not modelled', () => {
    const { passed, notModelled } = runVectors({ cases: [{ ...deal, assignor: 'uniform' }] });
    expect(passed).toBe(0);
    expect(notModelled).toEqual(['case 1, uniform: nothing here models this assignor']);
  });
});
