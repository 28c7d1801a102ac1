/** Commits on their way: who waits for which answer. */
import { describe, expect, test } from 'vitest';
import type { Fault, Scenario } from '../../src/scenario/index.ts';
import { World, compile, tableRunner } from '../../src/simulation/index.ts';
import { builtIn, count } from '../support/runs.ts';

const shop = builtIn('order-fulfilment');

/** Two members of one group, of which one dies and comes back: the other joins anew twice. */
function inPairs(settings: Scenario['services'][number]['settings']): Scenario {
  const crash: Fault = {
    when: { atMs: 4000 },
    target: { service: 'shipping', instance: 0 },
    effect: { kind: 'crash', restartAfterMs: 9000 },
  };
  return {
    ...shop,
    services: shop.services.map((each) =>
      each.id === 'shipping' ? { ...each, instances: 2, settings } : each,
    ),
    faults: [crash],
  };
}

/** What is due in a world about commits. */
function commitsDue(world: World) {
  return world.kernel
    .checkpoint()
    .queue.events.filter(
      (event) =>
        event.kind === 'commit-arrives' ||
        event.kind === 'commit-answered' ||
        event.kind === 'commit-timeout',
    );
}

describe('a commit', () => {
  test('that only passes over records has no answer on its way, unless it is refused', () => {
    const world = new World(compile(inPairs({}), 'choreography'), 7, { runner: tableRunner });
    const seen = { machine: 0, nobody: 0, join: 0 };
    while (world.ending === 'running') {
      world.step();
      for (const event of commitsDue(world)) {
        if (event.kind === 'commit-answered' && event.refusal === undefined)
          expect(event.commit.awaitedBy).not.toBe('nobody');
        seen[event.commit.awaitedBy] += 1;
      }
    }
    expect(seen.nobody).toBeGreaterThan(0);
    expect(seen.machine).toBeGreaterThan(0);
  });

  test('that a member makes before it joins anew is one of those that it waits for', () => {
    const byItself = { 'enable.auto.commit': true, 'auto.commit.interval.ms': 100 };
    const plan = compile(inPairs(byItself), 'choreography');
    let awaited = 0;
    for (let seed = 1; seed <= 6; seed++) {
      const world = new World(plan, seed, { runner: tableRunner });
      const members = world.cast.services.find(({ id }) => id === 'shipping')?.instances ?? [];
      while (world.ending === 'running') {
        world.step();
        for (const actor of members) {
          const { consumer, incarnation } = world.process(actor);
          const own = commitsDue(world).filter(
            ({ commit }) =>
              commit.actor === actor &&
              commit.incarnation === incarnation &&
              commit.awaitedBy === 'join',
          );
          expect(consumer.awaitedCommits).toBe(own.length);
          awaited = Math.max(awaited, consumer.awaitedCommits);
        }
      }
      expect(count(world, 'member-joined')).toBeGreaterThan(members.length);
    }
    expect(awaited).toBeGreaterThan(0);
  });
});
