/** Share groups in running worlds: who takes which record, what becomes of it, and what a crash, a pause or a poisoned record does to it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fault, Scenario, Service, Settings } from '../../src/scenario/index.ts';
import type { World } from '../../src/simulation/index.ts';
import { acquisitionEnds, acknowledgements, type TraceEvent } from '../../src/trace/index.ts';
import { builtIn, count, finished, judge } from '../support/runs.ts';

const plain = builtIn('poison-blocks-partition');

interface Choices {
  readonly settings?: Settings;
  readonly shipping?: Partial<Service>;
  readonly partitions?: number;
  readonly faults?: readonly Fault[];
  readonly orders?: number;
}

/** Orders, payments, and a Shipping that reads as a share group with four instances. Nothing goes wrong but what is said. */
function shop({ settings, shipping, partitions = 1, faults = [], orders = 20 }: Choices): Scenario {
  const shared: Partial<Service> = { group: 'share', instances: 4, maxInstances: 4 };
  return {
    ...plain,
    broker: {
      ...plain.broker,
      settings: {
        ...plain.broker.settings,
        'group.share.record.lock.duration.ms': 4000,
        'group.share.heartbeat.interval.ms': 500,
        'group.share.session.timeout.ms': 6000,
        'max.poll.records': 1,
        ...settings,
      },
      topics: plain.broker.topics.map((topic) => ({ ...topic, partitions })),
    },
    services: plain.services.map(({ deadLetter, ...service }) => {
      if (service.id !== 'shipping') return { ...service, ...(deadLetter && { deadLetter }) };
      return { ...service, ...shared, ...shipping };
    }),
    workload: { ...plain.workload, orders },
    promises: [],
    faults,
  };
}

function rows<K extends TraceEvent['kind']>({ trace }: World, kind: K): TraceEvent<K>[] {
  const found: TraceEvent<K>[] = [];
  for (let row = 0; row < trace.length; row++) {
    const event = trace.read(row);
    // Safe: its kind was compared.
    if (event.kind === kind) found.push(event as unknown as TraceEvent<K>);
  }
  return found;
}

const explicit: Settings = { 'share.acknowledgement.mode': 'explicit' };
const poison: Fault = {
  when: { order: 3, message: 'CardCharged', every: true },
  target: { service: 'shipping' },
  effect: { kind: 'poison' },
};
const crash: Fault = {
  when: { order: 4, message: 'CardCharged', point: 'before store-commit' },
  target: { service: 'shipping' },
  effect: { kind: 'crash', restartAfterMs: 1000 },
};

describe('members of a share group', () => {
  test('work on one partition at the same time, more of them than there are partitions', () => {
    const { world, bugs, figures } = judge(shop({ settings: explicit }), 'choreography', 1);
    expect(bugs).toEqual([]);
    expect(figures.outcomes.completed).toBe(20);
    const busy = new Set(rows(world, 'effect-applied').map(({ actor }) => actor));
    const service = world.cast.services.find(({ id }) => id === 'shipping');
    expect(service?.instances.filter((each) => busy.has(each))).toHaveLength(4);
    expect(world.cast.groups.find(({ id }) => id === 'shipping')?.isShare).toBe(true);
  });

  test('accept what the last poll returned with the next one, or each record by itself', () => {
    const implicit = finished(shop({}), 'choreography', 1);
    expect(count(implicit, 'acknowledgement-sent')).toBe(0);
    const each = finished(shop({ settings: explicit }), 'choreography', 1);
    expect(count(each, 'acknowledgement-sent')).toBeGreaterThan(0);
    for (const world of [implicit, each])
      expect(count(world, 'record-acknowledged')).toBe(count(world, 'record-acquired'));
  });

  test('that close give back what they have not handled, and that was no delivery', () => {
    const settings = { 'max.poll.records': 500, 'share.acknowledgement.mode': 'explicit' };
    const scale: Fault = {
      when: { atMs: 1500 },
      target: { service: 'shipping' },
      effect: { kind: 'scale', instances: 1 },
    };
    const spike: Fault = {
      when: { atMs: 1000 },
      target: {},
      effect: { kind: 'spike', orders: 30, everyMs: 1 },
    };
    const { world, bugs } = judge(shop({ settings, faults: [spike, scale] }), 'choreography', 1);
    expect(bugs).toEqual([]);
    const left = acquisitionEnds.indexOf('its member left');
    const given = rows(world, 'acquisition-ended').filter(({ reason }) => reason === left);
    expect(given.length).toBeGreaterThan(0);
    expect(Math.max(...rows(world, 'record-acquired').map((each) => each.deliveries))).toBe(1);
    expect(count(world, 'member-left')).toBe(3);
  });
});

describe('a poisoned record', () => {
  test('is released, tried by others, and archived at the limit; nobody else waits for it', () => {
    const settings = { ...explicit, 'group.share.delivery.count.limit': 3 };
    const { world, bugs, figures } = judge(shop({ settings, faults: [poison] }), 'choreography', 1);
    expect(bugs).toEqual([]);
    const [archived, ...others] = rows(world, 'record-archived');
    expect(others).toEqual([]);
    expect([archived?.order, archived?.deliveries]).toEqual([3, 3]);
    const released = acknowledgements.indexOf('released');
    const back = rows(world, 'record-acknowledged').filter(
      ({ acknowledgement }) => acknowledgement === released,
    );
    expect(back.map(({ order }) => order)).toEqual([3, 3, 3]);
    expect(figures.outcomes.completed).toBe(19);
    const starts = rows(world, 'share-start-moved').filter(
      ({ partition, group }) =>
        partition === archived?.partition && world.cast.groups[group]?.id === 'shipping',
    );
    expect(starts.at(-1)?.offset).toBeGreaterThan(archived?.offset ?? Infinity);
  });

  test('is rejected once it lies in the dead-letter topic', () => {
    const shipping = { deadLetter: { afterAttempts: 2, backoffMs: 50 } };
    const scenario = shop({ settings: explicit, shipping, faults: [poison] });
    const { world, bugs } = judge(scenario, 'choreography', 1);
    expect(bugs).toEqual([]);
    expect(rows(world, 'dead-lettered').map(({ order, attempt }) => [order, attempt])).toEqual([
      [3, 2],
    ]);
    const rejected = acknowledgements.indexOf('rejected');
    const given = rows(world, 'record-acknowledged').filter(
      ({ acknowledgement }) => acknowledgement === rejected,
    );
    expect(given.map(({ order }) => order)).toEqual([3]);
    expect(count(world, 'record-archived')).toBe(0);
  });
});

describe('what a crashed member holds', () => {
  test('is given back at once where its connection closes, and that was no delivery', () => {
    const { world, bugs } = judge(shop({ settings: explicit, faults: [crash] }), 'choreography', 1);
    expect(bugs).toEqual([]);
    const [ended] = rows(world, 'acquisition-ended');
    expect(acquisitionEnds[ended?.reason ?? -1]).toBe('its connection closed');
    const again = rows(world, 'record-acquired').filter(
      ({ order, partition, offset }) =>
        order === 4 && partition === ended?.partition && offset === ended.offset,
    );
    expect(again.map(({ deliveries }) => deliveries)).toEqual([1, 1]);
    expect(count(world, 'acquisition-expired')).toBe(0);
  });

  test('waits for its lock to end where its host is lost too, and counts as delivered', () => {
    const lost: Fault = {
      ...crash,
      effect: { kind: 'crash', restartAfterMs: 1000, connections: 'open' },
    };
    const { world, bugs } = judge(shop({ settings: explicit, faults: [lost] }), 'choreography', 1);
    expect(bugs).toEqual([]);
    const [expired, ...others] = rows(world, 'acquisition-expired');
    expect(others).toEqual([]);
    const taken = rows(world, 'record-acquired').filter(
      ({ partition, offset, order }) =>
        order === 4 && partition === expired?.partition && offset === expired.offset,
    );
    expect(taken.map(({ deliveries }) => deliveries)).toEqual([1, 2]);
    expect((expired?.time ?? 0) - (taken[0]?.time ?? 0)).toBe(4_000_000);
  });
});

test('a member that stands still for longer than its lock is too late, and another has done the work', () => {
  const shipping = { inbox: false, outbox: false };
  const base = shop({ settings: explicit, shipping });
  const steps = base.flow.steps.map((each) => ({ ...each, work: { minMs: 300, maxMs: 400 } }));
  const slow = { ...base, flow: { ...base.flow, steps } };
  const undisturbed = finished(slow, 'choreography', 1);
  const own = undisturbed.cast.services.find(({ id }) => id === 'shipping')?.instances ?? [];
  const work = rows(undisturbed, 'work-started').find(({ actor }) => own.includes(actor));
  const pause: Fault = {
    when: { atMs: Math.ceil((work?.time ?? 0) / 1000) + 100 },
    target: { service: 'shipping', instance: own.indexOf(work?.actor ?? -1) },
    effect: { kind: 'pause', forMs: 9000 },
  };
  const { world, bugs } = judge({ ...slow, faults: [pause] }, 'choreography', 1);
  expect(bugs).toEqual([]);
  const [refused] = rows(world, 'acknowledgement-refused');
  expect(refused?.order).toBe(work?.order);
  const given = rows(world, 'record-delivered').filter(
    ({ actor, order, partition, offset }) =>
      own.includes(actor) &&
      order === work?.order &&
      partition === refused?.partition &&
      offset === refused.offset,
  );
  expect(new Set(given.map(({ actor }) => actor)).size).toBeGreaterThan(1);
});

test('a broker that takes a partition over knows nothing of who held what', () => {
  const kill: Fault = {
    when: { atMs: 1800 },
    target: { topic: 'orders.events', partition: 0 },
    effect: { kind: 'kill-node', restartAfterMs: 6000, disk: 'kept' },
  };
  const base = shop({ settings: { ...explicit, 'broker.session.timeout.ms': 1000 } });
  const topics = base.broker.topics.map((topic) => ({ ...topic, replicas: 3 }));
  const steps = base.flow.steps.map((each) => ({ ...each, work: { minMs: 300, maxMs: 400 } }));
  const scenario: Scenario = {
    ...base,
    broker: { ...base.broker, nodes: 3, topics },
    flow: { ...base.flow, steps },
    faults: [kill],
  };
  const { world, bugs, figures } = judge(scenario, 'choreography', 1);
  expect(bugs).toEqual([]);
  const reasons = new Set(rows(world, 'acquisition-ended').map(({ reason }) => reason));
  expect([...reasons].map((reason) => acquisitionEnds[reason])).toContain('another broker leads');
  expect(figures.outcomes.stuck).toBe(0);
});

test('a new partition is shared out without anybody standing still', () => {
  const more: Fault = {
    when: { atMs: 1000 },
    target: { topic: 'orders.events' },
    effect: { kind: 'add-partitions', count: 3 },
  };
  const base = shop({ settings: { 'metadata.max.age.ms': 500 }, faults: [more] });
  const topics = base.broker.topics.map((topic) => ({ ...topic, maxPartitions: 3 }));
  const { world, bugs, figures } = judge(
    { ...base, broker: { ...base.broker, topics } },
    'choreography',
    1,
  );
  expect(bugs).toEqual([]);
  expect(figures.outcomes.completed).toBe(20);
  const shipping = world.cast.groups.findIndex(({ id }) => id === 'shipping');
  const begun = rows(world, 'share-start-moved').filter(({ group }) => group === shipping);
  expect(new Set(begun.map(({ partition }) => partition)).size).toBe(3);
});

test('a world without share groups tells nothing of them', () => {
  const world = finished(builtIn('order-fulfilment'), 'choreography', 1);
  expect(count(world, 'record-acquired') + count(world, 'share-start-moved')).toBe(0);
});

test('whatever goes wrong, every record is accepted, rejected or archived in the end, and nobody holds anything', () => {
  const kinds = fc.constantFrom(
    'crash',
    'lost',
    'pause',
    'block-poll',
    'poison',
    'commit',
    'fetch',
  );
  const trouble = fc.record({
    kind: kinds,
    atMs: fc.integer({ min: 500, max: 4000 }),
    of: fc.nat(3),
  });
  const settings = fc.record({
    'share.acknowledgement.mode': fc.constant('explicit'),
    'max.poll.records': fc.constantFrom(1, 3, 500),
    'group.share.partition.max.record.locks': fc.constantFrom(1, 3, 2000),
    'group.share.delivery.count.limit': fc.integer({ min: 2, max: 5 }),
    'group.share.record.lock.duration.ms': fc.constantFrom(500, 3000),
  });
  fc.assert(
    fc.property(settings, fc.array(trouble, { maxLength: 4 }), fc.nat(500), (own, all, seed) => {
      const faults = all.map(({ kind, atMs, of }) => faultOf(kind, atMs, of));
      const { world, bugs } = judge(
        shop({ settings: own, faults, orders: 8 }),
        'choreography',
        seed,
      );
      expect(bugs).toEqual([]);
      expect(world.ending).toBe('drained');
      expect(openRecords(world)).toEqual([]);
    }),
    { numRuns: 15 },
  );
});

function faultOf(kind: string, atMs: number, instance: number): Fault {
  const target = { service: 'shipping', instance };
  const when = { atMs };
  if (kind === 'crash') return { when, target, effect: { kind, restartAfterMs: 1500 } };
  if (kind === 'lost')
    return { when, target, effect: { kind: 'crash', restartAfterMs: 1500, connections: 'open' } };
  if (kind === 'pause' || kind === 'block-poll')
    return { when, target, effect: { kind, forMs: 5000 } };
  if (kind === 'poison') return { ...poison, when: { ...poison.when, order: 2 + instance } };
  const leg = kind === 'commit' ? 'commit' : 'fetch-response';
  const nth = 1 + (atMs % 20);
  return { when: { nth }, target: { service: 'shipping', leg }, effect: { kind: 'lose' } };
}

/** What a share group has not finished at the end: in the partitions that it reads, and of types that it may have. */
function openRecords(world: World): readonly string[] {
  const group = world.cast.groups.findIndex(({ id }) => id === 'shipping');
  const own = new Set(world.cast.services.find(({ id }) => id === 'shipping')?.instances);
  const open = new Set<string>();
  const { partitions = [] } = world.cast.groups[group] ?? {};
  for (const { partition, offset } of rows(world, 'record-appended'))
    if (partitions.includes(partition)) open.add(`${partition} ${offset}`);
  const released = acknowledgements.indexOf('released');
  for (const { actor, partition, offset, acknowledgement } of rows(world, 'record-acknowledged'))
    if (own.has(actor) && acknowledgement !== released) open.delete(`${partition} ${offset}`);
  for (const { actor, partition, offset } of rows(world, 'record-archived'))
    if (own.has(actor)) open.delete(`${partition} ${offset}`);
  return [...open];
}
