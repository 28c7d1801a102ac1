/** The table path does what XState does: on every scenario the same run, row by row, and on random events the same steps. */
import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { setup, type AnyStateMachine } from 'xstate';
import { consumerMachine, tableRunner, xstateRunner } from '../../src/services/index.ts';
import { compile, World } from '../../src/simulation/index.ts';
import { styles, type Style } from '../../src/trace/index.ts';
import { crashesEverywhere } from '../support/crash-plans.ts';
import { randomFlow } from '../support/random-flows.ts';
import { builtIn, withFaults } from '../support/runs.ts';
import type { Scenario } from '../../src/scenario/index.ts';

function hash(scenario: Scenario, style: Style, seed: number, runner: typeof tableRunner): string {
  const world = new World(compile(scenario, style), seed, { runner });
  while (world.ending === 'running') world.step();
  return world.hash;
}

function eventsOf(machine: AnyStateMachine): string[] {
  return machine.events.filter((event) => event !== '*');
}

describe('the table path', () => {
  test.each(readdirSync('scenarios'))('runs %s as XState does, in every style', (slug) => {
    const scenario = builtIn(slug);
    for (const style of styles)
      expect(hash(scenario, style, 7, tableRunner), style).toBe(
        hash(scenario, style, 7, xstateRunner),
      );
  });

  test('runs crashes at every point as XState does', () => {
    const scenario = withFaults(builtIn('order-fulfilment'), crashesEverywhere());
    for (const style of styles)
      expect(hash(scenario, style, 3, tableRunner), style).toBe(
        hash(scenario, style, 3, xstateRunner),
      );
  });

  test('takes the same steps on any sequence of events, in any machine of a random flow', () => {
    fc.assert(
      fc.property(
        randomFlow(false),
        fc.constantFrom(...styles),
        fc.array(fc.nat(), { maxLength: 25 }),
        (scenario, style, choices) => {
          const plan = compile(scenario, style);
          const machines = [
            ...plan.services.flatMap((service) => service.machines.map((machine) => machine.logic)),
            plan.client.logic,
            consumerMachine,
          ];
          for (const machine of machines) {
            let [ours, theirs] = [
              tableRunner.begin(machine, { commitsFirst: false }),
              xstateRunner.begin(machine, { commitsFirst: false }),
            ];
            const events = eventsOf(machine);
            for (const choice of choices) {
              const event = { type: events[choice % events.length] ?? '' };
              const [mine, its] = [
                tableRunner.step(machine, ours, event),
                xstateRunner.step(machine, theirs, event),
              ];
              expect({ value: mine.snapshot.value, context: mine.snapshot.context }).toEqual({
                value: its.snapshot.value,
                context: its.snapshot.context,
              });
              expect(mine.requests).toEqual(its.requests);
              expect(mine.ignored).toBe(its.ignored);
              [ours, theirs] = [mine.snapshot, its.snapshot];
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('refuses a machine outside of its dialect when it is compiled, not when it runs', () => {
    const words = setup({ actions: { cheer: () => undefined } });
    const nested = words.createMachine({
      id: 'nested',
      initial: 'a',
      states: { a: { initial: 'b', states: { b: {} } } },
    });
    expect(() => tableRunner.begin(nested)).toThrow(
      'the machine nested cannot be compiled into a table: its state a is compound',
    );
    const final = words.createMachine({
      id: 'final',
      initial: 'a',
      states: { a: { type: 'final' } },
    });
    expect(() => tableRunner.begin(final)).toThrow('its state a is final');
  });
});
