/** Live faults taken back, or written anew: the same run without them, as a branch of its own, at the same moment. */
import { parseJson, ProblemList, readScenario, setPath, type Fault } from '../../scenario/index.ts';
import type { Action } from '../../worker/index.ts';
import { inputsWithout } from '../repair/causes.ts';
import type { Lab } from '../run/lab.svelte.ts';
import { sayFault } from './say.ts';

/** The place of the fault that was injected last in the list of all faults, -1 for none. */
export function lastLive({ run: { scenario, faults } }: Lab): number {
  return faults.length > (scenario?.faults.length ?? 0) ? faults.length - 1 : -1;
}

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

/** The live faults as lines of a scenario file. */
export function liveLines({ run: { scenario, faults } }: Lab): string {
  const live = faults.slice(scenario?.faults.length ?? 0);
  return live.map((fault) => JSON.stringify(fault)).join(',\n');
}

/**
 * Runs the same with these lines in place of the live faults; each keeps the instant at which it was injected, and
 * further ones are injected now. Answers what is wrong with the lines: then the run stays as it was.
 */
export async function replaceLive(lab: Lab, lines: string): Promise<readonly string[]> {
  const { text, actions } = lab.run;
  const read = readLines(lab.run, lines);
  if (read.kind === 'wrong') return read.lines;
  const given = read.faults;
  let at = 0;
  const kept = actions.flatMap((action): Action[] => {
    if (action.kind !== 'inject') return [action];
    const fault = given[at++];
    return fault === undefined ? [] : [{ ...action, fault }];
  });
  const now = Math.max(lab.player.cursor, actions.at(-1)?.atMicros ?? 0);
  const added = given
    .slice(at)
    .map((fault): Action => ({ kind: 'inject', fault, atMicros: Math.round(now) }));
  await become(lab, [...kept, ...added], text, 'The faults are as you wrote them.');
  return [];
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
    lines: read.problems.map(({ path, message, fix }) => `${path}: ${message} ${fix}`),
  };
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
