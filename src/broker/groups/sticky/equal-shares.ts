/** The sticky deal where all members subscribe alike: each keeps up to its quota of what it owned, the rest fills the others. Source: AbstractStickyAssignor.ConstrainedAssignmentBuilder. */
import { assert, present } from '../../../kernel/index.ts';
import {
  emptyDeal,
  type Deal,
  type GroupView,
  type Partition,
  type Taker,
} from '../assignors/group-view.ts';
import { byNumber } from '../assignors/order.ts';
import type { Claims } from './claims.ts';
import type { RackMatch } from './rack-match.ts';
import type { StickyDeal } from './sticky-deal.ts';

/** Deals the partitions of a group whose members subscribe alike. */
export function dealEqualShares(view: GroupView, claims: Claims, racks: RackMatch): StickyDeal {
  return new EqualShares(view, claims, racks).deal();
}

class EqualShares {
  readonly #view: GroupView;
  readonly #claims: Claims;
  readonly #racks: RackMatch;
  readonly #deal: Deal;
  /** Who had to give up a partition. It may get it back in the end. */
  readonly #givenUpBy = new Map<Partition, Taker>();
  readonly #transferred = new Set<Partition>();
  readonly #least: number;
  readonly #most: number;
  /** How many members shall have more than the least: none where all can have the same. */
  readonly #seatsAboveLeast: number;
  #aboveLeast = 0;
  #belowLeast: Taker[] = [];
  /** They have the least, and may get one more. */
  #atLeast: Taker[] = [];

  constructor(view: GroupView, claims: Claims, racks: RackMatch) {
    this.#view = view;
    this.#claims = claims;
    this.#racks = racks;
    this.#deal = emptyDeal(view);
    const partitions = [...view.topics.values()].reduce((sum, topic) => sum + topic.length, 0);
    this.#least = Math.floor(partitions / view.takers.length);
    this.#most = Math.ceil(partitions / view.takers.length);
    this.#seatsAboveLeast = partitions % view.takers.length;
  }

  deal(): StickyDeal {
    const kept = new Set(this.#view.takers.flatMap((taker) => this.#keep(taker)));
    const free = [...this.#view.topics.values()].flat().filter((partition) => !kept.has(partition));
    const rest = this.#dealNear(this.#racks.hardestFirst(free));
    this.#dealRound(rest);
    const sizes = [...this.#deal.values()].map((partitions) => partitions.length);
    assert(
      sizes.every((size) => size >= this.#least && size <= this.#most),
      `equal shares must lie between ${this.#least} and ${this.#most}, but are ${sizes.join(', ')}`,
    );
    const dealt = new Map(
      [...this.#deal].map(([taker, partitions]) => [taker, new Set(partitions)]),
    );
    return { dealt, transferred: this.#transferred };
  }

  /** A member keeps what it owned, up to its quota. Source: ConstrainedAssignmentBuilder#assignOwnedPartitions. */
  #keep(taker: Taker): readonly Partition[] {
    const { owned, disputed } = this.#claims;
    const claimed = [...(owned.get(taker) ?? [])];
    const usable = claimed
      .filter((partition) => !this.#racks.isFar(taker, partition) && !disputed.has(partition))
      .toSorted(byNumber);
    const kept = new Set(usable.slice(0, this.#quotaOf(taker, usable.length)));
    this.#hand(taker).push(...kept);
    for (const partition of claimed) {
      if (!kept.has(partition)) this.#givenUpBy.set(partition, taker);
    }
    return [...kept];
  }

  /** How much a member may keep, and who may get more later. */
  #quotaOf(taker: Taker, usable: number): number {
    if (usable < this.#least) {
      this.#belowLeast.push(taker);
      return usable;
    }
    if (usable >= this.#most && this.#aboveLeast < this.#seatsAboveLeast) {
      this.#seatAboveLeast();
      return this.#most;
    }
    if (this.#aboveLeast < this.#seatsAboveLeast) this.#atLeast.push(taker);
    return this.#least;
  }

  #seatAboveLeast(): void {
    this.#aboveLeast += 1;
    if (this.#aboveLeast === this.#seatsAboveLeast) this.#atLeast = [];
  }

  /** Gives partitions to members on their racks, as far as the quotas allow, and returns the rest. Source: ConstrainedAssignmentBuilder#assignRackAwareRoundRobin. */
  #dealNear(partitions: readonly Partition[]): readonly Partition[] {
    if (!this.#racks.isUsed) return partitions;
    let turn = 0;
    return partitions.filter((partition) => {
      const index = this.#racks.nextNear(partition, this.#belowLeast, turn);
      if (index < 0) return !this.#dealNearAtLeast(partition);
      const taker = present(this.#belowLeast[index], 'a member below the least');
      this.#give(taker, partition);
      const size = this.#hand(taker).length;
      const isFilled = size >= this.#least;
      if (isFilled) this.#belowLeast.splice(index, 1);
      if (isFilled && size < this.#most && this.#aboveLeast < this.#seatsAboveLeast) {
        this.#atLeast.push(taker);
      }
      const next = isFilled ? index : index + 1;
      turn = this.#belowLeast.length === 0 ? 0 : next % this.#belowLeast.length;
      return false;
    });
  }

  #dealNearAtLeast(partition: Partition): boolean {
    const index = this.#racks.nextNear(partition, this.#atLeast, 0);
    if (index < 0) return false;
    const [taker] = this.#atLeast.splice(index, 1);
    this.#give(present(taker, 'a member at the least'), partition);
    this.#seatAboveLeast();
    return true;
  }

  /** Round and round: who has less than the least first, then one more for some. Source: ConstrainedAssignmentBuilder#assignRoundRobin. */
  #dealRound(partitions: readonly Partition[]): void {
    let turn = 0;
    for (const partition of partitions) {
      if (this.#belowLeast.length === 0) {
        this.#give(present(this.#atLeast.shift(), 'a member that may get one more'), partition);
        continue;
      }
      turn %= this.#belowLeast.length;
      const taker = present(this.#belowLeast[turn], 'a member below the least');
      this.#give(taker, partition);
      if (this.#hand(taker).length < this.#least) {
        turn += 1;
      } else {
        this.#belowLeast.splice(turn, 1);
        this.#atLeast.push(taker);
      }
    }
  }

  #give(taker: Taker, partition: Partition): void {
    this.#hand(taker).push(partition);
    const before = this.#givenUpBy.get(partition);
    const isOthers = before !== undefined && before !== taker;
    if (isOthers || this.#claims.disputed.has(partition)) this.#transferred.add(partition);
  }

  #hand(taker: Taker): Partition[] {
    return present(this.#deal.get(taker), 'the hand of a member');
  }
}
