/** Lets time pass on the page, frame by frame. */
import type { Player } from './player.svelte.ts';

/** Time passes only while a lab plays: each animation frame moves the playhead, and the playhead asks the worker. For a component. */
export function playInFrames(playerOf: () => Player): void {
  $effect(() => {
    const player = playerOf();
    if (!player.playing) return;
    let frame = requestAnimationFrame(function next(now) {
      player.frame(now);
      frame = requestAnimationFrame(next);
    });
    return () => cancelAnimationFrame(frame);
  });
}
