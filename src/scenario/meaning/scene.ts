/** A scenario with its parts found by id: what all checks of the meaning look things up in. */
import type { Reader, Scenario, Service, Step, Topic } from '../format.ts';

/** A name of a message, what it says, and where it stands in the file. */
export interface NamedMessage {
  readonly name: string;
  readonly path: string;
  readonly role: 'fact' | 'command';
}

/** What the checks look things up in. Of two things with the same id the first counts. */
export interface Scene {
  readonly scenario: Scenario;
  readonly services: ReadonlyMap<string, Service>;
  readonly readers: ReadonlyMap<string, Reader>;
  /** Services and readers: whoever has a group of consumers. */
  readonly groups: ReadonlyMap<string, Service | Reader>;
  readonly topics: ReadonlyMap<string, Topic>;
  readonly steps: ReadonlyMap<string, Step>;
  readonly messages: readonly NamedMessage[];
}

/** Looks a scenario through once. */
export function sceneOf(scenario: Scenario): Scene {
  return {
    scenario,
    services: byId(scenario.services),
    readers: byId(scenario.readers),
    groups: byId([...scenario.services, ...scenario.readers]),
    topics: byId(scenario.broker.topics),
    steps: byId(scenario.flow.steps),
    messages: messagesOf(scenario),
  };
}

/** Where a step stands in the file. */
export function stepPath(index: number): string {
  return `flow.steps[${index}]`;
}

/** How many instances a service or a reader can have at most. */
export function mostInstances({ instances, maxInstances }: Service | Reader): number {
  return Math.max(instances, maxInstances);
}

/** How many partitions a topic can have at most. */
export function mostPartitions({ partitions, maxPartitions }: Topic): number {
  return Math.max(partitions, maxPartitions);
}

function byId<T extends { readonly id: string }>(things: readonly T[]): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const thing of things) if (!found.has(thing.id)) found.set(thing.id, thing);
  return found;
}

function messagesOf({ flow }: Scenario): readonly NamedMessage[] {
  const facts = [{ name: flow.placed, path: 'flow.placed', role: 'fact' as const }];
  const deadline = named(flow.expired, 'flow.expired', 'fact');
  return [...facts, ...deadline, ...flow.steps.flatMap(messagesOfStep)];
}

function messagesOfStep(step: Step, index: number): readonly NamedMessage[] {
  const path = stepPath(index);
  return [
    ...named(step.command, `${path}.command`, 'command'),
    ...named(step.done, `${path}.done`, 'fact'),
    ...named(step.refused, `${path}.refused`, 'fact'),
    ...named(step.compensation?.command, `${path}.compensation.command`, 'command'),
    ...named(step.compensation?.done, `${path}.compensation.done`, 'fact'),
  ];
}

function named(
  name: string | undefined,
  path: string,
  role: NamedMessage['role'],
): readonly NamedMessage[] {
  return name === undefined ? [] : [{ name, path, role }];
}
