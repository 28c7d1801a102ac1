/** Runs a changed scenario in place of the open one: with the same seed, at the same moment, with the same deeds as far as they still make sense. */
import { readFaults, type Scenario } from '../../scenario/index.ts';
import type { Action } from '../../worker/index.ts';
import type { Lab } from '../run/lab.svelte.ts';

/** A text that was checked, and the scenario that it is. */
export interface Change {
  readonly text: string;
  readonly scenario: Scenario;
  /** What the address calls it. */
  readonly slug: string;
}

/** Opens the changed text; a sentence on what came of it, or undefined when the simulation refused it. */
export async function apply(lab: Lab, change: Change): Promise<string | undefined> {
  const { text, scenario, slug } = change;
  const { run, player, shown, mending, travel } = lab;
  const { playing, cursor } = player;
  const possible = run.actions.filter((action) => isPossible(action, scenario));
  const dropped = run.actions.length - possible.length;
  const branches = travel.branching.all.length - 1;
  // Whoever changes the seed in the text wants that one; else the run keeps the seed that it has.
  const seed = run.scenario?.seed === scenario.seed ? run.seed : scenario.seed;
  const opening = { text, slug, seed, shown, actions: possible, at: cursor };
  if (!(await lab.open({ ...opening, repaired: mending.isDone }))) return undefined;
  if (playing && !player.playing) lab.togglePlay();
  return [
    'Applied.',
    ...(dropped === 0 ? [] : [unfit(dropped)]),
    ...(branches === 0 ? [] : ['Branches of the old text are gone.']),
  ].join(' ');
}

function unfit(count: number): string {
  return count === 1
    ? '1 thing that you did to the run does not fit any more.'
    : `${count} things that you did to the run do not fit any more.`;
}

function isPossible(action: Action, scenario: Scenario): boolean {
  if (action.kind === 'switch') return scenario.services.some(({ id }) => id === action.service);
  return readFaults(JSON.stringify(action.fault), scenario).kind === 'faults';
}
