/** Kafka's range assignor: topic by topic, members in order, consecutive runs, the first members get one more. With racks, those that match come first. Source: RangeAssignor#assignPartitions. */
import type { Assignor } from './assignor.ts';
import { assignmentOf, emptyDeal, viewOf, type Partition, type Taker } from './group-view.ts';
import { RangeTopic } from './range-topic.ts';

/** Deals each topic in ranges. */
export const range: Assignor = (cluster, members) => {
  const view = viewOf(cluster, members);
  const deal = emptyDeal(view);
  const topics = [...view.topics].map(
    ([topic, partitions]) => new RangeTopic(view, topic, partitions, deal),
  );
  if (topics.some((topic) => topic.needsRacks)) matchRacks(topics);
  for (const topic of topics) dealInRanges(topic, () => true);
  return assignmentOf(deal);
};

/** A member without a rack is at home everywhere. Source: TopicAssignmentState#racksMatch. */
function isNear(taker: Taker, partition: Partition): boolean {
  return taker.rack === undefined || partition.racks.has(taker.rack);
}

/** Gives each member in turn the first free partitions that it may have, up to its share. Source: RangeAssignor#assignRanges. */
function dealInRanges(
  topic: RangeTopic,
  mayHave: (taker: Taker, partition: Partition) => boolean,
): void {
  for (const taker of topic.takers) {
    const suitable = topic.free.filter((partition) => mayHave(taker, partition));
    const run = suitable.slice(0, topic.allowance(taker));
    if (run.length > 0) topic.give(taker, run);
  }
}

/** Topics with the same subscribers and equally many partitions are matched as one. Source: RangeAssignor#assignWithRackMatching. */
function matchRacks(topics: readonly RangeTopic[]): void {
  const alike = new Map<string, RangeTopic[]>();
  for (const topic of topics) {
    if (topic.takers.every(({ rack }) => rack === undefined)) continue;
    const subscribers = topic.takers.map(({ memberId }) => memberId);
    const key = JSON.stringify([topic.partitions.length, ...subscribers]);
    alike.set(key, [...(alike.get(key) ?? []), topic]);
  }
  for (const group of alike.values()) {
    const [first, second] = group;
    if (second !== undefined) matchTogether(group);
    else if (first?.needsRacks === true) dealInRanges(first, isNear);
  }
}

/**
 * Keeps partitions of the same number together, for members that join topics: number n of all topics goes to the first member
 * that is near to all of them. Source: RangeAssignor#assignCoPartitionedWithRackMatching.
 */
function matchTogether(topics: readonly RangeTopic[]): void {
  const [{ takers, partitions } = { takers: [], partitions: [] }] = topics;
  for (const { partition: number } of partitions) {
    const numbered = topics.flatMap((topic) => {
      const partition = topic.partitions[number];
      return partition === undefined ? [] : [{ topic, partition }];
    });
    const nearest = takers.find((taker) =>
      numbered.every(
        ({ topic, partition }) => isNear(taker, partition) && topic.allowance(taker) > 0,
      ),
    );
    if (nearest === undefined) continue;
    for (const { topic, partition } of numbered) topic.give(nearest, [partition]);
  }
}
