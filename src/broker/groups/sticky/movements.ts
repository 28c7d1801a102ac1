/** What has moved in this rebalance, from its first holder to its last. Source: AbstractStickyAssignor.PartitionMovements. */
import { present } from '../../../kernel/index.ts';
import type { Partition, Taker } from '../assignors/group-view.ts';

interface Movement {
  readonly from: Taker;
  readonly to: Taker;
}

/** The movements so far. */
export class Movements {
  readonly #movements = new Map<Partition, Movement>();

  record(partition: Partition, from: Taker, to: Taker): void {
    const first = this.#movements.get(partition)?.from ?? from;
    if (first === to) this.#movements.delete(partition);
    else this.#movements.set(partition, { from: first, to });
  }

  /**
   * What to move in place of this partition: one of its topic that went the other way, if there is one, goes home instead.
   * Of several, Kafka takes whichever its hash set yields first; here it is the lowest. Source: PartitionMovements#getTheActualPartitionToBeMoved.
   */
  bestToMove(partition: Partition, holder: Taker, to: Taker): Partition {
    const from = this.#movements.get(partition)?.from ?? holder;
    const opposite = [...this.#movements]
      .filter(
        ([{ topic }, move]) => topic === partition.topic && move.from === to && move.to === from,
      )
      .map(([moved]) => moved)
      .toSorted((left, right) => left.partition - right.partition);
    return opposite.length > 0 ? present(opposite[0], 'a movement') : partition;
  }
}
