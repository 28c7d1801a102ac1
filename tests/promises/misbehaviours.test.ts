/** The misbehaviours: each is found in a trace that shows it, and none in healthy ones. */
import { describe, expect, test } from 'vitest';
import { MisbehaviourKeeper, misbehaviours } from '../../src/promises/index.ts';
import type { Cast } from '../../src/trace/index.ts';
import { healthy } from './healthy.ts';
import { shown } from './shown-misbehaviours.ts';
import { soils } from './soils.ts';
import type { Telling } from './telling.ts';
import { scenarioOf, type Choices } from './world.ts';

function foundIn(
  telling: Telling,
  choices: Choices = {},
  cast: Cast = telling.cast,
): ReadonlyMap<number, string> {
  const keeper = new MisbehaviourKeeper(scenarioOf(choices), cast);
  keeper.see(telling.trace(), 0);
  return new Map(keeper.found().map(({ id, sentence }) => [id, sentence]));
}

describe('the misbehaviours', () => {
  test('are numbered from 1 to 22, each with a name and a sentence', () => {
    expect(misbehaviours.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 22 }, (_, index) => index + 1),
    );
    for (const { name, sentence } of misbehaviours) {
      expect(name).not.toBe('');
      expect(sentence).toMatch(/^.+\.$/);
    }
  });

  test.each(shown)('$id is found where $what', ({ id, tell, choices, sentence }) => {
    expect(foundIn(tell(), choices).get(id)).toMatch(sentence);
  });

  test('are each shown', () => {
    const ids = new Set(shown.map(({ id }) => id));
    expect(misbehaviours.map(({ id }) => id).filter((id) => !ids.has(id))).toEqual([]);
  });

  test('are not found in a healthy trace, a crash and its retries included', () => {
    expect(foundIn(healthy())).toEqual(new Map());
  });

  test.each(Object.entries(soils))('are not found in a healthy trace of %s', (_, soil) => {
    const { telling, choices } = soil();
    const found = foundIn(telling, choices);
    // Records have no key in one of them. A cleaned topic is read late there, and retention deletes what services do not read, both on purpose.
    found.forEach((_sentence, id) => expect([11, 12, 22]).toContain(id));
  });

  test('come with witnesses, however the rows come', () => {
    for (const { id, tell, choices } of shown) {
      const telling = tell();
      const trace = telling.trace();
      const keeper = new MisbehaviourKeeper(scenarioOf(choices), telling.cast);
      keeper.see(trace, 0);
      const found = keeper.found().find((each) => each.id === id);
      expect(found?.witness.length).toBeGreaterThan(0);
      expect(found?.firstRow).toBeLessThan(trace.length);
    }
  });
});
