/** A machine's chart is the machine: every transition of every machine that any scenario compiles to, once. */
import { readdirSync } from 'node:fs';
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { describe, expect, test } from 'vitest';
import { chartEdges, chartOutline, stateDiagram } from '../../src/projections/index.ts';
import { chartOf, consumerMachine, tableRunner } from '../../src/services/index.ts';
import { compile } from '../../src/simulation/index.ts';
import { styles, type CastMachine } from '../../src/trace/index.ts';
import { builtIn } from '../support/runs.ts';

/** All machines of a plan with their places in the cast. */
function machinesOf(slug: string): readonly (readonly [AnyStateMachine, CastMachine])[] {
  return styles.flatMap((style) => {
    const plan = compile(builtIn(slug), style);
    const logics = new Map<number, AnyStateMachine>([[plan.client.index, plan.client.logic]]);
    for (const { machines, consumer } of plan.services) {
      for (const { index, logic } of machines) logics.set(index, logic);
      if (consumer >= 0) logics.set(consumer, consumerMachine);
    }
    return plan.cast.machines.map((machine, index) => {
      const logic = logics.get(index);
      if (logic === undefined) throw new Error(`nobody runs ${machine.id}`);
      return [logic, machine] as const;
    });
  });
}

function transitionsOf(node: AnyStateNode) {
  return [...[...node.transitions.values()].flat(), ...(node.always ?? [])];
}

describe.each(readdirSync('scenarios'))('%s', (slug) => {
  const machines = machinesOf(slug);

  test('has every transition of its machines in their charts, once and with its ends', () => {
    for (const [logic, { states, initial, moves }] of machines) {
      expect(states[initial]).toBe(logic.root.initial.target[0]?.key);
      const nodes = [...Object.values(logic.root.states), logic.root] as AnyStateNode[];
      const ends = nodes.flatMap((node) =>
        transitionsOf(node).map(({ target }) => [
          states.indexOf(node === logic.root ? '' : node.key),
          states.indexOf(target?.[0]?.key ?? ''),
        ]),
      );
      expect(moves.map(({ from, to }) => [from, to])).toEqual(ends);
    }
  });

  test('names the delays and guards that the machine defines, and no event of XState’s own', () => {
    for (const [logic, { moves }] of machines)
      for (const { kind, on, guard } of moves) {
        expect(on).not.toContain('xstate');
        expect(on === '').toBe(kind === 'always');
        if (kind === 'after') expect(Object.keys(logic.implementations.delays)).toContain(on);
        if (guard !== '') expect(Object.keys(logic.implementations.guards)).toContain(guard);
      }
  });

  test('tells each move once in the outline, and draws each that goes anywhere on one edge', () => {
    for (const [, machine] of machines) {
      const told = chartOutline(machine).flatMap(({ moves }) => moves.map(({ move }) => move));
      expect(told.toSorted((a, b) => a - b)).toEqual(machine.moves.map((_, index) => index));
      const drawn = chartEdges(machine).flatMap(({ moves }) => moves);
      const going = machine.moves.flatMap(({ to }, index) => (to < 0 ? [] : [index]));
      expect(drawn.toSorted((a, b) => a - b)).toEqual(going);
      const arrows = stateDiagram(machine)
        .split('\n')
        .filter((line) => line.includes('-->'));
      expect(arrows).toHaveLength(going.length + 1);
    }
  });
});

test('a chart says which messages are sent', () => {
  const [[logic] = []] = machinesOf('order-fulfilment').filter(([, { id }]) => id === 'payment');
  if (logic === undefined) throw new Error('no payment');
  const { moves, states, entries } = chartOf(logic);
  const done = moves.find(({ on }) => on === 'workDone');
  expect(done?.does.join(', ')).toMatch(/applyEffect, rememberDoing, publish \w+/);
  expect(entries[states.indexOf('working')]).toEqual(['countTry', 'work']);
  expect(tableRunner.begin(logic).value).toBe(states[0]);
});
