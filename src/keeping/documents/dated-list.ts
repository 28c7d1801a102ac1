/** Documents that are lists of dated entries: two lists become one in which of each entry the newest stands. */
import { formatJson, list, type Shape } from '../../scenario/index.ts';
import type { DocumentKind } from './document-kind.ts';

/** An entry with the instant of its last change: milliseconds since 1970, given by whoever changes it. */
export interface Dated {
  readonly changed: number;
}

/** A kind of document that is a list of dated entries. */
export interface DatedKind<T extends Dated> extends DocumentKind<readonly T[]> {
  merge(one: readonly T[], other: readonly T[]): readonly T[];
  /** The list with this entry in it, whatever the clock says of the entry that it replaces. */
  put(entries: readonly T[], entry: T): readonly T[];
}

interface DatedList<T extends Dated> {
  readonly entry: Shape<T>;
  /** What makes an entry another one. */
  readonly idOf: (entry: T) => string;
  readonly max: number;
  /** Whether the oldest entries go when there are too many. */
  readonly forgets?: boolean;
}

/** Lists of such entries, newest first; what is equally new is in the order of its ids. */
export function datedList<T extends Dated>(given: DatedList<T>): DatedKind<T> {
  const { entry, idOf, max, forgets = false } = given;
  const shape = list(entry, { min: 0, max });
  const textOf = (each: T) => formatJson(entry.write(each));
  const newest = (one: T, other: T): T => {
    if (one.changed !== other.changed) return one.changed > other.changed ? one : other;
    // Any choice will do that does not depend on who asks.
    return textOf(one) < textOf(other) ? other : one;
  };
  const ordered = (entries: readonly T[]): readonly T[] => {
    const byId = new Map<string, T>();
    for (const each of entries) {
      const twin = byId.get(idOf(each));
      byId.set(idOf(each), twin === undefined ? each : newest(twin, each));
    }
    const all = [...byId].sort(
      ([oneId, one], [otherId, other]) => other.changed - one.changed || (oneId < otherId ? -1 : 1),
    );
    return all.slice(0, forgets ? max : undefined).map(([, each]) => each);
  };
  return {
    schema: 1,
    upgrades: [],
    shape: {
      ...shape,
      read(json, path, problems) {
        const entries = shape.read(json, path, problems);
        return entries && ordered(entries);
      },
    },
    merge: (one, other) => ordered([...one, ...other]),
    put(entries, changedEntry) {
      const old = entries.find((each) => idOf(each) === idOf(changedEntry));
      // A clock can be set back; the last change is the last all the same.
      const changed = Math.max(changedEntry.changed, old === undefined ? 0 : old.changed + 1);
      const others = entries.filter((each) => each !== old);
      return ordered([...others, { ...changedEntry, changed }]);
    },
  };
}
