/** All inputs of the open run as a file: whoever has them has the run, also when the simulation itself has stopped. */
import type { Lab } from '../run/lab.svelte.ts';
import { downloadJson } from './download.ts';

/** The inputs as text. The scenario stands in it as a text, so that it can be saved and opened by itself. */
export function inputsOf({ run, player, shown }: Lab): string {
  const { text, seed, actions, engine } = run;
  const inputs = { engine, seed, styles: shown, atMicros: player.cursor, actions, scenario: text };
  return `${JSON.stringify(inputs, undefined, 2)}\n`;
}

/** Hands the inputs over as a download. */
export function saveInputs(lab: Lab): void {
  downloadJson('baton-inputs.json', inputsOf(lab));
}
