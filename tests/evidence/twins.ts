/** Scenarios that are set wrongly on purpose: what each breaks, when, and that one change mends it. Tests ask few seeds, the evidence many. */
import { readdirSync } from 'node:fs';
import { PromiseKeeper } from '../../src/promises/index.ts';
import { setPath, writeScenario, type Repair, type Scenario } from '../../src/scenario/index.ts';
import type { World } from '../../src/simulation/index.ts';
import { code, legs, type Style } from '../../src/trace/index.ts';
import type { Answer } from './claims.ts';
import { builtIn, checked, complaint, count, finished, judge } from '../support/runs.ts';

/** A scenario that is set wrongly on purpose, and its twin that holds. */
export interface Twin {
  readonly slug: string;
  readonly naive: Scenario;
  readonly repair: Repair;
  readonly good: Scenario;
}

/** All of them, found by folder. */
export function twinsOf(): readonly Twin[] {
  return readdirSync('scenarios').flatMap((folder) => {
    const naive = builtIn(folder);
    if (naive.repair === undefined) return [];
    const slug = folder.replace(/-naive$/, '');
    return [{ slug, naive, repair: naive.repair, good: builtIn(slug) }];
  });
}

/** The styles in which the promise of a twin breaks. */
export function stylesOf({ naive, repair }: Twin): readonly Style[] {
  return repair.styles ?? naive.styles;
}

/** The naive scenario with its repair, as a checked scenario. */
export function repaired({ naive, repair }: Twin): Scenario {
  const set = setPath(writeScenario(naive), repair.set);
  if (set.kind !== 'text') throw new Error(JSON.stringify(set.problems));
  return checked(set.text);
}

/** What must have come about in a run before its promise can be said to be in danger; without an entry, that a fault struck. */
const conditions: Readonly<Record<string, (world: World) => boolean>> = {
  'retry-reorders': ({ trace }) => {
    for (let row = 0; row < trace.length; row++)
      if (trace.kind(row) === code['leg-lost'] && trace.a(row) === legs.indexOf('produce-request'))
        return true;
    return false;
  },
  'hot-partition': () => true,
};

/** The same scenario in which the danger cannot come about. */
function control(slug: string, naive: Scenario): Scenario {
  if (slug === 'hot-partition')
    return { ...naive, workload: { ...naive.workload, hotCustomer: { in: 0, of: 1 } } };
  if (slug === 'retry-reorders')
    return { ...naive, network: { ...naive.network, loss: { in: 0, of: 1 } } };
  if (slug === 'offset-reset-latest-skips') {
    // The group is there before the first record.
    const readers = naive.readers.map((reader) => ({ ...reader, attached: true }));
    const arrivals = { kind: 'steady', everyMs: 250 } as const;
    return { ...naive, readers, workload: { ...naive.workload, arrivals }, faults: [] };
  }
  return { ...naive, faults: [] };
}

function breaks(scenario: Scenario, world: World, promise: string): boolean {
  const keeper = new PromiseKeeper(scenario, world.cast);
  keeper.see(world.trace, 0);
  return keeper.verdicts().some(({ id, state }) => id === promise && state === 'broken');
}

/** What came of asking one twin in one style. */
export interface TwinAnswer {
  /** Seeds in which the danger came about, and those of them in which the promise broke. */
  readonly arisen: number;
  readonly broken: number;
  /** Seeds in which the promise broke although the danger could not come about. */
  readonly brokenInControl: number;
  /** What went wrong in the twin that must hold. */
  readonly complaints: readonly string[];
}

/** Runs the naive scenario, its control and the good twin over seeds 1 to `seeds`. */
export function askTwin(
  { slug, naive, repair, good }: Twin,
  style: Style,
  seeds: number,
): TwinAnswer {
  const arises = conditions[slug] ?? ((world: World) => count(world, 'fault-struck') > 0);
  const calm = control(slug, naive);
  let arisen = 0;
  let broken = 0;
  let brokenInControl = 0;
  const complaints: string[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const world = finished(naive, style, seed);
    if (arises(world)) {
      arisen += 1;
      if (breaks(naive, world, repair.promise)) broken += 1;
    }
    if (breaks(calm, finished(calm, style, seed), repair.promise)) brokenInControl += 1;
    const words = complaint(judge(good, style, seed), seed);
    if (words !== '') complaints.push(words);
  }
  return { arisen, broken, brokenInControl, complaints };
}

/** A scenario less what only people read, to compare what it does. */
export function withoutWords(scenario: Scenario): string {
  const gallery = { concept: '-', teaches: '-', minutes: 1 };
  return writeScenario({ ...scenario, title: '-', summary: '', gallery });
}

/** Asks one twin in each style to which its promise applies, as a claim: broken in nine of ten seeds of danger, in no other, and held when mended. */
export function twinBreaksWhereDangerArises(twin: Twin, seeds: number): Answer {
  const complaints: string[] = [];
  const figures: Record<string, number> = {};
  for (const style of stylesOf(twin)) {
    const { arisen, broken, brokenInControl, complaints: said } = askTwin(twin, style, seeds);
    complaints.push(...said.map((words) => `${style}: ${words}`));
    if (arisen === 0) complaints.push(`${style}: the danger never arises`);
    if (broken < 0.9 * arisen) complaints.push(`${style}: ${broken} of ${arisen} seeds break it`);
    if (brokenInControl > 0)
      complaints.push(`${style}: ${brokenInControl} seeds break it without the danger`);
    figures[`${style}: in danger`] = arisen;
    figures[`${style}: broken`] = broken;
  }
  return { seeds, complaints, figures };
}
