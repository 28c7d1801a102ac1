/** The log, its producers and its replicas against what Kafka did. The recordings lie beside the project, and are skipped where they are not. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { runVectors } from '../../src/cli/vectors/vectors.ts';
import { fieldsOf, listOf } from '../../src/cli/vectors/vector-file.ts';

const folder = path.resolve(process.cwd(), '../shared/vectors');
const isThere = existsSync(folder);

function read(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Record<string, unknown>;
}

const replication = 'kafka-replication-acks.json';

describe(
  isThere ? 'the recordings' : 'the recordings (skipped: there is no ../shared/vectors)',
  () => {
    test.skipIf(!isThere).each([
      ['records without a key', 'kafka-sticky-partitioner.json'],
      ['idempotence and transactions', 'kafka-idempotence-transactions.json'],
      ['replication and acknowledgements', replication],
    ])('agree: %s', (_what, file) => {
      const recording = read(file);
      const tally = runVectors(recording);
      expect(tally.failures).toEqual([]);
      expect(tally.notModelled).toEqual([]);
      expect(tally.passed).toBe(listOf(recording['cases']).length);
    });

    test.skipIf(!isThere)('agree: what consumers of a group saw', () => {
      const recording = read('kafka-consumer-group-traces.json');
      const tally = runVectors(recording);
      expect(tally.failures).toEqual([]);
      expect(tally.notModelled).toEqual([]);
      expect(tally.passed).toBe(listOf(recording['scenarios']).length);
    });

    test.skipIf(!isThere)('agree: retention, compaction and offset reset', () => {
      const recording = read('kafka-log-retention-compaction.json');
      const parts = ['compaction', 'retention', 'offsetReset'].map((each) => recording[each]);
      const tally = runVectors(recording);
      expect(tally.failures).toEqual([]);
      expect(tally.notModelled).toEqual([]);
      expect(tally.passed).toBe(parts.flatMap(listOf).length);
    });

    test.skipIf(!isThere)('of replication are really looked at, field by field', () => {
      const cases = listOf(read(replication)['cases']).map(fieldsOf);
      let changed = 0;
      for (const each of cases) {
        const expected = fieldsOf(each['expected']);
        for (const field of Object.keys(expected).filter((name) => name !== 'note')) {
          const wrong = { ...each, expected: { ...expected, [field]: ['something else'] } };
          expect(runVectors({ cases: [wrong] }), `${String(each['name'])}, ${field}`).not.toEqual({
            passed: 1,
            failures: [],
            notModelled: [],
          });
          changed += 1;
        }
      }
      expect(changed).toBeGreaterThan(cases.length);
    });
  },
);

describe('a case of replication', () => {
  const setup = { replicas: [1, 2], isr: [1, 2], minInsync: 2, acks: 'all' };
  const told = (steps: readonly string[], expected: object, more: object = {}) =>
    runVectors({ cases: [{ name: 'a case', setup: { ...setup, ...more }, steps, expected }] });

  test('that claims what the model denies fails, and says so', () => {
    const tally = told(['append m0', 'HW=1', 'ack', 'broker 1 crashes', 'leader 1'], {});
    expect(tally.failures).toEqual(['a case, the leader: expected 1, got 2']);
  });

  test('with a step that is not understood is left out, not passed', () => {
    expect(told(['append m0', 'a comet strikes broker 1'], { log: ['m0'] })).toEqual({
      passed: 0,
      failures: [],
      notModelled: ['a case: the step "a comet strikes broker 1"'],
    });
  });

  test('with a setting that is not understood is left out, not passed', () => {
    expect(told(['append m0'], { log: ['m0'] }, { racks: 3 }).notModelled).toEqual([
      'a case: settings racks',
    ]);
  });

  test('with an outcome that is not understood passes for the rest only', () => {
    expect(told(['append m0'], { log: ['m0'], mood: 'gloomy' })).toEqual({
      passed: 1,
      failures: [],
      notModelled: ['a case: what it expects as mood'],
    });
  });
});
