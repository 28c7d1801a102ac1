/** Knobs: each stands where it says, and turning one is a run of its own. */
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readScenario, type Scenario } from '../../src/scenario/index.ts';
import { foundKnobs, knobsOf, shownKnobs, turned } from '../../src/ui/settings/knobs.ts';

const texts = readdirSync('scenarios').map((slug) =>
  readFileSync(`scenarios/${slug}/scenario.json`, 'utf8'),
);

function scenarioOf(text: string): Scenario {
  const read = readScenario(text);
  if (read.kind === 'problems') throw new Error(JSON.stringify(read.problems));
  return read.scenario;
}

describe('a knob', () => {
  it('of any built-in scenario stands where it says: to turn it to its own value changes nothing', () => {
    for (const text of texts) {
      const scenario = scenarioOf(text);
      for (const knob of knobsOf(scenario)) {
        const result = turned(text, knob, String(knob.value));
        if ('problem' in result) throw new Error(`${knob.path}: ${result.problem}`);
        expect(scenarioOf(result.text)).toEqual(scenario);
      }
    }
  });

  it('changes its own number and nothing else', () => {
    for (const text of texts.slice(0, 8)) {
      const scenario = scenarioOf(text);
      for (const knob of knobsOf(scenario)) {
        const result = turned(text, knob, String(knob.value + 1));
        // A number can be bound to another one: the least to the most, instances to partitions of a lesson.
        if ('problem' in result) {
          expect(result.problem).toContain(`${knob.name} cannot be ${knob.value + 1} here.`);
          continue;
        }
        const after = knobsOf(scenarioOf(result.text));
        expect(after.filter(({ path }) => path !== knob.path)).toEqual(
          knobsOf(scenario).filter(({ path }) => path !== knob.path),
        );
        expect(after.find(({ path }) => path === knob.path)?.value).toBe(knob.value + 1);
      }
    }
  });

  it('is among the five that are shown, or found by its name', () => {
    for (const text of texts) {
      const knobs = knobsOf(scenarioOf(text));
      expect(foundKnobs(knobs, '')).toHaveLength(Math.min(shownKnobs, knobs.length));
      expect(new Set(knobs.map(({ path }) => path)).size).toBe(knobs.length);
      for (const knob of knobs) expect(foundKnobs(knobs, knob.name.toUpperCase())).toContain(knob);
    }
  });

  it('says what is wrong with a number that it cannot have', () => {
    const [text = ''] = texts;
    const [knob] = knobsOf(scenarioOf(text));
    if (knob === undefined) throw new Error('a scenario has knobs');
    expect(turned(text, knob, 'many')).toEqual({
      problem: '“many” is not a whole number. Type one, such as 10.',
    });
    expect(turned(text, knob, '0')).toMatchObject({
      problem: expect.stringMatching(/cannot be 0 here\. .+\./) as unknown,
    });
  });
});
