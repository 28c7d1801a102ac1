/** Groups and assignments as vector files write them: a partition is "topic-3". */
import {
  assignors,
  type Assignment,
  type AssignorName,
  type Cluster,
  type GroupMember,
  type TopicPartition,
} from '../../broker/index.ts';
import { fieldsOf, listOf } from './vector-file.ts';

/** Partitions by member, both in order, so that equal sets are equal texts. */
export type NamedPartitions = Readonly<Record<string, readonly string[]>>;

/** Whether it names an assignor that is modelled. */
export function isAssignorName(name: unknown): name is AssignorName {
  return typeof name === 'string' && Object.hasOwn(assignors, name);
}

/** A topic is its partition count, or an object with it and with the racks of the replicas. */
export function clusterOf(topics: unknown): Cluster {
  return new Map(
    Object.entries(fieldsOf(topics)).map(([name, topic]) => {
      const { partitions, replicaRacks } = fieldsOf(topic);
      const racks = listOf(replicaRacks).map((replicas) => listOf(replicas).filter(isText));
      return [
        name,
        {
          partitions: Number(typeof topic === 'number' ? topic : partitions),
          replicaRacks: replicaRacks === undefined ? undefined : racks,
        },
      ];
    }),
  );
}

/** The members of a group, by their ids. */
export function membersOf(members: unknown): readonly GroupMember[] {
  return Object.entries(fieldsOf(members)).map(([memberId, member]) => {
    const { topics, groupInstanceId, rackId, owned, generation } = fieldsOf(member);
    return {
      memberId,
      topics: listOf(topics).filter(isText),
      instanceId: isText(groupInstanceId) ? groupInstanceId : undefined,
      rackId: isText(rackId) ? rackId : undefined,
      owned: owned === undefined ? undefined : listOf(owned).filter(isText).map(partitionOf),
      generation: typeof generation === 'number' ? generation : undefined,
    };
  });
}

/** The name of a partition. */
export function nameOf({ topic, partition }: TopicPartition): string {
  return `${topic}-${partition}`;
}

/** An assignment as a file writes it, in order. */
export function named(assignment: Assignment): NamedPartitions {
  return inOrder([...assignment].map(([id, partitions]) => [id, partitions.map(nameOf)]));
}

/** What a file writes, in order. */
export function expectedOf(partitions: unknown): NamedPartitions {
  return inOrder(
    Object.entries(fieldsOf(partitions)).map(([id, names]) => [id, listOf(names).filter(isText)]),
  );
}

function inOrder(partitions: readonly (readonly [string, readonly string[]])[]): NamedPartitions {
  const byId = new Map(partitions);
  // A sort without a comparator goes by code units.
  const ids = [...byId.keys()].sort();
  return Object.fromEntries(ids.map((id) => [id, [...(byId.get(id) ?? [])].sort()]));
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function partitionOf(name: string): TopicPartition {
  const dash = name.lastIndexOf('-');
  return { topic: name.slice(0, dash), partition: Number(name.slice(dash + 1)) };
}
