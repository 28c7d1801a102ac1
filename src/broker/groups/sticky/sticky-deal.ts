/** What a sticky deal comes to, before the protocol decides how much of it may be handed over at once. */
import type { Partition, Taker } from '../assignors/group-view.ts';

/** What was dealt, and what of it somebody else must give up first. */
export interface StickyDeal {
  readonly dealt: ReadonlyMap<Taker, ReadonlySet<Partition>>;
  /** Source: AbstractStickyAssignor#partitionsTransferringOwnership. */
  readonly transferred: ReadonlySet<Partition>;
}
