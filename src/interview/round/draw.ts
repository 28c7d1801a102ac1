/** Draws for a round: whole numbers that follow from a name, the number of the round and an index, in every browser alike. */

/** A whole number from 0 to 2^32 − 1. FNV-1a over the name, then murmur3's finaliser for each number. */
export function drawn(name: string, round: number, index: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++)
    hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193) >>> 0;
  return mixed(mixed(hash ^ round) ^ index);
}

function mixed(value: number): number {
  let hash = value >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The same entries in an order that follows from a name and the number of the round, so that a place tells nothing. */
export function shuffled<Entry>(
  entries: readonly Entry[],
  name: string,
  round: number,
): readonly Entry[] {
  return entries
    .map((entry, index) => ({ entry, index, rank: drawn(name, round, index) }))
    .toSorted((one, other) => one.rank - other.rank || one.index - other.index)
    .map(({ entry }) => entry);
}
