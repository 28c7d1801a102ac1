/** An open page that plays, and its worlds. */
import type { Lab } from '../../src/ui/run/lab.svelte.ts';
import type { World } from '../../src/ui/run/world.svelte.ts';

/** Plays until something stops it, as far as that is within so many frames. */
export async function playOn({ player }: Lab, speed: number, frames = 400) {
  player.setSpeed(speed);
  player.play();
  for (let frame = 0; frame < frames && player.playing; frame++) {
    player.frame(1000 + frame * 16);
    await new Promise((settled) => setTimeout(settled));
  }
}

/** The world of a style in an open page. */
export function worldOf(lab: Lab, style: 'choreography' | 'orchestration' = 'choreography'): World {
  const world = lab.run.world(style);
  if (world === undefined) throw new Error(`${style} was not loaded`);
  return world;
}
