/** Records in turn, and records handed to threads while polling goes on: what each of them loses and repeats. */
import { describe, expect, test } from 'vitest';
import type { Fault, Reader, Scenario } from '../../src/scenario/index.ts';
import type { World } from '../../src/simulation/index.ts';
import { code, type Kind } from '../../src/trace/index.ts';
import { builtIn, complaint, count, finished, judge } from '../support/runs.ts';

const shop = builtIn('order-fulfilment');
const seeds = [1, 2, 3, 4, 5];

const crash: Fault = {
  when: { atMs: 3_000 },
  target: { service: 'report' },
  effect: { kind: 'crash', restartAfterMs: 500 },
};

function withReader(change: Partial<Reader>, faults: readonly Fault[] = []): Scenario {
  const reader: Reader = {
    ...{ id: 'report', name: 'Report', topics: ['orders.events'], instances: 1, maxInstances: 0 },
    ...{ attached: true, work: { minMs: 60, maxMs: 400 }, delivery: 'at-least-once' },
    ...{ handling: 'handed-off', group: 'consumer', settings: {} },
    ...change,
  };
  const sees = { id: 'sees', text: 'The report is whole.', kind: 'reader-sees-all' } as const;
  const promises = [...shop.promises, { ...sees, reader: 'report' }];
  return { ...shop, readers: [reader], promises, faults };
}

const byItself = { 'enable.auto.commit': true, 'auto.commit.interval.ms': 100 } as const;
const isLost = (scenario: Scenario, seed: number) =>
  judge(scenario, 'choreography', seed).broken.some(({ id }) => id === 'sees');

/** Rows of these kinds by the reader or about its group, in order. */
function rowsOf({ trace, cast }: World, ...kinds: Kind[]): number[] {
  const service = cast.services.find(({ id }) => id === 'report');
  return Array.from({ length: trace.length }, (_, row) => row).filter((row) => {
    const kind = kinds.find((each) => code[each] === trace.kind(row));
    if (kind === undefined) return false;
    if (kind === 'offset-committed') return trace.c(row) === service?.group;
    return service?.instances.includes(trace.actor(row)) === true;
  });
}

/** How many records were at work at once, at most. */
function atOnce(world: World): number {
  let now = 0;
  let most = 0;
  for (const row of rowsOf(world, 'record-delivered', 'record-read')) {
    now += world.trace.kind(row) === code['record-delivered'] ? 1 : -1;
    most = Math.max(most, now);
  }
  return most;
}

describe('a record that is handed off', () => {
  test('is worked on beside others, as many as there are threads', () => {
    expect(atOnce(finished(withReader({}), 'choreography', 7))).toBe(8);
    const inTurn = withReader({ handling: 'in-turn' });
    expect(atOnce(finished(inTurn, 'choreography', 7))).toBe(1);
  });

  test('is read once, and the run ends, where nothing goes wrong', () => {
    for (const seed of seeds) {
      const judged = judge(withReader({}), 'choreography', seed);
      expect(complaint(judged, seed)).toBe('');
      expect(count(judged.world, 'record-read')).toBe(
        rowsOf(judged.world, 'record-delivered').length,
      );
    }
  });

  test('is committed only once all before it are done', () => {
    const world = finished(withReader({}, [crash]), 'choreography', 7);
    const { trace } = world;
    const done = new Set<string>();
    const ends = new Map<number, number>();
    let commits = 0;
    for (const row of rowsOf(world, 'record-read', 'offset-committed')) {
      const [partition, offset] = [trace.a(row), trace.b(row)];
      if (trace.kind(row) === code['record-read']) {
        done.add(`${partition}:${offset}`);
        continue;
      }
      for (let each = ends.get(partition) ?? 0; each < offset; each++)
        expect(done).toContain(`${partition}:${each}`);
      ends.set(partition, offset);
      commits += 1;
    }
    expect(commits).toBeGreaterThan(10);
  });

  test('is lost with a crash when poll() commits by itself, and the lag shows nothing', () => {
    const scenario = withReader({ settings: byItself }, [crash]);
    expect(seeds.filter((seed) => isLost(scenario, seed))).toEqual(seeds);
    const world = finished(scenario, 'choreography', 1);
    const ends = new Map<number, number>();
    for (const row of rowsOf(world, 'offset-committed'))
      ends.set(world.trace.a(row), world.trace.b(row));
    for (const [partition, offset] of ends)
      expect(world.broker.partition(partition).log.highWatermark).toBe(offset);
  });

  test('is not lost with a crash when it is committed after the work', () => {
    expect(seeds.filter((seed) => isLost(withReader({}, [crash]), seed))).toEqual([]);
  });
});

describe('a record in turn', () => {
  test('is not lost with a crash when poll() commits by itself, but repeated', () => {
    const scenario = withReader({ handling: 'in-turn', settings: byItself }, [crash]);
    expect(seeds.filter((seed) => isLost(scenario, seed))).toEqual([]);
    const repeated = seeds.map((seed) => {
      const world = finished(scenario, 'choreography', seed);
      const rows = rowsOf(world, 'record-read');
      const places = new Set(rows.map((row) => `${world.trace.a(row)}:${world.trace.b(row)}`));
      return rows.length - places.size;
    });
    expect(Math.max(...repeated)).toBeGreaterThan(0);
  });
});

describe('a service that hands its records to threads', () => {
  const handedOff = (settings: Reader['settings']): Scenario => ({
    ...shop,
    services: shop.services.map((service) => ({ ...service, handling: 'handed-off', settings })),
  });

  test('breaks no promise while it commits what is done', () => {
    for (const seed of seeds)
      for (const style of ['choreography', 'orchestration'] as const)
        expect(complaint(judge(handedOff({}), style, seed), seed)).toBe('');
  });
});
