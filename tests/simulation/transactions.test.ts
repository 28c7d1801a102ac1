/** Transactional services in a running world: what they say, and the offset of what they handled, become visible together or not at all. */
import { describe, expect, test } from 'vitest';
import type { Fault, Scenario } from '../../src/scenario/index.ts';
import { clustered, told } from '../support/clusters.ts';
import { judge } from '../support/runs.ts';

const timeout = 4000;

/** Order fulfilment without outboxes: payment is transactional, and all read committed records only. */
function transactional(
  faults: readonly Fault[] = [],
  settings: Scenario['broker']['settings'] = {},
): Scenario {
  const scenario = clustered({
    nodes: 1,
    faults,
    settings: {
      'isolation.level': 'read_committed',
      'transaction.timeout.ms': timeout,
      ...settings,
    },
  });
  return {
    ...scenario,
    services: scenario.services.map((each) => ({
      ...each,
      ...{ inbox: false, outbox: false, transactional: each.id === 'payment' },
    })),
  };
}

function crash(point: 'ack' | 'offset-commit', moment: 'before' | 'after', ms = 500) {
  return {
    when: { nth: 5, point: `${moment} ${point}` },
    target: { service: 'payment' },
    effect: { kind: 'crash', restartAfterMs: ms },
  } as const satisfies Fault;
}

describe('a transactional service', () => {
  test('commits each handled record with what it said, and what it passes over by itself', () => {
    const { world, bugs } = judge(transactional(), 'choreography', 7);
    expect(bugs).toEqual([]);
    const begun = told(world, 'transaction-begun');
    const ended = told(world, 'transaction-ended');
    expect(begun.length).toBeGreaterThan(20);
    expect(ended.map(({ committed }) => committed)).toEqual(begun.map(() => 1));
    const offsets = told(world, 'transaction-offset').map(({ transaction }) => transaction);
    const speaking = new Set(told(world, 'transaction-record').map((each) => each.transaction));
    expect(speaking.size).toBeGreaterThan(20);
    expect(new Set(offsets)).toEqual(new Set(begun.map(({ transaction }) => transaction)));
    expect(offsets.filter((each) => speaking.has(each))).toHaveLength(speaking.size);
    expect(told(world, 'transaction-marker').length).toBeGreaterThanOrEqual(speaking.size);
    const authors = new Set(begun.map(({ actor }) => actor));
    expect(told(world, 'commit-sent').filter(({ actor }) => authors.has(actor))).toEqual([]);
    expect(world.ending).toBe('drained');
  });

  test.each([
    ['ack', 'before'],
    ['ack', 'after'],
    ['offset-commit', 'before'],
    ['offset-commit', 'after'],
  ] as const)(
    'that crashes (%s, %s) says to who reads committed each fact once',
    (point, moment) => {
      for (const seed of [1, 2, 3]) {
        const { world, bugs } = judge(transactional([crash(point, moment)]), 'choreography', seed);
        expect(bugs).toEqual([]);
        const crashes = told(world, 'process-crashed').length;
        expect(crashes).toBe(1);
        expect(told(world, 'transaction-ended').length).toBe(
          told(world, 'transaction-begun').length,
        );
        const fenced = told(world, 'transaction-ended').filter(({ reason }) => reason === 3);
        const isDecided = point === 'offset-commit' && moment === 'after';
        expect(fenced.length).toBe(isDecided ? 0 : 1);
      }
    },
  );

  test('that stays away for longer than transaction.timeout.ms has its transaction aborted', () => {
    const faults = [crash('ack', 'before', 3 * timeout)];
    const { world, bugs } = judge(transactional(faults), 'choreography', 7);
    expect(bugs).toEqual([]);
    const aborted = told(world, 'transaction-ended').filter(({ committed }) => committed === 0);
    expect(aborted.map(({ reason }) => reason)).toEqual([2]);
    const begun = told(world, 'transaction-begun').find(
      ({ transaction }) => transaction === aborted[0]?.transaction,
    );
    const waited = (aborted[0]?.time ?? 0) - (begun?.time ?? 0);
    expect(waited).toBeGreaterThanOrEqual(timeout * 1000);
    expect(waited).toBeLessThan((timeout + 100) * 1000);
  });

  test('that stands still for longer than that is fenced, and begins anew', () => {
    const pause = {
      when: { atMs: 4200 },
      target: { service: 'payment' },
      effect: { kind: 'pause', forMs: 3 * timeout },
    } as const;
    let fenced = 0;
    for (let seed = 1; seed <= 8; seed++) {
      const { world, bugs } = judge(transactional([pause]), 'choreography', seed);
      expect(bugs).toEqual([]);
      fenced += told(world, 'producer-fenced').length;
      expect(told(world, 'transaction-ended').length).toBe(told(world, 'transaction-begun').length);
    }
    expect(fenced).toBeGreaterThan(0);
  });
});
