/** Real runs of the bundled scenarios: the engine keeps its own rules, whatever the scenario breaks, and its history shows nothing that Kafka does not allow. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  InvariantKeeper,
  PromiseKeeper,
  checkHistory,
  sentenceOf,
  type Verdict,
} from '../../src/promises/index.ts';
import { readScenario, type Scenario } from '../../src/scenario/index.ts';
import { compile, World } from '../../src/simulation/index.ts';
import type { Style } from '../../src/trace/index.ts';

const folder = fileURLToPath(new URL('../../scenarios/', import.meta.url));
const slugs = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

function scenarioIn(slug: string): Scenario {
  const read = readScenario(readFileSync(`${folder}${slug}/scenario.json`, 'utf8'));
  if (read.kind === 'problems') throw new Error(`${slug} is not in order`);
  return read.scenario;
}

function run(scenario: Scenario, style: Style, seed: number): World {
  const world = new World(compile(scenario, style), seed);
  while (world.ending === 'running') world.step();
  return world;
}

const told = (verdicts: readonly Verdict[]): readonly string[] =>
  verdicts.map(({ id, state, violations, sentence }) => `${id} ${state} ${violations} ${sentence}`);

describe.each(slugs)('%s', (slug) => {
  const scenario = scenarioIn(slug);
  const worlds = scenario.styles.map((style, index) => ({ style, seed: scenario.seed + index }));

  test.each(worlds)('keeps the rules of the engine in $style with seed $seed', (each) => {
    const world = run(scenario, each.style, each.seed);
    const keeper = new InvariantKeeper(scenario, world.cast);
    keeper.see(world.trace, 0);
    const broken = keeper.verdicts().filter(({ state }) => state !== 'holds');
    expect(told(broken)).toEqual([]);
    const history = checkHistory(world.trace, scenario, world.cast);
    const forbidden = history.filter(({ allowed }) => allowed === '');
    expect(forbidden.map(({ name, why }) => `${name}: ${sentenceOf(why)}`)).toEqual([]);
  });

  test('gets the same verdicts event by event as at the end', () => {
    const world = new World(compile(scenario, 'choreography'), scenario.seed);
    const live = new PromiseKeeper(scenario, world.cast);
    for (let seen = 0; world.ending === 'running'; seen = world.trace.length) {
      world.step();
      live.see(world.trace, seen);
    }
    const late = new PromiseKeeper(scenario, world.cast);
    late.see(world.trace, 0);
    expect(told(live.verdicts())).toEqual(told(late.verdicts()));
    expect(late.verdicts().map(({ state }) => state)).not.toContain('pending');
  });
});
