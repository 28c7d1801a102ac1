/** Undo of what was done to the run. The work itself is loaded when it is asked for. */
import type { Lab } from '../run/lab.svelte.ts';

/** Takes one live fault back, by its place among all faults. */
export async function takeBackFault(lab: Lab, index: number): Promise<void> {
  const work = await loaded(lab);
  await work?.takeBack(lab, index);
}

/** Takes back what was done last: a fault, or a switch. */
export async function undoLast(lab: Lab): Promise<void> {
  const work = await loaded(lab);
  await work?.takeBackLast(lab);
}

async function loaded(lab: Lab) {
  const work = await import('./take-back.ts').catch(() => undefined);
  if (work === undefined)
    lab.notices.tell('This could not be loaded. Try again when you are online.');
  return work;
}
