/** A service that is cut off from the network lives and works, and nobody hears of it. */
import { describe, expect, test } from 'vitest';
import type { Fault, Scenario } from '../../src/scenario/index.ts';
import { World, compile } from '../../src/simulation/index.ts';
import { tableRunner } from '../../src/services/index.ts';
import { code, legs, type Kind } from '../../src/trace/index.ts';
import { builtIn, complaint, count, finished, judge } from '../support/runs.ts';

const shop = builtIn('order-fulfilment');
const styles = ['choreography', 'orchestration', 'direct'] as const;
const from = 1_000;

function cutOff(forMs: number, target: Fault['target'] = { service: 'shipping' }): Fault {
  return { when: { atMs: from }, target, effect: { kind: 'cut-off', forMs } };
}

function shopWith(...faults: readonly Fault[]): Scenario {
  return { ...shop, faults, workload: { ...shop.workload, orders: 20 } };
}

function rowsOf({ trace }: World, kind: Kind): readonly number[] {
  return Array.from({ length: trace.length }, (_, row) => row).filter(
    (row) => trace.kind(row) === code[kind],
  );
}

describe('a service that is cut off', () => {
  test.each(styles)('comes through it in %s: every promise holds on every seed', (style) => {
    const problems = [300, 3_000, 12_000, 45_000].flatMap((forMs, index) =>
      Array.from({ length: 4 }, (_, at) => {
        const seed = 10 * index + at;
        const { id } = shop.services[at] ?? { id: 'order' };
        return complaint(judge(shopWith(cutOff(forMs, { service: id })), style, seed), seed);
      }),
    );
    expect(problems.filter((problem) => problem !== '')).toEqual([]);
  });

  test('loses what it sends and what is sent to it, and nothing else is lost', () => {
    const world = finished(shopWith(cutOff(3_000)), 'choreography', 7);
    const { trace, cast } = world;
    const shipping = cast.services.findIndex(({ id }) => id === 'shipping');
    const lost = rowsOf(world, 'leg-lost');
    expect(lost.map((row) => [trace.c(row), trace.time(row) <= 4_000_000])).toEqual(
      lost.map(() => [0, true]),
    );
    const own = [
      ...(cast.services[shipping]?.instances ?? []),
      cast.actors.findIndex(({ kind, service }) => kind === 'relay' && service === shipping),
    ];
    const cut = rowsOf(world, 'process-cut-off').map((row) => trace.actor(row));
    expect(cut).toEqual(own);
    expect(rowsOf(world, 'process-reached').map((row) => trace.actor(row))).toEqual(own);
    expect(new Set(lost.map((row) => legs[trace.a(row)]))).toContain('fetch-response');
  });

  test('works on: what it had begun is stored while nobody can reach it, and no seed crashes', () => {
    const stored = Array.from({ length: 10 }, (_, seed) => {
      const world = finished(shopWith(cutOff(3_000)), 'choreography', seed);
      expect(count(world, 'process-crashed')).toBe(0);
      const [actor] = world.cast.services.find(({ id }) => id === 'shipping')?.instances ?? [];
      return rowsOf(world, 'store-committed').filter((row) => {
        const time = world.trace.time(row) / 1000;
        return world.trace.actor(row) === actor && time > from && time < from + 3_000;
      }).length;
    });
    expect(Math.max(...stored)).toBeGreaterThan(0);
  });

  test('is expelled from its group where that lasts longer than its session, and joins anew', () => {
    const session = { 'session.timeout.ms': 6_000, 'heartbeat.interval.ms': 1_000 };
    const services = shop.services.map((each) => ({ ...each, settings: session }));
    const [short, long] = [3_000, 9_000].map((forMs) =>
      finished({ ...shopWith(cutOff(forMs)), services }, 'choreography', 7),
    ) as [World, World];
    expect(count(short, 'member-expelled')).toBe(0);
    expect(count(long, 'member-expelled')).toBe(1);
    expect(count(long, 'member-fenced')).toBe(1);
    expect(long.ending).toBe('drained');
  });

  test('has only the one instance cut off that is named, and its relay goes on', () => {
    const world = finished(
      shopWith(cutOff(3_000, { service: 'shipping', instance: 0 })),
      'choreography',
      7,
    );
    const { trace, cast } = world;
    const kinds = rowsOf(world, 'process-cut-off').map(
      (row) => cast.actors[trace.actor(row)]?.kind,
    );
    expect(kinds).toEqual(['service']);
  });

  test('is reached again when the last of several cut-offs ends', () => {
    const later: Fault = { ...cutOff(500), when: { atMs: from + 200 } };
    const world = finished(shopWith(cutOff(3_000), later), 'choreography', 7);
    const { trace } = world;
    const ends = rowsOf(world, 'process-reached').map((row) => trace.time(row));
    expect(new Set(ends)).toEqual(new Set([(from + 3_000) * 1000]));
  });

  test('is as much cut off after a checkpoint as before it', () => {
    const plan = compile(shopWith(cutOff(3_000)), 'choreography');
    const make = () => new World(plan, 7, { runner: tableRunner });
    const world = make();
    while (world.nextTime >= 0 && world.nextTime < (from + 1_000) * 1000) world.step();
    const other = make();
    other.restore(world.checkpoint());
    for (const each of [world, other]) while (each.ending === 'running') each.step();
    expect(other.hash).toBe(world.hash);
  });
});
