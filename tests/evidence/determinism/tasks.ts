/** What is to be run everywhere, and the answer key: the same runs straight to their end, by the engine itself, in Node. */
import { Run, type Action } from '../../../src/simulation/index.ts';
import { writeScenario, type Scenario } from '../../../src/scenario/index.ts';
import { builtIn } from '../../support/runs.ts';
import { Seeded } from '../../support/seeded.ts';
import { ways, type Task } from './ways.ts';

/** A task with what must come of it. */
export interface Keyed {
  readonly task: Task;
  readonly expected: readonly string[];
}

/** Which runs. */
export interface Extent {
  readonly slugs: readonly string[];
  readonly seeds: number;
  /** Absent: as many orders as the scenario has. */
  readonly orders?: number;
}

/** Every scenario with every seed, seed by seed. The ways take turns, so that each scenario goes each of them once in five seeds. */
export function* keyedTasks({ slugs, seeds, orders }: Extent): Generator<Keyed> {
  for (let seed = 1; seed <= seeds; seed++) {
    for (const [index, slug] of slugs.entries()) {
      const scenario = builtIn(slug);
      const workload = { ...scenario.workload, orders: orders ?? scenario.workload.orders };
      const way = ways[(3 * seed + index) % ways.length] ?? 'slices';
      yield keyed(slug, { ...scenario, workload }, seed, way);
    }
  }
}

/** One task with its answer. */
export function keyed(slug: string, scenario: Scenario, seed: number, way: Task['way']): Keyed {
  const text = writeScenario(scenario);
  const actions = way === 'inputs' ? [deed(scenario, seed)] : [];
  const run = new Run(scenario, seed, scenario.styles);
  for (const action of actions) {
    run.advance({ untilMicros: action.atMicros, maxEvents: Infinity });
    run.act(action);
  }
  run.advance({ untilMicros: Infinity, maxEvents: Infinity });
  const endMicros = Math.max(...run.worlds.map(({ world }) => world.trace.endTime));
  const instants = [1, 2, 3].map((part) => Math.floor((endMicros * part) / 4));
  const expected = run.worlds.flatMap(({ world }) => [
    ...instants.map((instant) => world.hashAt(instant)),
    world.hash,
  ]);
  const { styles } = scenario;
  return { task: { slug, text, seed, styles, way, actions, endMicros, instants }, expected };
}

/** What a user might do: some service crashes while orders come in. A link keeps whole milliseconds, so it happens at one. */
function deed({ services, workload }: Scenario, seed: number): Action {
  const seeded = new Seeded(seed);
  const lastMs = workload.orders * workload.arrivals.everyMs;
  return {
    kind: 'inject',
    atMicros: seeded.whole(0, Math.min(lastMs, 60_000)) * 1000,
    fault: {
      when: {},
      target: { service: seeded.pick(services).id },
      effect: { kind: 'crash', restartAfterMs: seeded.whole(1, 3000) },
    },
  };
}
