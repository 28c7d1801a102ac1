/** How the promises stand at an instant. A verdict speaks of all that is known; a playhead in the past has not seen it all yet. */
import type { BusinessPromise } from '../../scenario/index.ts';
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

/** Whether these hold is only known at the end: a playhead before it does not know yet. */
const aboutTheEnd: ReadonlySet<BusinessPromise['kind']> = new Set([
  'exactly-once',
  'compensated-means-undone',
  'conserved',
  'nothing-lost',
  'every-order-ends',
  'reader-sees-all',
  'table-is-whole',
]);

/** The promises as they stand at an instant. */
export function promisesAt(
  worlds: readonly World[],
  promises: readonly BusinessPromise[],
  cursor: number,
): readonly PromiseLine[] {
  const [first] = worlds;
  const late = new Set(promises.filter(({ kind }) => aboutTheEnd.has(kind)).map(({ id }) => id));
  return (first?.verdicts ?? []).map(({ id, text }) => {
    const standings = worlds.flatMap((world) => standingOf(world, id, cursor, late.has(id)));
    const states = new Set(standings.map(({ state }) => state));
    const calm = states.size === 1 && standings.every(({ verdict }) => verdict.firstRow < 0);
    return { id, text, standings, shared: calm ? standings[0]?.state : undefined };
  });
}

function standingOf(world: World, id: string, cursor: number, isLate: boolean): Standing[] {
  const { style, verdicts, last } = world;
  const verdict = verdicts.find((each) => each.id === id);
  if (verdict === undefined) return [];
  return [{ style, verdict, state: stateOf(verdict, cursor, isLate && cursor < last) }];
}

function stateOf({ state, firstAt }: Verdict, cursor: number, isEarly: boolean): State {
  if (state === 'broken') return firstAt > cursor ? 'ahead' : 'broken';
  return isEarly ? 'pending' : state;
}
