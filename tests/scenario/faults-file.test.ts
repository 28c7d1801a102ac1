/** Faults can stand in a file of their own, and are checked against the scenario that they are for. */
import { describe, expect, test } from 'vitest';
import { readFaults } from '../../src/scenario/index.ts';
import { expectHelpful, inShort, scenarioOf, smallShop } from './files.ts';

const shop = scenarioOf(smallShop);
const spike = (orders: number) =>
  `{ "when": { "atMs": 5 }, "effect": { "kind": "spike", "orders": ${orders}, "everyMs": 1 } }`;
const late =
  '{ "when": { "order": 25 }, "target": { "leg": "commit" }, "effect": { "kind": "lose" } }';

function told(text: string, scenario = shop) {
  const read = readFaults(text, scenario);
  const problems = read.kind === 'problems' ? read.problems : [];
  expectHelpful(problems);
  return inShort(problems);
}

describe('a file of faults', () => {
  test('may hold one fault or a list of them', () => {
    const fault = {
      when: { atMs: 5 },
      target: {},
      effect: { kind: 'spike', orders: 9, everyMs: 1 },
    };
    expect(readFaults(spike(9), shop)).toEqual({ kind: 'faults', faults: [fault] });
    expect(readFaults(`[${spike(9)}]`, shop)).toEqual({ kind: 'faults', faults: [fault] });
    expect(readFaults('[]', shop)).toEqual({ kind: 'faults', faults: [] });
  });

  test('may aim at an order that its own spike brings', () => {
    expect(told(late)).toEqual(['unknown-order when.order']);
    expect(told(`[${late}, ${spike(5)}]`)).toEqual([]);
  });

  test('may aim at an order that a spike of the scenario brings', () => {
    const faults = readFaults(spike(5), shop);
    const spiked = { ...shop, faults: faults.kind === 'faults' ? faults.faults : [] };
    expect(told(late, spiked)).toEqual([]);
    expect(told(spike(19_976), spiked)).toEqual(['too-many-orders effect.orders']);
  });

  test('may not bring more faults than a scenario has', () => {
    const lose = '{ "target": { "leg": "commit" }, "effect": { "kind": "lose" } }';
    const full = readFaults(`[${Array<string>(100).fill(lose).join()}]`, shop);
    const faults = full.kind === 'faults' ? full.faults : [];
    expect(faults).toHaveLength(100);
    expect(told(lose, { ...shop, faults })).toEqual(['too-many']);
  });

  test('is told all that is wrong with it', () => {
    expect(told('{ "effect": { "kind": "crsh" }, "wenn": {} }')).toEqual([
      'unknown-field wenn',
      'not-one-of effect.kind',
    ]);
    expect(told(`[${late}, { "effect": { "kind": "lose" } }]`)).toEqual([
      'unknown-order [0].when.order',
      'fault-needs [1].target.leg',
    ]);
    expect(told('7')).toEqual(['wrong-type']);
    expect(told('')).toEqual(['empty-file']);
  });
});
