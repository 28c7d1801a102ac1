/** Kafka's sticky assignor: as even as possible, then as little moved as possible. Its protocol is eager: all members stop before the deal. Source: StickyAssignor, AbstractStickyAssignor#assignPartitions. */
import type { Assignor } from '../assignors/assignor.ts';
import { assignmentOf, viewOf, type GroupView } from '../assignors/group-view.ts';
import { settleClaims } from './claims.ts';
import { dealEqualShares } from './equal-shares.ts';
import { RackMatch } from './rack-match.ts';
import type { StickyDeal } from './sticky-deal.ts';
import { dealUnequalShares } from './unequal-shares.ts';

/** Deals evenly, and leaves in place what can stay. */
export const sticky: Assignor = (cluster, members) =>
  assignmentOf(dealSticky(viewOf(cluster, members)).dealt);

/** The sticky deal, and what of it others must give up first. */
export function dealSticky(view: GroupView): StickyDeal {
  const claims = settleClaims(view);
  const racks = new RackMatch(view);
  return subscribeAlike(view)
    ? dealEqualShares(view, claims, racks)
    : dealUnequalShares(view, claims, racks);
}

/** Kafka takes a member without topics for like the others if its hash map yields it first; here it never is. */
function subscribeAlike({ takers }: GroupView): boolean {
  const [first] = takers;
  return takers.every(
    ({ topics }) =>
      topics.size === first?.topics.size && [...topics].every((topic) => first.topics.has(topic)),
  );
}
