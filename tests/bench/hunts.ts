/** Hunting on one core: seeds per second with drawn faults, unchecked and checked, and what a trace takes of memory. */
import { plan, planned } from '../../src/hunt/index.ts';
import { InvariantKeeper, PromiseKeeper } from '../../src/promises/index.ts';
import type { Scenario } from '../../src/scenario/index.ts';
import { World, compile, tableRunner, type Plan } from '../../src/simulation/index.ts';
import type { Trace } from '../../src/trace/index.ts';
import { builtIn } from '../support/runs.ts';
import type { Apart, Works } from './isolates.ts';
import { inUse, median, type Measured } from './measure.ts';

/** In both styles together these tell about 4,000 rows a seed: 3,864 on average, where ten orders tell 4,221. */
const orders = 9;
const seeds = 40;
const ordersOfALongRun = 2_000;

type Check = 'unchecked' | 'promises' | 'checked';

function shortened(orders: number): Scenario {
  const scenario = builtIn('order-fulfilment');
  return { ...scenario, workload: { ...scenario.workload, orders, stock: 4 * orders } };
}

function run(world: World, check: Check): void {
  const { scenario, cast } = world.plan;
  if (check !== 'checked') {
    world.run();
    if (check === 'unchecked') return;
    const promises = new PromiseKeeper(scenario, cast);
    promises.see(world.trace, 0);
    promises.verdicts();
    return;
  }
  const promises = new PromiseKeeper(scenario, cast);
  const invariants = new InvariantKeeper(scenario, cast);
  for (let seen = 0; world.ending === 'running'; seen = world.trace.length) {
    world.step();
    promises.see(world.trace, seen);
    invariants.see(world.trace, seen);
  }
  promises.verdicts();
  invariants.verdicts();
}

/** Runs every seed in both styles; returns how many rows they told. */
function hunt(scenario: Scenario, plans: readonly Plan[], check: Check): number {
  let rows = 0;
  let worn: Trace | undefined;
  for (let seed = 1; seed <= seeds; seed++) {
    const faulty = planned(scenario, plan(scenario, seed));
    for (const compiled of plans) {
      const given = { ...compiled, scenario: faulty };
      const world = new World(given, seed, { runner: tableRunner, worn });
      run(world, check);
      rows += world.trace.length;
      worn = world.trace;
    }
  }
  return rows;
}

function worksOf(check: Check): Works {
  const { scenario, plans } = hunted();
  return [() => void hunt(scenario, plans, check)];
}

function hunted(): { scenario: Scenario; plans: readonly Plan[] } {
  const scenario = shortened(orders);
  return {
    scenario,
    plans: [compile(scenario, 'choreography'), compile(scenario, 'orchestration')],
  };
}

/** A hunter for each way to check. */
export const hunters = {
  unchecked: () => worksOf('unchecked'),
  promises: () => worksOf('promises'),
  checked: () => worksOf('checked'),
};

/** Seeds per second, each seed in both styles, and rows per seed. */
export async function benchHunts(
  hunts: Apart<keyof typeof hunters>,
): Promise<Readonly<Record<string, Measured>>> {
  const { scenario, plans } = hunted();
  const rows = hunt(scenario, plans, 'unchecked');
  const taken = await hunts.end();
  const rate = ([times = []]: readonly (readonly number[])[]): Measured => ({
    value: seeds / median(times),
    unit: 'seeds/s',
  });
  const unchecked = rate(taken.unchecked);
  return {
    seeds_per_second_unchecked: unchecked,
    seeds_per_second_promises: rate(taken.promises),
    seeds_per_second_checked: rate(taken.checked),
    rows_per_seed: { value: rows / seeds, unit: 'rows' },
    rows_per_second_unchecked: {
      value: Math.round((rows / seeds) * unchecked.value),
      unit: 'rows/s',
    },
  };
}

/** What a long run keeps: the trace alone, and all of its world. */
export function benchMemory(): Readonly<Record<string, Measured>> {
  const compiled = compile(shortened(ordersOfALongRun), 'choreography');
  const before = inUse();
  const world = new World(compiled, 7, { runner: tableRunner });
  while (world.ending === 'running') world.step();
  const after = inUse();
  const rows = world.trace.length;
  return {
    bytes_per_row: {
      value: (after.arrayBuffers - before.arrayBuffers) / rows,
      unit: 'bytes/row',
    },
    megabytes_per_million_rows: {
      value: (after.all - before.all) / rows,
      unit: 'MB/million rows',
    },
  };
}
