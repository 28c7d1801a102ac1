/** What a breakpoint can wait for in the open worlds: the kinds, and the names that each kind offers. */
import { isLag, mostLag, type BreakCondition } from '../../projections/index.ts';
import type { Cast } from '../../trace/index.ts';

/** The kinds as the list names them, in its order. */
export const breakKinds: readonly (readonly [BreakCondition['kind'], string])[] = [
  ['message', 'a message is made'],
  ['delivery', 'a message is delivered'],
  ['state', 'a machine enters a state'],
  ['lag', 'lag rises above'],
  ['commit', 'before a commit'],
  ['promise', 'a promise is broken'],
  ['fault', 'a fault strikes'],
  ['dead-letter', 'a dead letter'],
];

/** The names that a condition can be about. */
export interface BreakNames {
  readonly types: readonly string[];
  readonly groups: readonly string[];
  readonly machines: readonly { readonly id: string; readonly states: readonly string[] }[];
}

/** All names of these worlds, each once: what one style does not have, it never meets. */
export function breakNames(casts: readonly Cast[]): BreakNames {
  const machines = new Map<string, readonly string[]>();
  for (const { id, states } of casts.flatMap((cast) => cast.machines))
    machines.set(id, [...new Set([...(machines.get(id) ?? []), ...states])]);
  return {
    types: unique(casts.flatMap(({ types }) => types.map(({ name }) => name))),
    groups: unique(casts.flatMap(({ groups }) => groups.map(({ id }) => id))),
    machines: [...machines].map(([id, states]) => ({ id, states })),
  };
}

/** What was picked in the lists; each kind reads its own. */
export interface Picked {
  readonly kind: BreakCondition['kind'];
  readonly type: string;
  readonly group: string;
  readonly machine: string;
  readonly state: string;
  readonly above: number;
  /** The id of a promise, empty for any. */
  readonly promise: string;
}

/** The condition that was picked; undefined while it is not whole. */
export function conditionOf(picked: Picked): BreakCondition | undefined {
  const { kind, type, group, machine, state, above, promise } = picked;
  switch (kind) {
    case 'message':
    case 'delivery':
      return type === '' ? undefined : { kind, type };
    case 'state':
      return machine === '' || state === '' ? undefined : { kind, machine, state };
    case 'lag':
      return group === '' || !isLag(above) ? undefined : { kind, group, above };
    case 'commit':
      return group === '' ? undefined : { kind, group };
    case 'promise':
      return promise === '' ? { kind } : { kind, id: promise };
    case 'fault':
    case 'dead-letter':
      return { kind };
  }
}

/** What is wrong with what was picked, in a sentence; empty where nothing is. */
export function problemOf({ kind, above }: Picked): string {
  return kind !== 'lag' || isLag(above)
    ? ''
    : `Lag is a whole number of records, from 0 to ${mostLag}.`;
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
