/** One topic while the range assignor deals it: who may still take how many. Source: RangeAssignor.TopicAssignmentState. */
import type { Deal, GroupView, Partition, Taker } from './group-view.ts';
import { byIdentity } from './group-view.ts';
import { racksMatter } from './racks.ts';

/** A topic that is being dealt in ranges. */
export class RangeTopic {
  readonly partitions: readonly Partition[];
  /** Its subscribers, in the order in which they are served. */
  readonly takers: readonly Taker[];
  readonly needsRacks: boolean;
  readonly #deal: Deal;
  readonly #free: Set<Partition>;
  readonly #taken = new Map<Taker, number>();
  readonly #share: number;
  /** How many members may still get one more than the share. */
  #extras: number;

  constructor(view: GroupView, topic: string, partitions: readonly Partition[], deal: Deal) {
    this.partitions = partitions;
    this.takers = view.takers.filter((taker) => taker.topics.has(topic)).toSorted(byIdentity);
    this.needsRacks = racksMatter(this.takers, partitions);
    this.#deal = deal;
    this.#free = new Set(partitions);
    this.#share = Math.floor(partitions.length / this.takers.length);
    this.#extras = partitions.length % this.takers.length;
  }

  /** What nobody has yet, in order. */
  get free(): readonly Partition[] {
    return [...this.#free];
  }

  /** How many partitions the member may take beyond those it has. */
  allowance(taker: Taker): number {
    const limit = this.#share + (this.#extras > 0 ? 1 : 0);
    return Math.max(0, limit - (this.#taken.get(taker) ?? 0));
  }

  give(taker: Taker, partitions: readonly Partition[]): void {
    const taken = (this.#taken.get(taker) ?? 0) + partitions.length;
    this.#taken.set(taker, taken);
    if (taken > this.#share) this.#extras -= 1;
    for (const partition of partitions) this.#free.delete(partition);
    this.#deal.get(taker)?.push(...partitions);
  }
}
