/** How the promises stand at an instant. A verdict speaks of all that is known; a playhead in the past has not seen it all yet. */
import type { Verdict } from '../../worker/index.ts';
import type { Style } from '../../trace/index.ts';
import type { World } from '../run/world.svelte.ts';

/** `ahead`: broken, but later than the playhead. */
export type State = Verdict['state'] | 'ahead';

/** One style's standing. */
export interface Standing {
  readonly style: Style;
  readonly state: State;
  readonly verdict: Verdict;
}

/** One promise in all styles on view. */
export interface PromiseLine {
  readonly id: string;
  readonly text: string;
  readonly standings: readonly Standing[];
  /** The state that all styles share without anything to jump to; undefined when there is more to say. */
  readonly shared: State | undefined;
}

/** The promises as they stand at an instant. */
export function promisesAt(worlds: readonly World[], cursor: number): readonly PromiseLine[] {
  const [first] = worlds;
  return (first?.verdicts ?? []).map(({ id, text }) => {
    const standings = worlds.flatMap((world) => standingOf(world, id, cursor));
    const states = new Set(standings.map(({ state }) => state));
    const calm = states.size === 1 && standings.every(({ verdict }) => verdict.firstRow < 0);
    return { id, text, standings, shared: calm ? standings[0]?.state : undefined };
  });
}

function standingOf({ style, verdicts }: World, id: string, cursor: number): Standing[] {
  const verdict = verdicts.find((each) => each.id === id);
  if (verdict === undefined) return [];
  const ahead = verdict.state === 'broken' && verdict.firstAt > cursor;
  return [{ style, verdict, state: ahead ? 'ahead' : verdict.state }];
}
