/** Kafka's cooperative sticky assignor: the sticky deal without what another member must give up first; that follows in the next round. Source: CooperativeStickyAssignor#assignPartitions. */
import type { Assignor } from '../assignors/assignor.ts';
import { assignmentOf, viewOf } from '../assignors/group-view.ts';
import { dealSticky } from './sticky.ts';

/** Deals as the sticky assignor, but withholds what changes hands. Source: CooperativeStickyAssignor#adjustAssignment. */
export const cooperativeSticky: Assignor = (cluster, members) => {
  const { dealt, transferred } = dealSticky(viewOf(cluster, members));
  return assignmentOf(
    new Map(
      [...dealt].map(([taker, partitions]) => [
        taker,
        [...partitions].filter((partition) => !transferred.has(partition)),
      ]),
    ),
  );
};
