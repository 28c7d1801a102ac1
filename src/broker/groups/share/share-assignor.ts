/** Which members of a share group read a partition: as evenly as can be, and nothing moves that need not. Source: SimpleAssignor, SimpleHomogeneousAssignmentBuilder. */

/** A member with the partitions that it has. */
export interface Sharer {
  readonly id: number;
  readonly held: readonly number[];
}

/** Deals the partitions of one topic: each to equally many members, each member with equally many. With more members than partitions, several read the same one. */
export function assignShares(
  partitions: readonly number[],
  members: readonly Sharer[],
): ReadonlyMap<number, readonly number[]> {
  const dealt = new Map<number, number[]>(members.map(({ id }) => [id, []]));
  if (partitions.length === 0 || members.length === 0) return dealt;
  const perPartition = Math.ceil(members.length / partitions.length);
  const places = perPartition * partitions.length;
  const upTo = (count: number) => Math.ceil((count * places) / members.length);
  const readers = new Map(partitions.map((partition) => [partition, 0]));
  const unfilled: { readonly own: number[]; lacks: number }[] = [];
  for (const [at, { id, held }] of members.entries()) {
    const own = dealt.get(id) ?? [];
    const wanted = upTo(at + 1) - upTo(at);
    for (const partition of held) {
      const count = readers.get(partition) ?? perPartition;
      if (own.length >= wanted || count >= perPartition) continue;
      readers.set(partition, count + 1);
      own.push(partition);
    }
    if (own.length < wanted) unfilled.push({ own, lacks: wanted - own.length });
  }
  for (const partition of partitions) {
    for (let count = readers.get(partition) ?? 0; count < perPartition; count++) {
      const at = unfilled.findIndex(({ own }) => !own.includes(partition));
      const [next] = at < 0 ? [] : unfilled.splice(at, 1);
      if (next === undefined) break;
      next.own.push(partition);
      next.lacks -= 1;
      // The others come first before it is its turn again.
      if (next.lacks > 0) unfilled.push(next);
    }
  }
  return dealt;
}
