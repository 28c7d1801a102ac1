/** Consumer groups in a running world: who owns what, who is expelled when, and who is fenced. */
import { describe, expect, test } from 'vitest';
import { compile, World } from '../../src/simulation/index.ts';
import type { Scenario } from '../../src/scenario/index.ts';
import { code, type Kind } from '../../src/trace/index.ts';
import { crash } from '../support/crash-plans.ts';
import { builtIn, count, finished, withFaults } from '../support/runs.ts';

function scaled(scenario: Scenario, service: string, instances: number): Scenario {
  return {
    ...scenario,
    services: scenario.services.map((each) =>
      each.id === service ? { ...each, instances } : each,
    ),
  };
}

function rowsOf({ trace }: World, kind: Kind) {
  return Array.from({ length: trace.length }, (_, row) => row)
    .filter((row) => trace.kind(row) === code[kind])
    .map((row) => trace.read(row));
}

describe('a consumer group', () => {
  test('shares its partitions by ranges, and leaves the members that are too many idle', () => {
    const world = finished(scaled(builtIn('order-fulfilment'), 'shipping', 5), 'choreography', 7);
    const shipping = world.cast.services.findIndex((service) => service.id === 'shipping');
    const owned = new Map<number, number[]>();
    for (const event of rowsOf(world, 'partition-assigned')) {
      if (
        event.kind !== 'partition-assigned' ||
        world.cast.actors[event.actor]?.service !== shipping
      )
        continue;
      owned.set(event.actor, [...(owned.get(event.actor) ?? []), event.partition]);
    }
    expect([...owned.values()].flat().toSorted()).toEqual([0, 1, 2]);
    expect(owned.size).toBe(3);
  });

  test('expels a dead member exactly when its session runs out, and reads on from the committed offset', () => {
    const scenario = withFaults(builtIn('order-fulfilment'), [
      crash('shipping', 'before offset-commit', 10, 'shipping'),
    ]);
    const world = finished(scenario, 'choreography', 7);
    const [crashed] = rowsOf(world, 'process-crashed');
    const expelled = rowsOf(world, 'member-expelled').filter(
      (event) => event.actor === crashed?.actor,
    );
    expect(expelled).toHaveLength(1);
    const silence = (expelled[0]?.time ?? 0) - (crashed?.time ?? 0);
    const { sessionTimeout } = world.settings.general;
    // The session runs from the last heartbeat, which the member sent up to one interval before it died.
    expect(silence).toBeLessThanOrEqual(sessionTimeout);
    expect(silence).toBeGreaterThan(
      sessionTimeout - world.settings.general.heartbeatInterval - 10_000,
    );
    const redelivered = rowsOf(world, 'record-delivered').filter(
      (event) => event.kind === 'record-delivered' && event.attempt > 1,
    );
    expect(redelivered.length).toBeGreaterThan(0);
  });

  test('moves the partitions of a dead member to one that lives', () => {
    const scenario = withFaults(scaled(builtIn('order-fulfilment'), 'shipping', 2), [
      {
        when: { atMs: 4000 },
        target: { service: 'shipping', instance: 0 },
        effect: { kind: 'crash', restartAfterMs: 60_000 },
      },
    ]);
    const world = finished(scenario, 'choreography', 7);
    const survivor = world.cast.actors.findIndex((actor) => actor.id === 'shipping-2');
    const owned = rowsOf(world, 'partition-assigned').filter(
      (event) => event.actor === survivor && event.time > 4_000_000,
    );
    expect(
      new Set(owned.map((event) => (event.kind === 'partition-assigned' ? event.partition : -1))),
    ).toEqual(new Set([0, 1, 2]));
    expect(world.ending).toBe('drained');
  });

  test('makes all members join anew when one comes, and none keeps a partition meanwhile', () => {
    const scenario = withFaults(scaled(builtIn('order-fulfilment'), 'shipping', 2), [
      {
        when: { atMs: 4000 },
        target: { service: 'shipping', instance: 0 },
        effect: { kind: 'crash', restartAfterMs: 9000 },
      },
    ]);
    const world = finished(scenario, 'choreography', 7);
    const owner = new Map<number, number>();
    for (let row = 0; row < world.trace.length; row++) {
      const event = world.trace.read(row);
      if (event.kind === 'partition-revoked')
        owner.delete(event.partition * 100 + (world.cast.actors[event.actor]?.service ?? 0));
      if (event.kind === 'process-crashed')
        for (const [key, actor] of owner) if (actor === event.actor) owner.delete(key);
      if (event.kind !== 'partition-assigned') continue;
      const key = event.partition * 100 + (world.cast.actors[event.actor]?.service ?? 0);
      expect(owner.has(key)).toBe(false);
      owner.set(key, event.actor);
    }
    expect(count(world, 'rebalance-started')).toBeGreaterThan(world.cast.groups.length);
  });

  test('waits for its first members for the initial rebalance delay', () => {
    const world = new World(compile(builtIn('order-fulfilment'), 'choreography'), 7);
    while (count(world, 'group-stable') === 0) world.step();
    const [joined] = rowsOf(world, 'member-joined');
    const [stable] = rowsOf(world, 'group-stable');
    expect((stable?.time ?? 0) - (joined?.time ?? 0)).toBeGreaterThanOrEqual(
      world.settings.node.initialRebalanceDelay,
    );
  });
});
