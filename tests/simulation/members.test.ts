/** Members of a group in a running world: slow ones, static ones, those that stand still, and those that come and go. */
import { describe, expect, test } from 'vitest';
import type { Fault, FaultEffect, Scenario, Settings } from '../../src/scenario/index.ts';
import type { World } from '../../src/simulation/index.ts';
import { code, type Kind } from '../../src/trace/index.ts';
import { builtIn, finished, judge } from '../support/runs.ts';

const shop = builtIn('order-fulfilment');
const struckAt = 4_000;

/** The shop with several instances of one service, its settings, and one fault of its first instance or of all of it. */
function shopWith(settings: Settings, effect: FaultEffect): Scenario {
  const target =
    effect.kind === 'scale' ? { service: 'shipping' } : { service: 'shipping', instance: 0 };
  const fault: Fault = { when: { atMs: struckAt }, target, effect };
  const services = shop.services.map((each) =>
    each.id === 'shipping' ? { ...each, instances: 2, maxInstances: 3, settings } : each,
  );
  return { ...shop, services, faults: [fault] };
}

/** Rows of this kind since the fault, by the members of the group or about it. */
function since(
  world: World,
  kind: Kind,
): { readonly actor: number; readonly a: number; readonly c: number }[] {
  const { trace, cast } = world;
  const shipping = cast.services.find(({ id }) => id === 'shipping');
  const isAbout = (row: number) =>
    kind === 'rebalance-started'
      ? trace.a(row) === shipping?.group
      : shipping?.instances.includes(trace.actor(row)) === true;
  return Array.from({ length: trace.length }, (_, row) => row)
    .filter((row) => trace.kind(row) === code[kind] && trace.time(row) >= struckAt * 1000)
    .filter(isAbout)
    .map((row) => ({ actor: trace.actor(row), a: trace.a(row), c: trace.c(row) }));
}

const soon = { 'max.poll.interval.ms': 2000 } as const;
const hangs = { kind: 'block-poll', forMs: 5000 } as const;
const isStatic = { 'group.instance.id': true } as const;

describe('a handler that hangs for max.poll.interval.ms', () => {
  test('has its client leave, though it beats; its commit is refused, and it finds its partitions lost', () => {
    const world = finished(shopWith(soon, hangs), 'choreography', 7);
    expect(since(world, 'poll-overdue')).not.toEqual([]);
    expect(since(world, 'member-left').map(({ c }) => c)).toContain(1);
    expect(since(world, 'member-expelled')).toEqual([]);
    expect(since(world, 'commit-refused')).not.toEqual([]);
    expect(since(world, 'partition-lost')).not.toEqual([]);
    expect(world.ending).toBe('drained');
  });

  test('does not leave if its member is static', () => {
    const world = finished(shopWith({ ...soon, ...isStatic }, hangs), 'choreography', 7);
    expect(since(world, 'poll-overdue')).not.toEqual([]);
    expect(since(world, 'member-left')).toEqual([]);
  });
});

describe('a static member', () => {
  const crash = { kind: 'crash', restartAfterMs: 1000 } as const;

  test('that is back before its session runs out makes no rebalance', () => {
    const world = finished(shopWith(isStatic, crash), 'choreography', 7);
    const [crashed] = since(world, 'process-crashed');
    expect(since(world, 'rebalance-started')).toEqual([]);
    expect(new Set(since(world, 'partition-assigned').map(({ actor }) => actor))).toEqual(
      new Set([crashed?.actor]),
    );
  });

  test('makes one when it comes later, as any other does at once', () => {
    const late = { ...crash, restartAfterMs: 9000 };
    expect(
      since(finished(shopWith(isStatic, late), 'choreography', 7), 'member-expelled'),
    ).toHaveLength(1);
    const any = finished(shopWith({}, crash), 'choreography', 7);
    expect(since(any, 'rebalance-started')).not.toEqual([]);
  });
});

test('a process that stands still past its session is expelled, and learns of it when it goes on', () => {
  const world = finished(shopWith({}, { kind: 'pause', forMs: 9000 }), 'choreography', 7);
  expect(since(world, 'member-expelled')).toHaveLength(1);
  expect(since(world, 'member-fenced')).not.toEqual([]);
  expect(world.ending).toBe('drained');
});

describe('an instance more', () => {
  const more = { kind: 'scale', instances: 3 } as const;

  test.each(['sticky', 'cooperative-sticky'] as const)(
    'takes no more than its share with %s',
    (assignor) => {
      const scenario = shopWith({ 'partition.assignment.strategy': assignor }, more);
      const { world, bugs } = judge(scenario, 'choreography', 7);
      expect(bugs).toEqual([]);
      const held = new Map<number, Set<number>>();
      for (const { actor, a } of since(world, 'partition-revoked'))
        held.set(actor, (held.get(actor) ?? new Set()).add(a));
      const [started] = since(world, 'process-started');
      for (const { actor, a } of since(world, 'partition-assigned'))
        if (actor !== started?.actor) expect(held.get(actor)?.has(a) ?? false).toBe(true);
    },
  );
});

test('an instance less leaves in order: nobody waits for its session', () => {
  const world = finished(shopWith({}, { kind: 'scale', instances: 1 }), 'choreography', 7);
  expect(since(world, 'process-stopped')).toHaveLength(1);
  expect(since(world, 'member-left').map(({ c }) => c)).toEqual([0]);
  expect(since(world, 'member-expelled')).toEqual([]);
  expect(since(world, 'partition-assigned').length).toBeGreaterThan(0);
});

test('calls that waited for an instance that stood still are handled beside each other, and nothing jumps', () => {
  const zombie = builtIn('rebalance-zombie');
  const judged = [1, 2, 3, 4].map((seed) => judge(zombie, 'direct', seed));
  expect(judged.flatMap(({ bugs }) => bugs.map(({ sentence }) => sentence))).toEqual([]);
});
