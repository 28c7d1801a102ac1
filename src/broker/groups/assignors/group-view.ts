/** What all assignors begin with: the members in order, and the partitions of what they subscribe to. Source: AbstractPartitionAssignor#assign. */
import type { Assignment, Cluster, GroupMember, TopicPartition } from './assignor.ts';
import { byCodeUnits, byTopic } from './order.ts';

/** A partition. There is one object for each, so it can be the key of a map. */
export interface Partition extends TopicPartition {
  readonly racks: ReadonlySet<string>;
}

/** A member. There is one object for each, so it can be the key of a map. */
export interface Taker {
  readonly memberId: string;
  readonly instanceId: string | undefined;
  readonly rack: string | undefined;
  /** Also topics that the cluster does not know. */
  readonly topics: ReadonlySet<string>;
  /** Of what it says it owned, what still exists and somebody subscribes to. */
  readonly owned: ReadonlySet<Partition>;
  readonly generation: number;
}

/** A group and its topics. */
export interface GroupView {
  /** By member id. Kafka goes through a hash map here: whatever depends on its order is settled by the member id instead. */
  readonly takers: readonly Taker[];
  /** The topics that exist and that somebody subscribes to, by name. */
  readonly topics: ReadonlyMap<string, readonly Partition[]>;
}

/** Partitions dealt so far. */
export type Deal = Map<Taker, Partition[]>;

/** The generation of a member that reports none. Source: AbstractStickyAssignor.DEFAULT_GENERATION. */
const noGeneration = -1;

/** Prepares a group for an assignor. */
export function viewOf(cluster: Cluster, members: readonly GroupMember[]): GroupView {
  const subscribed = [...new Set(members.flatMap((member) => member.topics))].toSorted(byCodeUnits);
  const topics = new Map<string, readonly Partition[]>();
  for (const topic of subscribed) {
    const description = cluster.get(topic);
    if (description === undefined || description.partitions === 0) continue;
    const { partitions, replicaRacks } = description;
    const racksOf = (partition: number) => new Set(replicaRacks?.[partition]);
    topics.set(
      topic,
      Array.from({ length: partitions }, (_, partition) => ({
        topic,
        partition,
        racks: racksOf(partition),
      })),
    );
  }
  const takers = members
    .toSorted((left, right) => byCodeUnits(left.memberId, right.memberId))
    .map((member) => ({
      memberId: member.memberId,
      instanceId: member.instanceId,
      // Kafka takes an empty client.rack, its default, for none.
      rack: member.rackId === '' ? undefined : member.rackId,
      topics: new Set(member.topics),
      // A topic that was deleted and made anew may have fewer partitions than a member remembers.
      owned: new Set(
        (member.owned ?? [])
          .map(({ topic, partition }) => topics.get(topic)?.[partition])
          .filter((partition) => partition !== undefined),
      ),
      generation: member.generation ?? noGeneration,
    }));
  return { takers, topics };
}

/** An empty hand for each member. */
export function emptyDeal({ takers }: GroupView): Deal {
  return new Map(takers.map((taker) => [taker, []]));
}

/** What was dealt, as the members learn it. */
export function assignmentOf(deal: ReadonlyMap<Taker, Iterable<Partition>>): Assignment {
  return new Map(
    [...deal].map(([{ memberId }, dealt]) => [
      memberId,
      [...dealt].toSorted(byTopic).map(({ topic, partition }) => ({ topic, partition })),
    ]),
  );
}

/** Static members first, by their instance id, then the others by member id. Source: AbstractPartitionAssignor.MemberInfo#compareTo. */
export function byIdentity(left: Taker, right: Taker): number {
  if (left.instanceId !== undefined && right.instanceId !== undefined) {
    return (
      byCodeUnits(left.instanceId, right.instanceId) || byCodeUnits(left.memberId, right.memberId)
    );
  }
  if (left.instanceId !== undefined) return -1;
  if (right.instanceId !== undefined) return 1;
  return byCodeUnits(left.memberId, right.memberId);
}
