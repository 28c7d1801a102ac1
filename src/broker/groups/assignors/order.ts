/** Orders that are the same everywhere: texts by code units, as Java's String#compareTo. */
import type { TopicPartition } from './assignor.ts';

/** Texts by code units. */
export function byCodeUnits(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** By topic, then by number. */
export function byTopic(left: TopicPartition, right: TopicPartition): number {
  return byCodeUnits(left.topic, right.topic) || left.partition - right.partition;
}

/** By number, then by topic: what is taken from the front is spread over the topics. */
export function byNumber(left: TopicPartition, right: TopicPartition): number {
  return left.partition - right.partition || byCodeUnits(left.topic, right.topic);
}
