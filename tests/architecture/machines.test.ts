/** Every machine that any scenario compiles to: delays, actions and targets exist, all states can be reached, and no machine knows a message that its service neither hears nor says. */
import { readdirSync } from 'node:fs';
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { describe, expect, test } from 'vitest';
import { compile, type Plan } from '../../src/simulation/index.ts';
import { consumerMachine } from '../../src/services/index.ts';
import { styles } from '../../src/trace/index.ts';
import { builtIn } from '../support/runs.ts';

const plans = readdirSync('scenarios').flatMap((slug) =>
  styles.map((style): [string, Plan] => [`${slug}, ${style}`, compile(builtIn(slug), style)]),
);

interface Action {
  readonly type: string;
  readonly params?: unknown;
}

/** Names of actions that are XState's own: what they do is data of the machine. */
const own = ['xstate.raise', 'xstate.cancel', 'xstate.assign'];

function nodesOf(machine: AnyStateMachine): AnyStateNode[] {
  return [machine.root, ...Object.values(machine.root.states)];
}

function transitionsOf(node: AnyStateNode) {
  return [...[...node.transitions.values()].flat(), ...(node.always ?? [])];
}

function actionsOf(machine: AnyStateMachine): Action[] {
  return nodesOf(machine).flatMap((node) => [
    ...node.entry,
    ...node.exit,
    ...transitionsOf(node).flatMap((transition) => transition.actions),
  ]) as Action[];
}

function reachable(machine: AnyStateMachine): Set<string> {
  const found = new Set<string>();
  const visit = (node: AnyStateNode): void => {
    if (found.has(node.key)) return;
    found.add(node.key);
    for (const transition of [...transitionsOf(node), ...transitionsOf(machine.root)])
      for (const target of transition.target ?? []) visit(target);
  };
  for (const target of machine.root.initial.target) visit(target);
  return found;
}

function machinesOf(plan: Plan): AnyStateMachine[] {
  return [
    ...plan.services.flatMap((service) => service.machines.map((machine) => machine.logic)),
    plan.client.logic,
    consumerMachine,
  ];
}

describe.each(plans)('%s', (_, plan) => {
  test('names only actions, guards and delays that are defined', () => {
    for (const machine of machinesOf(plan)) {
      const defined = Object.keys(machine.implementations.actions);
      const named = actionsOf(machine).filter(
        (action) => typeof action.type === 'string' && !own.includes(action.type),
      );
      for (const { type } of named)
        expect(defined, `${machine.id} names the action ${type}`).toContain(type);
      const delays = nodesOf(machine).flatMap((node) =>
        node.after.map((after) => String(after.delay)),
      );
      for (const delay of delays)
        expect(
          Object.keys(machine.implementations.delays),
          `${machine.id} waits for ${delay}`,
        ).toContain(delay);
      const guards = nodesOf(machine)
        .flatMap(transitionsOf)
        .flatMap((transition) =>
          transition.guard === undefined ? [] : [transition.guard as string | { type: string }],
        );
      for (const guard of guards)
        expect(Object.keys(machine.implementations.guards), machine.id).toContain(
          typeof guard === 'string' ? guard : guard.type,
        );
    }
  });

  test('has no state that cannot be reached', () => {
    for (const machine of machinesOf(plan)) {
      expect([...reachable(machine)].toSorted(), machine.id).toEqual(
        Object.keys(machine.states).toSorted(),
      );
    }
  });

  test('has no machine that hears or says a message of which its service knows nothing', () => {
    const { types } = plan.cast;
    for (const service of plan.services) {
      const cast = plan.cast.services[service.index];
      const heard = new Set(cast?.hears.map((type) => types[type]?.name));
      const said = new Set(cast?.says.map((type) => types[type]?.name));
      for (const { logic } of service.machines) {
        const events = nodesOf(logic)
          .flatMap((node) => node.ownEvents)
          .filter((event) => /^[A-Z]/.test(event));
        for (const event of events)
          expect(heard, `${logic.id} reacts to ${event}`).toContain(event);
        const messages = actionsOf(logic).flatMap(({ type, params }) =>
          type === 'publish' ? [(params as { message: string }).message] : [],
        );
        for (const message of messages)
          expect(said, `${logic.id} publishes ${message}`).toContain(message);
      }
    }
  });

  test('subscribes to every topic that carries what it hears', () => {
    for (const service of plan.services) {
      const group = plan.cast.groups[service.group];
      for (const type of plan.cast.services[service.index]?.hears ?? []) {
        const topic = plan.cast.topics[plan.cast.types[type]?.topic ?? -1];
        if (topic !== undefined)
          expect(
            group?.partitions,
            `${service.settings.id} hears ${String(plan.cast.types[type]?.name)}`,
          ).toContain(topic.firstPartition);
      }
    }
  });

  test('lets only the owner of the flow command, and nobody in a choreography', () => {
    for (const type of plan.cast.types) {
      if (type.kind !== 'command' || type.sender < 0) continue;
      expect(plan.cast.style).not.toBe('choreography');
      expect(type.sender).toBe(plan.owner);
    }
  });
});

test('a machine that is planted with an unknown message is seen', () => {
  const plan = compile(builtIn('order-fulfilment'), 'choreography');
  const [payment] = plan.services.filter((service) => service.settings.id === 'payment');
  const heard = new Set(
    plan.cast.services[payment?.index ?? -1]?.hears.map((type) => plan.cast.types[type]?.name),
  );
  expect(heard.has('CustomerNotified')).toBe(false);
});
