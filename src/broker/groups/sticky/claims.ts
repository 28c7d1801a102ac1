/** Who owned what before: members may claim the same partition, and of two claims the one of the later generation counts. Source: AbstractStickyAssignor#allSubscriptionsEqual. */
import type { GroupView, Partition, Taker } from '../assignors/group-view.ts';

/** What the members own by rights. */
export interface Claims {
  readonly owned: ReadonlyMap<Taker, ReadonlySet<Partition>>;
  /** Claimed by several members of the same generation: none of them has a right to it. */
  readonly disputed: ReadonlySet<Partition>;
}

/** Who held a partition in an earlier generation. Source: AbstractStickyAssignor.ConsumerGenerationPair. */
export type PreviousOwners = ReadonlyMap<Partition, Taker>;

/** Settles the claims of all members. */
export function settleClaims({ takers }: GroupView): Claims {
  const owned = new Map(takers.map((taker) => [taker, new Set<Partition>()]));
  const disputed = new Set<Partition>();
  const claimants = new Map<Partition, Taker>();
  for (const taker of takers) {
    for (const partition of taker.owned) {
      const other = claimants.get(partition);
      if (other !== undefined && other.generation > taker.generation) continue;
      claimants.set(partition, taker);
      if (other !== undefined) owned.get(other)?.delete(partition);
      if (other?.generation === taker.generation) disputed.add(partition);
      else owned.get(taker)?.add(partition);
    }
  }
  return { owned, disputed };
}

/** The last owners before the latest generation: a partition that must move goes back there if that helps. Source: GeneralAssignmentBuilder#prepopulateCurrentAssignments. */
export function previousOwners({ takers }: GroupView): PreviousOwners {
  const latest = Math.max(...takers.map((taker) => taker.generation));
  const previous = new Map<Partition, Taker>();
  for (const taker of takers.filter(({ generation }) => generation < latest)) {
    for (const partition of taker.owned) {
      const known = previous.get(partition);
      if (known === undefined || taker.generation > known.generation) {
        previous.set(partition, taker);
      }
    }
  }
  return previous;
}
