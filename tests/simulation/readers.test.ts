/** Readers: groups that only read. They hear everything on their topics, keep the last record of each key, and take part in nothing else. */
import { describe, expect, test } from 'vitest';
import type { Fault, Reader, Scenario } from '../../src/scenario/index.ts';
import { compile } from '../../src/simulation/index.ts';
import { code, styles, type Kind } from '../../src/trace/index.ts';
import type { World } from '../../src/simulation/index.ts';
import { builtIn, count, finished, judge, withFaults } from '../support/runs.ts';

const shop = builtIn('order-fulfilment');

const report: Reader = {
  id: 'report',
  name: 'Report',
  topics: ['orders.events', 'orders.replies'],
  instances: 1,
  maxInstances: 0,
  attached: true,
  work: { minMs: 2, maxMs: 9 },
  delivery: 'at-least-once',
  handling: 'in-turn',
  group: 'consumer',
  settings: {},
};

function withReader(change: Partial<Reader> = {}, faults: readonly Fault[] = []): Scenario {
  return withFaults({ ...shop, readers: [{ ...report, ...change }] }, faults);
}

function rowsOf({ trace, cast }: World, kind: Kind): number[] {
  const own = cast.services.find(({ id }) => id === 'report')?.instances ?? [];
  return Array.from({ length: trace.length }, (_, row) => row).filter(
    (row) => trace.kind(row) === code[kind] && own.includes(trace.actor(row)),
  );
}

/** "partition:offset" of each row of a kind of the reader. */
function placesOf(world: World, kind: Kind): string[] {
  return rowsOf(world, kind).map((row) => `${world.trace.a(row)}:${world.trace.b(row)}`);
}

function storedOn({ trace, cast }: World, ids: readonly string[]): string[] {
  return Array.from({ length: trace.length }, (_, row) => row)
    .filter((row) => trace.kind(row) === code['record-appended'])
    .filter((row) => {
      const topic = cast.topics[cast.partitions[trace.a(row)]?.topic ?? -1];
      return topic !== undefined && ids.includes(topic.id);
    })
    .map((row) => `${trace.a(row)}:${trace.b(row)}`);
}

const crash = (point: Fault['when']['point']): Fault => ({
  when: { order: 2, ...(point === undefined ? {} : { point }) },
  target: { service: 'report' },
  effect: { kind: 'crash', restartAfterMs: 500 },
});

describe('a reader', () => {
  test.each(['choreography', 'orchestration'] as const)(
    'in %s reads every record of its topics once, in order, and commits it',
    (style) => {
      const world = finished(withReader(), style, 7);
      const stored = storedOn(world, report.topics);
      expect(stored.length).toBeGreaterThan(50);
      expect(placesOf(world, 'record-read').toSorted()).toEqual(stored.toSorted());
      expect(placesOf(world, 'record-delivered')).toEqual(placesOf(world, 'record-read'));
      expect(count(world, 'records-skipped')).toBe(
        count(finished(shop, style, 7), 'records-skipped'),
      );
      expect(world.ending).toBe('drained');
    },
  );

  test('is idle where a style has none of its topics', () => {
    const { cast } = compile(withReader(), 'direct');
    expect(cast.services.find(({ id }) => id === 'report')).toMatchObject({ group: -1 });
    const world = finished(withReader(), 'direct', 7);
    expect(rowsOf(world, 'record-delivered')).toEqual([]);
    expect(world.ending).toBe('drained');
  });

  test('changes nothing for those who take part', () => {
    for (const style of styles) {
      const { figures, broken, bugs } = judge(withReader(), style, 7);
      expect(figures.outcomes).toEqual(judge(shop, style, 7).figures.outcomes);
      expect([...broken, ...bugs]).toEqual([]);
    }
  });

  test('has a number for each key that is equal for equal keys', () => {
    const byCustomer = {
      ...withReader(),
      workload: { ...shop.workload, key: 'customer' as const },
    };
    const world = finished(byCustomer, 'choreography', 7);
    for (const row of rowsOf(world, 'record-read'))
      expect(world.trace.c(row)).toBe(world.orders.customer(world.trace.order(row)));
  });

  test('works longer when it is slow', () => {
    const slow: Fault = {
      when: { atMs: 1 },
      target: { service: 'report' },
      effect: { kind: 'slow', factor: 90, forMs: 60_000 },
    };
    const end = (faults: readonly Fault[]) => {
      const world = finished(withReader({}, faults), 'choreography', 7);
      return world.trace.time(rowsOf(world, 'record-read').at(-1) ?? 0);
    };
    expect(end([slow])).toBeGreaterThan(end([]) + 1_000_000);
  });

  test('hears tombstones too, and keeps to which key they belong', () => {
    const buried: Scenario = {
      ...withReader({ topics: ['orders.events'] }),
      broker: {
        ...shop.broker,
        topics: shop.broker.topics.map((topic) =>
          topic.carries === 'events' ? { ...topic, tombstones: ['OrderShipped'] } : topic,
        ),
      },
    };
    const world = finished(buried, 'choreography', 7);
    const { trace, cast, messages } = world;
    const stones = rowsOf(world, 'record-read').filter(
      (row) => cast.types[messages.type(trace.message(row))]?.name === 'OrderShipped',
    );
    expect(stones.length).toBeGreaterThan(10);
    for (const row of stones) expect(trace.c(row)).toBe(trace.order(row));
  });

  test('of dead letters reads what services have given up', () => {
    const poison: Fault = {
      when: { order: 2 },
      target: { service: 'shipping' },
      effect: { kind: 'poison' },
    };
    const giving = shop.services.map((service) => ({
      ...service,
      deadLetter: { afterAttempts: 2, backoffMs: 10 },
    }));
    const topics = ['orders.events.dead-letters'];
    const world = finished(
      { ...withReader({ topics }, [poison]), services: giving },
      'choreography',
      7,
    );
    expect(placesOf(world, 'record-read')).toEqual(storedOn(world, topics));
    expect(placesOf(world, 'record-read')).not.toEqual([]);
  });
});

describe('a reader that is not attached', () => {
  const attach: Fault = {
    when: { atMs: 4_000 },
    target: { service: 'report' },
    effect: { kind: 'attach' },
  };

  test('reads nothing until it is', () => {
    const idle = finished(withReader({ attached: false }), 'choreography', 7);
    expect(rowsOf(idle, 'record-delivered')).toEqual([]);
    const late = finished(withReader({ attached: false }, [attach]), 'choreography', 7);
    const [first = -1] = rowsOf(late, 'record-delivered');
    expect(late.trace.time(first)).toBeGreaterThan(4_000_000);
  });

  test('reads the whole log then, or only what is new', () => {
    const whole = finished(withReader({ attached: false }, [attach]), 'choreography', 7);
    expect(placesOf(whole, 'record-read').toSorted()).toEqual(
      storedOn(whole, report.topics).toSorted(),
    );
    const settings = { 'auto.offset.reset': 'latest' };
    const rest = finished(withReader({ attached: false, settings }, [attach]), 'choreography', 7);
    expect(placesOf(rest, 'record-read').length).toBeGreaterThan(0);
    expect(placesOf(rest, 'record-read').length).toBeLessThan(storedOn(rest, report.topics).length);
  });
});

describe('a crash of a reader', () => {
  test.each([
    ['before fetch', 0, 0],
    ['after fetch', 1, 0],
    ['before store-commit', 1, 0],
    ['after store-commit', 1, 1],
    ['before offset-commit', 1, 1],
    ['after offset-commit', 0, 0],
  ] as const)('%s delivers %i records again and reads %i again', (point, delivered, read) => {
    const world = finished(withReader({}, [crash(point)]), 'choreography', 7);
    const again = (kind: Kind) =>
      placesOf(world, kind).length - new Set(placesOf(world, kind)).size;
    expect(count(world, 'process-crashed')).toBe(1);
    expect([again('record-delivered'), again('record-read')]).toEqual([delivered, read]);
    expect([...new Set(placesOf(world, 'record-read'))].toSorted()).toEqual(
      storedOn(world, report.topics).toSorted(),
    );
  });

  test('that commits first loses what it was about to do', () => {
    const world = finished(
      withReader({ delivery: 'at-most-once' }, [crash('before store-commit')]),
      'choreography',
      7,
    );
    const stored = storedOn(world, report.topics);
    expect(placesOf(world, 'record-read')).toHaveLength(stored.length - 1);
  });
});

describe('a record', () => {
  test('that a reader cannot bear blocks whoever owns its partition, and nobody else', () => {
    const poison: Fault = {
      when: { order: 2 },
      target: { service: 'report' },
      effect: { kind: 'poison' },
    };
    const world = finished(withReader({ instances: 3 }, [poison]), 'choreography', 7);
    const stored = storedOn(world, report.topics);
    const read = new Set(placesOf(world, 'record-read'));
    const missing = new Set(
      stored.filter((each) => !read.has(each)).map((each) => each.split(':')[0]),
    );
    expect(missing.size).toBe(1);
    expect(world.ending).toBe('drained');
  });

  test('that is delivered to a reader twice is read twice', () => {
    const duplicate: Fault = {
      when: { order: 2 },
      target: { service: 'report' },
      effect: { kind: 'duplicate' },
    };
    const world = finished(withReader({}, [duplicate]), 'choreography', 7);
    const read = placesOf(world, 'record-read');
    expect(read.length - new Set(read).size).toBe(1);
  });
});
