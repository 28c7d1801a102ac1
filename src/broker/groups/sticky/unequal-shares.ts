/** The sticky deal where members subscribe differently: keep what may be kept, give the rest to who holds least, then even out. Source: AbstractStickyAssignor.GeneralAssignmentBuilder. */
import type { GroupView, Partition, Taker } from '../assignors/group-view.ts';
import { byTopic } from '../assignors/order.ts';
import { Balance } from './balance.ts';
import { previousOwners, type Claims } from './claims.ts';
import { Holdings } from './holdings.ts';
import type { RackMatch } from './rack-match.ts';
import type { StickyDeal } from './sticky-deal.ts';

/** Deals the partitions of a group whose members subscribe differently. */
export function dealUnequalShares(view: GroupView, claims: Claims, racks: RackMatch): StickyDeal {
  const kept = whatIsKept(claims, racks);
  const mustRevoke = [...claims.owned].some(
    ([taker, owned]) => owned.size > (kept.get(taker)?.size ?? 0),
  );
  const holdings = new Holdings(kept);
  const isFirstDeal = [...kept.values()].every((partitions) => partitions.size === 0);
  const all = fewestTakersFirst(view);
  const free = all.filter((partition) => holdings.holderOf(partition) === undefined);
  fill(free, holdings, racks);

  // Only what two members could hold can move, and only members that hold or lack such partitions take part.
  const isMovable = ({ topic }: Partition) => takersOf(view, topic).length >= 2;
  for (const taker of view.takers) {
    if (!takesPart(view, taker, holdings, isMovable)) holdings.settle(taker);
  }
  const before = holdings.snapshot();
  const unevenBefore = holdings.unevenness();
  const balance = new Balance(view, holdings, previousOwners(view));
  // New partitions are moved first: nobody notices. What was revoked anyway leaves no such choice.
  if (!mustRevoke) balance.improve(free.filter(isMovable));
  const hasMoved = balance.improve(all.filter(isMovable));
  const isInVain = !isFirstDeal && hasMoved && holdings.unevenness() >= unevenBefore;
  const dealt = isInVain ? before : holdings.snapshot();
  return { dealt, transferred: transferredOf(view, dealt) };
}

/** What goes to a member that did not claim it, while another did. Source: CooperativeStickyAssignor#computePartitionsTransferringOwnership. */
function transferredOf(
  { takers }: GroupView,
  dealt: StickyDeal['dealt'],
): StickyDeal['transferred'] {
  const claimed = new Set(takers.flatMap(({ owned }) => [...owned]));
  return new Set(
    [...dealt].flatMap(([{ owned }, partitions]) =>
      [...partitions].filter((partition) => !owned.has(partition) && claimed.has(partition)),
    ),
  );
}

/** What the members own and may keep: subscribed to, and not on foreign racks. Source: GeneralAssignmentBuilder#assignOwnedPartitions. */
function whatIsKept(
  { owned }: Claims,
  racks: RackMatch,
): ReadonlyMap<Taker, ReadonlySet<Partition>> {
  return new Map(
    [...owned].map(([taker, partitions]) => [
      taker,
      new Set(
        [...partitions].filter(
          (partition) => taker.topics.has(partition.topic) && !racks.isFar(taker, partition),
        ),
      ),
    ]),
  );
}

function takersOf({ takers }: GroupView, topic: string): readonly Taker[] {
  return takers.filter((taker) => taker.topics.has(topic));
}

/** Topics with the fewest subscribers first: they leave the least choice. Source: AbstractStickyAssignor.TopicComparator. */
function fewestTakersFirst(view: GroupView): readonly Partition[] {
  const counts = new Map(
    [...view.topics.keys()].map((topic) => [topic, takersOf(view, topic).length]),
  );
  const count = ({ topic }: Partition) => counts.get(topic) ?? 0;
  return [...view.topics.values()]
    .flat()
    .toSorted((left, right) => count(left) - count(right) || byTopic(left, right));
}

/** Gives each partition to the subscriber that holds least: on its racks first, where racks matter. Source: GeneralAssignmentBuilder#maybeAssign. */
function fill(free: readonly Partition[], holdings: Holdings, racks: RackMatch): void {
  const place = (partition: Partition, mayHold: (taker: Taker) => boolean) => {
    const taker = holdings.lightestFirst.find(
      (each) => each.topics.has(partition.topic) && mayHold(each),
    );
    if (taker !== undefined) holdings.give(partition, taker);
    return taker !== undefined;
  };
  const rest = racks.isUsed
    ? free.filter((partition) => !place(partition, (taker) => !racks.isFar(taker, partition)))
    : free;
  for (const partition of rest) place(partition, () => true);
}

/** Source: GeneralAssignmentBuilder#canConsumerParticipateInReassignment. */
function takesPart(
  view: GroupView,
  taker: Taker,
  holdings: Holdings,
  isMovable: (partition: Partition) => boolean,
): boolean {
  const all = [...taker.topics].reduce(
    (sum, topic) => sum + (view.topics.get(topic)?.length ?? 0),
    0,
  );
  return holdings.load(taker) < all || [...holdings.of(taker)].some(isMovable);
}
