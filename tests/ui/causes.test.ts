/** Running without a cause: the causes that a broken promise points at are real, and without them the effect is gone. */
import { describe, expect, test } from 'vitest';
import {
  readScenario,
  writeScenario,
  type Fault,
  type Scenario,
} from '../../src/scenario/index.ts';
import type { Style } from '../../src/trace/index.ts';
import type { Action, Inputs } from '../../src/worker/index.ts';
import { causesOf, inputsWithout, type Cause } from '../../src/ui/repair/causes.ts';
import { crash } from '../support/crash-plans.ts';
import { builtIn, judge, withFaults } from '../support/runs.ts';

const promise = 'shipped-once';
const bad: Fault = crash('shipping', 'before offset-commit', 5, 'shipping');
const harmless: Fault = {
  when: { atMs: 9000 },
  target: {},
  effect: { kind: 'spike', orders: 2, everyMs: 10 },
};
const styles: readonly Style[] = ['choreography', 'orchestration'];

function causesIn(
  scenario: Scenario,
  style: Style,
  seed: number,
  of: string | undefined = promise,
): readonly Cause[] | undefined {
  const { world, broken } = judge(scenario, style, seed);
  const verdict = broken.find(({ id }) => id === of);
  if (verdict === undefined) return undefined;
  const { trace, cast } = world;
  const isOn = (service: string, name: 'inbox' | 'outbox') =>
    scenario.services.find(({ id }) => id === service)?.[name] === true;
  return causesOf({ trace, cast, verdict, isOn });
}

function scenarioOf(inputs: Inputs | undefined): Scenario {
  const read = readScenario(inputs?.text ?? '');
  if (read.kind === 'problems') throw new Error(JSON.stringify(read.problems));
  return read.scenario;
}

describe('a parcel that is shipped twice', () => {
  const naive = builtIn('order-fulfilment-naive');
  const few = { ...naive, workload: { ...naive.workload, orders: 12 } };
  const scenario = withFaults(few, [harmless, bad]);
  const inputs = { text: writeScenario(scenario), seed: 7, actions: [] };

  test.each(styles)('%s: points at the crash and at the missing inbox', (style) => {
    const causes = causesIn(scenario, style, 7);
    expect(causes).toContainEqual({ kind: 'fault', index: 1 });
    expect(causes).toContainEqual({ kind: 'switch', service: 'shipping', name: 'inbox' });
    expect(causes).not.toContainEqual({ kind: 'fault', index: 0 });
  });

  test.each(styles)('%s: is shipped once without either, in every seed', (style) => {
    let broken = 0;
    for (let seed = 1; seed <= 4; seed++) {
      const causes = causesIn(scenario, style, seed) ?? [];
      if (causes.length > 0) broken += 1;
      const real = causes.filter(
        (cause) =>
          cause.kind === 'fault' ||
          (cause.kind === 'switch' && cause.service === 'shipping' && cause.name === 'inbox'),
      );
      for (const cause of real) {
        const without = scenarioOf(inputsWithout(cause, inputs, scenario));
        const ids = judge(without, style, seed).broken.map(({ id }) => id);
        expect([seed, cause, ids.includes(promise)]).toEqual([seed, cause, false]);
      }
    }
    expect(broken).toBeGreaterThan(2);
  });
});

describe('the inputs without a cause', () => {
  const scenario = withFaults(builtIn('order-fulfilment-naive'), [harmless]);
  const text = writeScenario(scenario);
  const inject = { kind: 'inject', fault: bad, atMicros: 1_000_000 } as const;
  const flip: Action = {
    ...{ kind: 'switch', service: 'shipping', name: 'inbox' },
    ...{ on: false, atMicros: 2_000_000 },
  };
  const inputs: Inputs = { text, seed: 3, actions: [inject, flip] };

  test('lose a live fault from what was done, and a scheduled one from the scenario', () => {
    expect(inputsWithout({ kind: 'fault', index: 1 }, inputs, scenario)).toEqual({
      ...inputs,
      actions: [flip],
    });
    const scheduled = inputsWithout({ kind: 'fault', index: 0 }, inputs, scenario);
    expect(scenarioOf(scheduled).faults).toEqual([]);
    expect(scheduled?.actions).toEqual([inject, flip]);
  });

  test('have a switch on from the beginning, whatever was done to it', () => {
    const cause = { kind: 'switch', service: 'shipping', name: 'inbox' } as const;
    const without = inputsWithout(cause, inputs, scenario);
    expect(without?.actions).toEqual([inject]);
    const shipping = scenarioOf(without).services.find(({ id }) => id === 'shipping');
    expect(shipping?.inbox).toBe(true);
  });
});

describe('a scenario that is set wrongly on purpose', () => {
  test('keeps its promise with the repair, where no fault and no switch is to blame', () => {
    const scenario = builtIn('auto-commit-loses-naive');
    const { repair, seed } = scenario;
    expect(causesIn(scenario, 'choreography', seed, repair?.promise)).toEqual([]);
    const inputs = { text: writeScenario(scenario), seed, actions: [] };
    const without = scenarioOf(inputsWithout({ kind: 'repair' }, inputs, scenario));
    const ids = judge(without, 'choreography', seed).broken.map(({ id }) => id);
    expect(ids).not.toContain(repair?.promise);
  });
});

describe('of many faults', () => {
  test('the latest before the break is the first to be left out', () => {
    const naive = builtIn('order-fulfilment-naive');
    const few = { ...naive, workload: { ...naive.workload, orders: 12 } };
    const slow = (atMs: number): Fault => ({
      when: { atMs },
      target: { service: 'shipping' },
      effect: { kind: 'slow', factor: 2, forMs: 300 },
    });
    const scenario = withFaults(few, [slow(100), slow(500), slow(900), slow(1300), bad]);
    expect(causesIn(scenario, 'choreography', 7)?.[0]).toEqual({ kind: 'fault', index: 4 });
  });
});
