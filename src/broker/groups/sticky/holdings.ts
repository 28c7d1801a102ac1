/** Who holds what while a group is balanced, and the members in order of how much they hold. Source: GeneralAssignmentBuilder, currentAssignment and sortedCurrentSubscriptions. */
import { assert, present } from '../../../kernel/index.ts';
import type { Partition, Taker } from '../assignors/group-view.ts';
import { byCodeUnits } from '../assignors/order.ts';

/** The partitions of each member, as they change hands. */
export class Holdings {
  readonly #held: Map<Taker, Set<Partition>>;
  readonly #holder = new Map<Partition, Taker>();
  /** Sorted by load, then by member id. */
  readonly #lightestFirst: Taker[];

  constructor(held: ReadonlyMap<Taker, ReadonlySet<Partition>>) {
    this.#held = new Map([...held].map(([taker, partitions]) => [taker, new Set(partitions)]));
    for (const [taker, partitions] of this.#held) {
      for (const partition of partitions) this.#holder.set(partition, taker);
    }
    this.#lightestFirst = [...this.#held.keys()].toSorted((left, right) =>
      this.#compare(left, right),
    );
  }

  /** The members that take part in the balancing, those with the fewest partitions first. */
  get lightestFirst(): readonly Taker[] {
    return this.#lightestFirst;
  }

  load(taker: Taker): number {
    return this.of(taker).size;
  }

  of(taker: Taker): ReadonlySet<Partition> {
    return present(this.#held.get(taker), 'the partitions of a member');
  }

  holderOf(partition: Partition): Taker | undefined {
    return this.#holder.get(partition);
  }

  /** Gives a partition to a member, and takes it from whoever had it. */
  give(partition: Partition, taker: Taker): void {
    const before = this.#holder.get(partition);
    if (before === taker) return;
    if (before !== undefined) this.#change(before, (held) => held.delete(partition));
    this.#change(taker, (held) => held.add(partition));
    this.#holder.set(partition, taker);
  }

  /** Leaves a member as it is: it takes no part in the balancing. */
  settle(taker: Taker): void {
    this.#lightestFirst.splice(this.#placeOf(taker), 1);
  }

  /** How uneven it is: the differences between any two members that take part. Source: GeneralAssignmentBuilder#getBalanceScore. */
  unevenness(): number {
    const loads = this.#lightestFirst.map((taker) => this.load(taker));
    return loads.reduce(
      (sum, load, index) =>
        sum + loads.slice(index + 1).reduce((part, heavier) => part + heavier - load, 0),
      0,
    );
  }

  snapshot(): ReadonlyMap<Taker, ReadonlySet<Partition>> {
    return new Map([...this.#held].map(([taker, partitions]) => [taker, new Set(partitions)]));
  }

  /** A member's place depends on its load, so it is taken out of the order before its load changes. */
  #change(taker: Taker, change: (held: Set<Partition>) => void): void {
    const place = this.#placeOf(taker);
    assert(place >= 0, `a settled member takes no part: ${taker.memberId}`);
    this.#lightestFirst.splice(place, 1);
    change(present(this.#held.get(taker), 'the partitions of a member'));
    const next = this.#lightestFirst.findIndex((other) => this.#compare(taker, other) < 0);
    this.#lightestFirst.splice(next < 0 ? this.#lightestFirst.length : next, 0, taker);
  }

  #placeOf(taker: Taker): number {
    return this.#lightestFirst.indexOf(taker);
  }

  #compare(left: Taker, right: Taker): number {
    return this.load(left) - this.load(right) || byCodeUnits(left.memberId, right.memberId);
  }
}
