/** Partitions by name, as programs print them: `orders-0`. */
import type { TopicPartition } from '../../groups/assignors/assignor.ts';

/** A partition by name. */
export type PartitionName = string;

/** The name of a partition. Source: TopicPartition#toString. */
export function nameOf({ topic, partition }: TopicPartition): PartitionName {
  return `${topic}-${partition}`;
}

/** The partition of a name. */
export function placeOf(name: PartitionName): TopicPartition {
  const dash = name.lastIndexOf('-');
  return { topic: name.slice(0, dash), partition: Number(name.slice(dash + 1)) };
}

/** By topic, then by number: the order in which callbacks list them. */
export function byPlace(left: PartitionName, right: PartitionName): number {
  const [a, b] = [placeOf(left), placeOf(right)];
  if (a.topic !== b.topic) return a.topic < b.topic ? -1 : 1;
  return a.partition - b.partition;
}
