/** What worlds look up all the time, worked out once for all of them: a hunt makes thousands of one plan. */
import { hashName } from '../../kernel/index.ts';
import type { Scenario } from '../../scenario/index.ts';
import type { Cast } from '../../trace/index.ts';
import type { Lookups, ServicePlan } from './plan.ts';

/** The lookups of a plan. */
export function lookupsOf(
  { flow, broker }: Scenario,
  cast: Cast,
  services: readonly ServicePlan[],
  typeByName: ReadonlyMap<string, number>,
): Lookups {
  return {
    refusals: new Set(flow.steps.map(({ refused }) => typeByName.get(refused ?? '') ?? -1)),
    tombstones: cast.topics.map(({ id }) => {
      const names = broker.topics.find((topic) => topic.id === id)?.tombstones ?? [];
      return new Set(names.map((name) => typeByName.get(name) ?? -1));
    }),
    isUnlocked: unlockedMachines(cast, services),
    isTransactional: transactionalActors(cast, services),
    hashes: {
      types: cast.types.map(({ name }) => hashed(name)),
      steps: flow.steps.map(({ id }) => hashed(id)),
      services: services.map(({ settings }) => hashed(settings.id)),
    },
  };
}

/** As a signed number, for draws only look at its bits, and a list of such numbers is a plain one. */
function hashed(name: string): number {
  return hashName(name) | 0;
}

/** A store's lock is not held while an outside party is asked: nobody could say for how long. Whoever commits second finds the inbox row of the first. */
function unlockedMachines(cast: Cast, services: readonly ServicePlan[]): readonly boolean[] {
  const unlocked = cast.machines.map(() => false);
  for (const { index, role, step } of services.flatMap(({ machines }) => machines))
    unlocked[index] = role === 'caller' || cast.steps[step]?.reach === 'external';
  return unlocked;
}

function transactionalActors(cast: Cast, services: readonly ServicePlan[]): readonly boolean[] {
  const transactional = cast.actors.map(() => false);
  for (const { settings, instances } of services)
    if (settings.transactional) for (const actor of instances) transactional[actor] = true;
  return transactional;
}
