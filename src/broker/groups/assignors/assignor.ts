/** What an assignor is: the group's leader gives it the cluster and the members, and gets each member's partitions. Source: ConsumerPartitionAssignor. */

/** One partition of one topic. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** A topic as the cluster describes it. */
export interface TopicDescription {
  readonly partitions: number;
  /** The racks of each partition's replicas, by partition: replicas without a rack are left out. */
  readonly replicaRacks?: readonly (readonly string[])[] | undefined;
}

/** The topics of the cluster, by name. */
export type Cluster = ReadonlyMap<string, TopicDescription>;

/** A member as its group's leader sees it. Source: ConsumerPartitionAssignor.Subscription. */
export interface GroupMember {
  /** Given by the coordinator. Orders the members that are not static. */
  readonly memberId: string;
  /** group.instance.id: a static member keeps its place in the order when it comes back under a new member id. */
  readonly instanceId?: string | undefined;
  /** client.rack. */
  readonly rackId?: string | undefined;
  readonly topics: readonly string[];
  /** What the member says it owned before this rebalance. Only the sticky assignors ask. */
  readonly owned?: readonly TopicPartition[] | undefined;
  /** The generation in which it owned them: of two that claim the same partition, the later one is believed. */
  readonly generation?: number | undefined;
}

/** The partitions of each member, by its id: every member is there, its partitions in order of topic and number. */
export type Assignment = ReadonlyMap<string, readonly TopicPartition[]>;

/** Deals the partitions of all subscribed topics to the members. Neither the order of the members nor that of the topics matters. */
export type Assignor = (cluster: Cluster, members: readonly GroupMember[]) => Assignment;
