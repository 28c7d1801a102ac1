/** Runs scenarios to their end and judges them: shared by the tests and by the evidence, which asks the same at larger numbers. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { recount, type Figures } from '../../src/projections/index.ts';
import { InvariantKeeper, PromiseKeeper, type Verdict } from '../../src/promises/index.ts';
import { readScenario, type Fault, type Scenario } from '../../src/scenario/index.ts';
import { tableRunner } from '../../src/services/index.ts';
import { World, compile, type Plan } from '../../src/simulation/index.ts';
import { code, type Kind, type Style } from '../../src/trace/index.ts';

/** A built-in scenario, checked. */
export function builtIn(slug: string): Scenario {
  return checked(readFileSync(path.resolve('scenarios', slug, 'scenario.json'), 'utf8'));
}

/** A scenario from its text; a refusal fails the test with all its problems. */
export function checked(text: string): Scenario {
  const read = readScenario(text);
  if (read.kind === 'problems') throw new Error(JSON.stringify(read.problems, undefined, 2));
  return read.scenario;
}

/** The same scenario with other faults. */
export function withFaults(scenario: Scenario, faults: readonly Fault[]): Scenario {
  return { ...scenario, faults };
}

/** A world that has run to its end. On tables, because that is quick; tests/services holds them to XState's very runs. */
export function finished(scenario: Scenario, style: Style, seed: number): World {
  return finishedPlan(compile(scenario, style), seed);
}

/** The same of what was compiled once, for many seeds. */
export function finishedPlan(plan: Plan, seed: number): World {
  const world = new World(plan, seed, { runner: tableRunner });
  while (world.ending === 'running') world.step();
  return world;
}

/** What is to be said of a finished world. */
export interface Judgement {
  readonly world: World;
  readonly figures: Figures;
  /** Promises of the scenario that were broken. */
  readonly broken: readonly Verdict[];
  /** Rules of the engine that were broken: always a bug of ours. */
  readonly bugs: readonly Verdict[];
}

/** Runs one seed of one style and judges it. */
export function judge(scenario: Scenario, style: Style, seed: number): Judgement {
  const world = finished(scenario, style, seed);
  const promises = new PromiseKeeper(scenario, world.cast);
  const invariants = new InvariantKeeper(scenario, world.cast);
  promises.see(world.trace, 0);
  invariants.see(world.trace, 0);
  const isBroken = (verdict: Verdict) => verdict.state === 'broken';
  return {
    world,
    figures: recount(world.trace, world.cast),
    broken: promises.verdicts().filter(isBroken),
    bugs: invariants.verdicts().filter(isBroken),
  };
}

/** How many rows of a kind a world told. */
export function count({ trace }: World, kind: Kind): number {
  let rows = 0;
  for (let row = 0; row < trace.length; row++) if (trace.kind(row) === code[kind]) rows += 1;
  return rows;
}

/** A judgement in one line, for a failing test. */
export function complaint({ world, figures, broken, bugs }: Judgement, seed: number): string {
  const words = [...broken, ...bugs].map(({ id, sentence }) => `${id}: ${sentence}`);
  if (world.ending !== 'drained') words.push(`it did not drain but was ${world.ending}`);
  if (figures.outcomes.stuck > 0) words.push(`${figures.outcomes.stuck} orders are stuck`);
  return words.length === 0 ? '' : `seed ${seed}, ${world.cast.style}: ${words.join(' ')}`;
}
