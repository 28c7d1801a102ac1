/** The face of the lab: all that the page loads when a scenario is opened. */
import { SimulationClient } from '../../worker/index.ts';
import { Lab } from '../run/lab.svelte.ts';
import type { Theme } from '../shell/theme.svelte.ts';

export { default as LabPage } from './LabPage.svelte';
export { default as Refusal } from './Refusal.svelte';
export type { Lab };

/** A lab over a worker of its own. */
export function newLab(theme: Theme): Lab {
  const newClient = () =>
    new SimulationClient({ onRestored: (sentence) => lab.notices.tell(sentence) });
  const lab: Lab = new Lab(newClient(), newClient, theme);
  return lab;
}
