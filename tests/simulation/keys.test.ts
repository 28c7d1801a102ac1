/** Keys of records: whole, split, hot or none, and what follows for their partitions. */
import { describe, expect, test } from 'vitest';
import type { Scenario } from '../../src/scenario/index.ts';
import { compile, World } from '../../src/simulation/index.ts';
import { code } from '../../src/trace/index.ts';
import { builtIn, finished } from '../support/runs.ts';

const shop = builtIn('order-fulfilment');

function withWorkload(change: Partial<Scenario['workload']>): Scenario {
  return { ...shop, workload: { ...shop.workload, ...change } };
}

const worldOf = (change: Partial<Scenario['workload']>) =>
  finished(withWorkload(change), 'choreography', 7);

/** Messages that went over a topic, each with the partitions that it was stored in. */
function placesOf({ trace }: World): ReadonlyMap<number, readonly number[]> {
  const places = new Map<number, number[]>();
  for (let row = 0; row < trace.length; row++) {
    if (trace.kind(row) !== code['record-appended']) continue;
    const message = trace.message(row);
    places.set(message, [...(places.get(message) ?? []), trace.a(row)]);
  }
  return places;
}

/** For each key of this kind: in how many partitions its records are. */
function spread(world: World, keyOf: (message: number) => number | string | undefined) {
  const found = new Map<number | string | undefined, Set<number>>();
  for (const [message, places] of placesOf(world)) {
    const key = keyOf(message);
    found.set(key, new Set([...(found.get(key) ?? []), ...places]));
  }
  return [...found.values()].map(({ size }) => size);
}

describe('a key', () => {
  test.each(['order', 'customer'] as const)('that is the %s keeps its records together', (key) => {
    const world = worldOf({ key });
    const { messages } = world;
    expect(new Set(spread(world, (message) => messages.keyOf(message)))).toEqual(new Set([1]));
    for (const message of placesOf(world).keys()) {
      const number = messages.keyNumber(message);
      expect(messages.keyOf(message)).toBe(`${key}-${number}`);
    }
  });

  test('that is split keeps only its parts together, so that order per key is lost', () => {
    const world = worldOf({ key: 'customer', customers: 2, salt: 4 });
    const { messages, orders } = world;
    expect(new Set(spread(world, (message) => messages.keyOf(message)))).toEqual(new Set([1]));
    expect(Math.max(...spread(world, (message) => messages.order(message)))).toBeGreaterThan(1);
    const keys = new Set<string | undefined>();
    const numbers = new Set<number>();
    for (const message of placesOf(world).keys()) {
      keys.add(messages.keyOf(message));
      numbers.add(messages.keyNumber(message));
      const customer = orders.customer(messages.order(message));
      expect(messages.keyOf(message)).toMatch(new RegExp(`^customer-${customer}#[0-3]$`));
    }
    expect(keys.size).toBe(8);
    expect(numbers.size).toBe(8);
  });

  test('that is split is the same whenever the same is said of an order, in every style', () => {
    const scenario = withWorkload({ salt: 8 });
    const partOf = (style: 'choreography' | 'orchestration') => {
      const { messages, cast } = finished(scenario, style, 7);
      const parts = new Map<string, string | undefined>();
      for (let message = 0; message < messages.count; message++) {
        const name = `${messages.order(message)} ${cast.types[messages.type(message)]?.name}`;
        parts.set(name, messages.keyOf(message));
      }
      return parts;
    };
    const [heard, told] = [partOf('choreography'), partOf('orchestration')];
    const both = [...heard.keys()].filter((name) => told.has(name));
    expect(both.length).toBeGreaterThan(20);
    for (const name of both) expect(heard.get(name)).toBe(told.get(name));
  });

  test('goes elsewhere once its topic has more partitions', () => {
    const world = worldOf({});
    const [message = -1] = placesOf(world).keys();
    const topic = world.cast.types[world.messages.type(message)]?.topic ?? -1;
    const first = world.cast.topics[topic]?.firstPartition ?? -1;
    const places = Array.from({ length: 12 }, (_, count) => {
      world.messages.setLiveCount(topic, count + 1);
      return world.messages.partition(message) - first;
    });
    expect(places[0]).toBe(0);
    expect(new Set(places).size).toBeGreaterThan(3);
    places.forEach((place, count) => {
      expect(place).toBeLessThanOrEqual(count);
    });
  });
});

describe('a record without a key', () => {
  test('goes where its producer stands, and is stored all the same', () => {
    const world = worldOf({ key: 'none' });
    const used = new Set([...placesOf(world).values()].flat());
    expect(used.size).toBe(3);
    for (const message of placesOf(world).keys()) {
      expect(world.messages.keyOf(message)).toBeUndefined();
      expect(world.messages.keyNumber(message)).toBe(-1);
    }
    expect(world.ending).toBe('drained');
  });

  test('is read without a key', () => {
    const reader = {
      ...{ id: 'report', name: 'Report', topics: ['orders.events'], instances: 1, maxInstances: 0 },
      ...{ attached: true, work: { minMs: 1, maxMs: 1 }, delivery: 'at-least-once' as const },
      ...{ handling: 'in-turn' as const, group: 'consumer' as const, settings: {} },
    };
    const { trace } = finished(
      { ...withWorkload({ key: 'none' }), readers: [reader] },
      'choreography',
      7,
    );
    const rows = Array.from({ length: trace.length }, (_, row) => row).filter(
      (row) => trace.kind(row) === code['record-read'],
    );
    expect(rows.length).toBeGreaterThan(50);
    for (const row of rows) expect(trace.c(row)).toBe(-1);
  });
});

describe('a hot customer', () => {
  const hot = withWorkload({ key: 'customer', customers: 10, hotCustomer: { in: 1, of: 2 } });
  const even = withWorkload({ key: 'customer', customers: 10 });
  const [hotWorld, evenWorld] = [hot, even].map(
    (scenario) => new World(compile(scenario, 'choreography'), 7),
  );
  const orders = Array.from({ length: 1_000 }, (_, index) => index + 1);

  test('has its share of orders on top of the equal ones', () => {
    const own = orders.filter((order) => hotWorld?.orders.customer(order) === 1);
    expect(own.length).toBeGreaterThan(500);
    expect(own.length).toBeLessThan(600);
  });

  test('changes nothing else about orders', () => {
    for (const order of orders) {
      for (const draw of ['price', 'quantity', 'gapBefore'] as const)
        expect(hotWorld?.orders[draw](order)).toBe(evenWorld?.orders[draw](order));
      const customer = hotWorld?.orders.customer(order);
      if (customer !== 1) expect(customer).toBe(evenWorld?.orders.customer(order));
    }
  });
});

describe('an idempotent producer', () => {
  const settingsWith = (settings: Scenario['broker']['settings']) =>
    new World(compile({ ...shop, broker: { ...shop.broker, settings } }, 'choreography'), 7)
      .settings.general;

  test.each([
    ['acks is 1', { acks: '1' }],
    ['retries is 0', { retries: 0 }],
    ['six requests may be in flight', { 'max.in.flight.requests.per.connection': 6 }],
    ['somebody said so', { 'enable.idempotence': false }],
  ])('is not one where %s', (_, settings) => {
    expect(settingsWith(settings).isIdempotent).toBe(false);
    expect(settingsWith({}).isIdempotent).toBe(true);
  });

  test('has a delivery timeout that is long enough for one request', () => {
    const settings = { 'request.timeout.ms': 200_000, 'linger.ms': 50 };
    expect(settingsWith(settings).deliveryTimeout).toBe(200_050_000);
    expect(settingsWith({}).deliveryTimeout).toBe(120_000_000);
  });
});
