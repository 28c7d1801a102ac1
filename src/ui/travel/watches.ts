/** Where the playhead can go: the next and the previous stop of a condition in a world, each trace read once for each condition. */
import {
  breakAfter,
  breakBefore,
  Watch,
  type Stop,
  type StopCondition,
} from '../../projections/index.ts';
import type { Trace } from '../../trace/index.ts';
import type { World } from '../run/world.svelte.ts';

const watches = new WeakMap<Trace, Map<string, Watch>>();

/** The first stop after an instant, as far as the world is known. */
export function nextStop(world: World, condition: StopCondition, time: number): Stop | undefined {
  return condition.kind === 'promise'
    ? breakAfter(world.verdicts, time, condition.id)
    : watchOf(world, condition).after(time);
}

/** The last stop before an instant. */
export function previousStop(
  world: World,
  condition: StopCondition,
  time: number,
): Stop | undefined {
  return condition.kind === 'promise'
    ? breakBefore(world.verdicts, time, condition.id)
    : watchOf(world, condition).before(time);
}

function watchOf(
  { trace, cast }: World,
  condition: Exclude<StopCondition, { readonly kind: 'promise' }>,
): Watch {
  let known = watches.get(trace);
  if (known === undefined) watches.set(trace, (known = new Map()));
  const key = JSON.stringify(condition);
  let watch = known.get(key);
  if (watch === undefined) known.set(key, (watch = new Watch(trace, cast, condition)));
  return watch;
}
