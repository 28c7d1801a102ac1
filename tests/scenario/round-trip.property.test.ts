/** A scenario that is written can be read again, unchanged, and is written one way only. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readScenario, writeScenario } from '../../src/scenario/index.ts';
import { anyScenario } from './arbitrary-scenario.ts';
import { scenarioOf, smallShop } from './files.ts';

describe('a written scenario', () => {
  test('is read again as it was', () => {
    const property = fc.property(anyScenario, (scenario) => {
      expect(readScenario(writeScenario(scenario))).toEqual({ kind: 'scenario', scenario });
    });
    fc.assert(property, { numRuns: 200 });
  });

  test('has one text, however the fields of the file were ordered', () => {
    const members = Object.entries(JSON.parse(smallShop) as Record<string, unknown>);
    const backwards = JSON.stringify(Object.fromEntries(members.reverse()));
    const written = writeScenario(scenarioOf(smallShop));
    expect(writeScenario(scenarioOf(backwards))).toBe(written);
    expect(writeScenario(scenarioOf(written))).toBe(written);
  });

  test('leaves out what has its default', () => {
    const written = writeScenario(scenarioOf(smallShop));
    expect(JSON.parse(written)).toEqual(JSON.parse(smallShop));
  });
});
