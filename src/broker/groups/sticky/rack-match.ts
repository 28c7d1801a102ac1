/** Which members are near to which partitions, as the sticky assignors ask it (KIP-881). Source: AbstractStickyAssignor.RackInfo. */
import type { GroupView, Partition, Taker } from '../assignors/group-view.ts';
import { byTopic } from '../assignors/order.ts';
import { racksMatter } from '../assignors/racks.ts';

/** Racks of one group. Where they do not matter, nothing is near and nothing is far. */
export class RackMatch {
  /** Whether racks matter in this group. */
  readonly isUsed: boolean;
  readonly #membersOn = new Map<string, number>();

  constructor({ takers, topics }: GroupView) {
    this.isUsed = racksMatter(takers, [...topics.values()].flat());
    for (const { rack } of takers) {
      if (rack !== undefined) this.#membersOn.set(rack, (this.#membersOn.get(rack) ?? 0) + 1);
    }
  }

  /** A member with a rack is far from a partition without a replica on it. */
  isFar(taker: Taker, partition: Partition): boolean {
    return this.isUsed && taker.rack !== undefined && !partition.racks.has(taker.rack);
  }

  /** A member without a rack is not near to anything. */
  isNear(taker: Taker, partition: Partition): boolean {
    return this.isUsed && taker.rack !== undefined && partition.racks.has(taker.rack);
  }

  /** Those that fewest members are near to come first. Source: RackInfo#sortPartitionsByRackConsumers. */
  hardestFirst(partitions: readonly Partition[]): Partition[] {
    if (!this.isUsed) return [...partitions];
    const membersNear = new Map(
      partitions.map((partition) => [partition, this.#membersNear(partition)]),
    );
    const count = (partition: Partition) => membersNear.get(partition) ?? 0;
    return partitions.toSorted((left, right) => count(left) - count(right) || byTopic(left, right));
  }

  /** The first near member at or after a place in a list, going round: its index, or -1. Source: RackInfo#nextRackConsumer. */
  nextNear(partition: Partition, takers: readonly Taker[], from: number): number {
    const near = (taker: Taker) => this.isNear(taker, partition);
    const ahead = takers.slice(from).findIndex(near);
    return ahead >= 0 ? from + ahead : takers.slice(0, from).findIndex(near);
  }

  #membersNear(partition: Partition): number {
    return [...partition.racks].reduce((sum, rack) => sum + (this.#membersOn.get(rack) ?? 0), 0);
  }
}
