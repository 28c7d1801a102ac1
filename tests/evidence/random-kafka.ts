/** The claim that in random worlds the engine keeps its rules, whatever is set and whatever goes wrong. */
import {
  InvariantKeeper,
  MisbehaviourKeeper,
  checkHistory,
  historyChecks,
  misbehaviours,
  sentenceOf,
} from '../../src/promises/index.ts';
import { millis } from '../../src/kernel/index.ts';
import type { Scenario } from '../../src/scenario/index.ts';
import { tableRunner } from '../../src/services/index.ts';
import { World, compile } from '../../src/simulation/index.ts';
import type { Style } from '../../src/trace/index.ts';
import { features, randomKafka } from '../support/random-kafka.ts';
import { twins, type Answer } from './claims.ts';

/** Enough for thirty orders and what they meet; a record that blocks its partition is tried for no longer. */
const caps = { eventsPerRun: 200_000, eventsPerInstant: 10_000, lastInstant: millis(900_000) };

/** What came of one world. */
interface Outcome {
  readonly complaints: readonly string[];
  readonly reached: readonly number[];
  /** Anomalies of the history that Kafka allows as it is set. */
  readonly anomalies: readonly string[];
  readonly ending: string;
}

/** Some record can never be handled, and nothing takes it out of the way: such a run has no end. */
function canBlock({ faults, services }: Scenario): boolean {
  const poison = faults.some(({ effect }) => effect.kind === 'poison');
  return poison && services.some(({ deadLetter }) => deadLetter === undefined);
}

function outcomeOf(scenario: Scenario, style: Style, seed: number): Outcome {
  const world = new World(compile(scenario, style), seed, { runner: tableRunner, caps });
  while (world.ending === 'running') world.step();
  const invariants = new InvariantKeeper(scenario, world.cast);
  invariants.see(world.trace, 0);
  const keeper = new MisbehaviourKeeper(scenario, world.cast);
  keeper.see(world.trace, 0);
  const complaints = invariants
    .verdicts()
    .filter(({ state }) => state === 'broken')
    .map(({ id, sentence }) => `${id}: ${sentence}`);
  const history = checkHistory(world.trace, scenario, world.cast);
  for (const { name, allowed, why } of history) {
    if (allowed === '') complaints.push(`${name}: ${sentenceOf(why)}`);
  }
  if (world.ending !== 'drained' && !canBlock(scenario))
    complaints.push(`the run was ${world.ending} and did not drain`);
  const reached = keeper.found().map(({ id }) => id);
  const anomalies = [...new Set(history.map(({ name }) => name))];
  return { complaints, reached, anomalies, ending: world.ending };
}

/** Runs the random worlds of so many seeds, in both styles, and holds them to the rules of the engine. */
export function randomWorldsKeepTheRules(seeds: number): Answer {
  const complaints: string[] = [];
  const figures: Record<string, number> = { drained: 0 };
  const add = (name: string): void => {
    figures[name] = (figures[name] ?? 0) + 1;
  };
  for (const feature of features) figures[feature] = 0;
  for (const { id, name } of misbehaviours) figures[`${id} ${name}`] = 0;
  for (const { name } of historyChecks) figures[name] = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const random = randomKafka(seed);
    for (const feature of random.features) add(feature);
    for (const style of twins) {
      const where = `seed ${seed}, ${style}`;
      try {
        const outcome = outcomeOf(random.scenario, style, seed);
        complaints.push(...outcome.complaints.map((words) => `${where}: ${words}`));
        for (const id of outcome.reached) {
          add(`${id} ${misbehaviours.find((each) => each.id === id)?.name ?? ''}`);
        }
        outcome.anomalies.forEach(add);
        if (outcome.ending === 'drained') add('drained');
      } catch (error) {
        complaints.push(`${where}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
  return { seeds, complaints, figures };
}
