/** The faults that the panel offers: their names, their keys, and the points at which a process can be struck. */
import type { Scenario } from '../../scenario/index.ts';
import { moments, points, type Moment, type Point } from '../../trace/index.ts';

/** A named side of a named point, or the present moment. */
export type PointChoice = 'now' | `${Moment} ${Point}`;

/** Where a handler, a relay or a saga can be struck. */
export const pointChoices: readonly PointChoice[] = [
  'now',
  ...points.flatMap((point) => moments.map((moment): PointChoice => `${moment} ${point}`)),
];

/** The faults beyond a crash, in the order of the panel. */
export const faultKinds = ['slow', 'lose', 'delay', 'duplicate', 'poison', 'spike'] as const;
/** A kind of fault beyond a crash. */
export type FaultKind = (typeof faultKinds)[number];

/** What the panel says of each kind, and the key that injects it. */
export const faultTexts: Readonly<
  Record<FaultKind, { readonly name: string; readonly key: string; readonly icon: string }>
> = {
  slow: { name: 'Slow consumer', key: 'w', icon: '◔' },
  lose: { name: 'Lose a message', key: 'l', icon: '⌀' },
  delay: { name: 'Delay a message', key: 'd', icon: '⇥' },
  duplicate: { name: 'Deliver twice', key: 't', icon: '⇉' },
  poison: { name: 'Poison message', key: 'x', icon: '☠' },
  spike: { name: 'Spike of orders', key: 'k', icon: '▲' },
};

/** Letters that lead through time: a bookmark here, the next bookmark, what a step is. No fault has them. */
export const travelKeys = ['b', 'g', 'u'] as const;
/** The letter of the panel Score; no fault has it either. */
export const scoreKey = 'z';
/** The letter that opens the editor; no fault has it either. */
export const editorKey = 'e';
/** The letters of the dock: to fill the page, and to show two panels beside each other. */
export const dockKeys = { full: 'f', split: 'v' } as const;

/** A letter for the crash of each service: the first of its name that nothing else uses. */
export function crashKeys({ services }: Scenario): ReadonlyMap<string, string> {
  const taken = new Set([
    ...Object.values(faultTexts).map(({ key }) => key),
    ...travelKeys,
    scoreKey,
    editorKey,
    ...Object.values(dockKeys),
  ]);
  const keys = new Map<string, string>();
  for (const { id, name } of services) {
    const free = [...name.toLowerCase()].find(
      (letter) => /[a-z]/.test(letter) && !taken.has(letter),
    );
    if (free === undefined) continue;
    taken.add(free);
    keys.set(id, free);
  }
  return keys;
}
