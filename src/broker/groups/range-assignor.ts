/** Kafka's range assignor: topic by topic, members in order, the first ones get one more. Source: RangeAssignor#assignPartitions (without racks). */

/** A member as its group's leader sees it. */
export interface Subscriber {
  /** Orders the members: as text, by code units. */
  readonly memberId: string;
  readonly topics: readonly string[];
}

/** Partition numbers by topic, for each member. */
export type Assignment = ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;

function byCodeUnits(left: Subscriber, right: Subscriber): number {
  return left.memberId < right.memberId ? -1 : left.memberId > right.memberId ? 1 : 0;
}

/** Deals the partitions of each topic in consecutive runs to the members that subscribe to it. */
export function assignRanges(partitionsOf: ReadonlyMap<string, number>, subscribers: readonly Subscriber[]): Assignment {
  const members = subscribers.toSorted(byCodeUnits);
  const assignment = new Map(members.map((member) => [member.memberId, new Map<string, readonly number[]>()]));
  for (const [topic, partitions] of partitionsOf) {
    const takers = members.filter((member) => member.topics.includes(topic));
    const share = Math.floor(partitions / takers.length);
    const extra = partitions % takers.length;
    let next = 0;
    takers.forEach((member, index) => {
      const count = share + (index < extra ? 1 : 0);
      if (count > 0) assignment.get(member.memberId)?.set(topic, Array.from({ length: count }, (_, i) => next + i));
      next += count;
    });
  }
  return assignment;
}
