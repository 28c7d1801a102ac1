/** Live faults taken back, or written anew: the same run without them, as a branch of its own, at the same moment. */
import { parseJson, ProblemList, readScenario, setPath, type Fault } from '../../scenario/index.ts';
import type { Action } from '../../worker/index.ts';
import { inputsWithout } from '../repair/causes.ts';
import type { Lab } from '../run/lab.svelte.ts';
import { sayFault } from './say.ts';

/** Runs the same without a fault. What it led to is kept as a branch. */
export async function takeBack(lab: Lab, index: number): Promise<void> {
  const { scenario, faults, text, seed, actions } = lab.run;
  const fault = faults[index];
  if (scenario === undefined || fault === undefined) return;
  const inputs = inputsWithout({ kind: 'fault', index }, { text, seed, actions }, scenario);
  if (inputs === undefined) return;
  const words = sayFault(fault, scenario);
  await become(lab, inputs.actions, inputs.text, `Taken back: ${words}`);
}

/** Runs the same without what was done last. */
export async function takeBackLast(lab: Lab): Promise<void> {
  const { scenario, faults, text, actions } = lab.run;
  const last = actions.at(-1);
  if (scenario === undefined || last === undefined) {
    lab.notices.tell('Nothing was done to this run, so there is nothing to take back.');
    return;
  }
  if (last.kind === 'inject') return takeBack(lab, faults.length - 1);
  const of = scenario.services.find(({ id }) => id === last.service)?.name ?? last.service;
  const words = `Taken back: the ${last.name} of ${of} was turned ${last.on ? 'on' : 'off'}.`;
  await become(lab, actions.slice(0, -1), text, words);
}

/** The live faults as lines of a scenario file. */
export function liveLines({ run: { scenario, faults } }: Lab): string {
  const live = faults.slice(scenario?.faults.length ?? 0);
  return live.map((fault) => JSON.stringify(fault)).join(',\n');
}

/**
 * Runs the same with these lines in place of the live faults. Each keeps the instant at which it was injected, and
 * further ones are injected now, unless a line names an earlier instant: then it strikes there. Answers what is wrong
 * with the lines: then the run stays as it was.
 */
export async function replaceLive(lab: Lab, lines: string): Promise<readonly string[]> {
  const { text, actions } = lab.run;
  const read = readLines(lab.run, lines);
  if (read.kind === 'wrong') return read.lines;
  const now = Math.round(Math.max(lab.player.cursor, actions.at(-1)?.atMicros ?? 0));
  const others = actions.filter(({ kind }) => kind !== 'inject');
  const injected = injections(actions, read.faults, now);
  const all = [...others, ...injected].sort((one, other) => one.atMicros - other.atMicros);
  await become(lab, all, text, 'The faults are as you wrote them.');
  return [];
}

/** Each line with its instant: a line that was not touched keeps its own wherever it stands now, another one that of its place. */
function injections(actions: readonly Action[], faults: readonly Fault[], now: number): Action[] {
  const old = actions.filter((action) => action.kind === 'inject');
  const lines = old.map(({ fault }) => JSON.stringify(fault));
  const untouched = faults.map((fault) => lines.indexOf(JSON.stringify(fault)));
  return faults.map((fault, place) => {
    const same = untouched[place] ?? -1;
    const isFree = !untouched.includes(place);
    const before = old[same] ?? (isFree ? old[place] : undefined);
    const { atMs, fromMs } = fault.when;
    const named = (atMs ?? fromMs ?? Number.POSITIVE_INFINITY) * 1000;
    return {
      kind: 'inject',
      fault,
      atMicros: Math.round(Math.min(before?.atMicros ?? now, named)),
    };
  });
}

type ReadLines =
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] }
  | { readonly kind: 'wrong'; readonly lines: readonly string[] };

/** Reads lines as further faults of the open scenario: so they are held to all that the file is. */
function readLines({ text, scenario }: Lab['run'], lines: string): ReadLines {
  const problems = new ProblemList();
  const list = `[${lines.trim().replace(/,$/, '')}]`;
  parseJson(list, problems);
  if (problems.count > 0) return noJson;
  const own = JSON.parse(list) as readonly unknown[];
  const scheduled = scenario?.faults ?? [];
  const set = setPath(text, [`faults=${JSON.stringify([...scheduled, ...own])}`]);
  if (set.kind !== 'text') return noJson;
  const read = readScenario(set.text);
  if (read.kind === 'scenario')
    return { kind: 'faults', faults: read.scenario.faults.slice(scheduled.length) };
  return {
    kind: 'wrong',
    lines: read.problems.map(
      ({ path, message, fix }) => `${placeIn(path, scheduled.length)}: ${message} ${fix}`,
    ),
  };
}

/** Where a problem is, counted as the lines are: the faults of the scenario stand before them. */
function placeIn(path: string, scheduled: number): string {
  const [whole, index, rest = ''] = /^faults\[(\d+)\]\.?(.*)$/.exec(path) ?? [];
  return whole === undefined ? path : `Fault ${Number(index) - scheduled + 1} ${rest}`.trim();
}

const noJson: ReadLines = {
  kind: 'wrong',
  lines: ['This is not JSON: write one fault after the other, with a comma between two.'],
};

async function become(
  lab: Lab,
  actions: readonly Action[],
  text: string,
  words: string,
): Promise<void> {
  const { cursor } = lab.player;
  const { name } = lab.travel.branching.current;
  if (!(await lab.tryOut({ text, seed: lab.run.seed, actions }, words.replace(/\.$/, '')))) return;
  await lab.player.seek(cursor);
  lab.notices.tell(`${words} The run as it was is kept as the branch “${name}”.`);
}
