/** Moves partitions from members that hold more to members that hold less, as long as that evens them out. Source: GeneralAssignmentBuilder#performReassignments. */
import { present } from '../../../kernel/index.ts';
import type { GroupView, Partition, Taker } from '../assignors/group-view.ts';
import type { PreviousOwners } from './claims.ts';
import type { Holdings } from './holdings.ts';
import { Movements } from './movements.ts';

/** Evens out what the members hold. */
export class Balance {
  readonly #view: GroupView;
  readonly #holdings: Holdings;
  readonly #previous: PreviousOwners;
  readonly #movements = new Movements();

  constructor(view: GroupView, holdings: Holdings, previous: PreviousOwners) {
    this.#view = view;
    this.#holdings = holdings;
    this.#previous = previous;
  }

  /** Goes over the partitions until none can move for the better. Says whether any moved. */
  improve(partitions: readonly Partition[]): boolean {
    let hasMoved = false;
    // Kafka sets no limit. A move mostly evens out, so a run should stay far below this one.
    let roundsLeft = partitions.length * this.#view.takers.length;
    let isMoving = true;
    while (isMoving && roundsLeft > 0) {
      isMoving = false;
      roundsLeft -= 1;
      for (const partition of partitions) {
        if (this.#isEven()) break;
        const target = this.#betterHolder(partition);
        if (target === undefined) continue;
        this.#move(partition, target);
        isMoving = true;
        hasMoved = true;
      }
    }
    return hasMoved;
  }

  /**
   * Who should rather hold a partition: its previous owner, or else the member that holds least. Kafka looks for a member on the
   * partition's racks in between, but then takes the one that holds least all the same.
   */
  #betterHolder(partition: Partition): Taker | undefined {
    const holdings = this.#holdings;
    const load = holdings.load(this.#holderOf(partition));
    const isLighter = (taker: Taker) => load > holdings.load(taker) + 1;
    const previous = this.#previous.get(partition);
    // Kafka does not ask whether the previous owner still subscribes.
    if (previous?.topics.has(partition.topic) === true && isLighter(previous)) return previous;
    const lightest = holdings.lightestFirst.find((taker) => taker.topics.has(partition.topic));
    return lightest !== undefined && isLighter(lightest) ? lightest : undefined;
  }

  #move(partition: Partition, to: Taker): void {
    const moved = this.#movements.bestToMove(partition, this.#holderOf(partition), to);
    this.#movements.record(moved, this.#holderOf(moved), to);
    this.#holdings.give(moved, to);
  }

  /** Whether no member could take a partition from one that holds at least two more. Source: GeneralAssignmentBuilder#isBalanced. */
  #isEven(): boolean {
    const order = this.#holdings.lightestFirst;
    const heaviest = order.at(-1);
    if (heaviest === undefined) return true;
    const most = this.#holdings.load(heaviest);
    return order.every((taker) => {
      const load = this.#holdings.load(taker);
      return load >= most - 1 || !this.#couldTake(taker, load);
    });
  }

  #couldTake(taker: Taker, load: number): boolean {
    for (const topic of taker.topics) {
      for (const partition of this.#view.topics.get(topic) ?? []) {
        if (this.#holdings.load(this.#holderOf(partition)) > load + 1) return true;
      }
    }
    return false;
  }

  #holderOf(partition: Partition): Taker {
    return present(this.#holdings.holderOf(partition), 'the holder of a partition');
  }
}
