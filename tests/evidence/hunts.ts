/** What a hunt makes of the scenarios that are set wrongly on purpose: it finds each, and shrinks it to what a person can read. */
import {
  Hunt,
  shrink,
  type Failure,
  type HuntRequest,
  type Shrunken,
} from '../../src/hunt/index.ts';
import { PromiseKeeper } from '../../src/promises/index.ts';
import { World, compile } from '../../src/simulation/index.ts';
import type { Answer } from './claims.ts';
import { stylesOf, type Twin } from './twins.ts';

/** A hunt must have found a promise that is broken by then. */
const mostSeeds = 500;
/** What a person reads at one glance. */
const mostLines = 8;
const bigSlice = 1_000_000;

/** The first failing run, or undefined when none of the seeds fails. */
function firstFailure(request: HuntRequest): Failure | undefined {
  const hunt = new Hunt(request);
  while (!hunt.done && hunt.failures().length === 0) hunt.step({ maxEvents: bigSlice });
  return hunt.failures()[0];
}

/** The shrunken run on XState's own machines: whether it breaks the same promise, and in how many rows. */
function onXState({ input, rule }: Shrunken): { readonly breaks: boolean; readonly rows: number } {
  const { scenario, style, seed } = input;
  const world = new World(compile(scenario, style), seed);
  while (world.ending === 'running') world.step();
  const keeper = new PromiseKeeper(scenario, world.cast);
  keeper.see(world.trace, 0);
  const breaks = keeper.verdicts().some(({ id, state }) => id === rule.id && state === 'broken');
  return { breaks, rows: world.trace.length };
}

/** Hunts a twin's promise over seeds 1 to 500 at most: with its own faults and drawn ones, and with drawn ones alone. */
export function huntFindsAndShrinks(twin: Twin): Answer {
  const { naive, repair } = twin;
  const requestOf = (scenario: HuntRequest['scenario']): HuntRequest => ({
    ...{ scenario, styles: stylesOf(twin), from: 1, seeds: mostSeeds },
    ...{ faults: 'drawn', promise: repair.promise },
  });
  const failure = firstFailure(requestOf(naive));
  if (failure === undefined)
    return { seeds: mostSeeds, complaints: ['nothing found'], figures: {} };
  const shrunken = shrink(failure);
  const { lines, input, runs } = shrunken;
  const seen = onXState(shrunken);
  const unaided = firstFailure(requestOf({ ...naive, faults: [] }));
  const alone = unaided === undefined ? 'not found' : `found in seed ${unaided.input.seed}`;
  return {
    seeds: mostSeeds,
    complaints: [
      ...(lines.length > mostLines ? [`${lines.length} lines: ${lines.join(' / ')}`] : []),
      ...(seen.breaks ? [] : [`on XState the shrunken run keeps "${repair.promise}"`]),
    ],
    figures: {
      'found in seed': failure.input.seed,
      'runs to shrink': runs,
      lines: lines.length,
      'orders left': input.scenario.workload.orders,
      'faults left': input.scenario.faults.length,
      'rows left': seen.rows,
    },
    remarks: [`with drawn faults alone: ${alone}`],
  };
}
