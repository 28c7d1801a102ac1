/** What a consumer asks of its cluster and tells its program. All answers come back by the methods of the consumer named with each. */
import type { Micros } from '../../../kernel/index.ts';
import type { Cluster, TopicPartition } from '../../groups/assignors/assignor.ts';
import type { Joiner, JoinRequest } from '../../groups/classic/classic-member.ts';
import type { JoinedMember } from '../../groups/classic/coordinator-port.ts';
import type { PartitionName } from './partition-names.ts';

/** What a consumer tells the leader of its group. Source: ConsumerPartitionAssignor.Subscription. */
export interface Subscription {
  readonly topics: readonly string[];
  readonly owned: readonly TopicPartition[];
  readonly generation: number | undefined;
}

/** What the leader deals to each member. */
export type Dealt = ReadonlyMap<number, readonly TopicPartition[]>;

/** Who asks, as the coordinator knows it. */
export interface Membership {
  readonly memberId: number;
  readonly generation: number;
  readonly instance: string | undefined;
}

/** Offsets, by partition: the next ones to read. */
export type Offsets = ReadonlyMap<PartitionName, number>;

/** What a consumer may see of a log. */
export interface LogBounds {
  readonly start: number;
  /** The high watermark, or the last stable offset. */
  readonly end: number;
}

/** The answer to a fetch for one partition. */
export interface FetchedPartition {
  readonly partition: PartitionName;
  /** Where the fetch began. */
  readonly from: number;
  readonly offsets: readonly number[];
  /** Where the next fetch begins: behind markers and what was aborted too. */
  readonly next: number;
  /** The offset is not in the log. */
  readonly isOutOfRange: boolean;
}

/** What a consumer asks for. */
export interface ConsumerPort {
  /** JoinGroup → `onJoined`, `onJoinRefused`. */
  join(request: Omit<JoinRequest<Subscription>, keyof Joiner>): void;
  /** SyncGroup → `onSynced`, `onSyncRefused`. */
  sync(member: Membership, dealt: Dealt | undefined): void;
  /** Heartbeat → `onHeartbeatAnswered`. */
  heartbeat(member: Membership): void;
  /** LeaveGroup, whose answer nobody waits for. */
  leave(member: Membership): void;
  /** OffsetCommit → `onCommitted`. */
  commit(member: Membership, offsets: Offsets, id: number): void;
  /** OffsetFetch → `onOffsets`. */
  fetchOffsets(partitions: readonly PartitionName[]): void;
  /** ListOffsets → `onBounds`. */
  listOffsets(partitions: readonly PartitionName[]): void;
  /** Fetch → `onFetched`. */
  fetch(positions: Offsets): void;
  /** Metadata. */
  cluster(): Cluster;
  /** Calls `onTimer` at this instant. */
  wakeAt(at: Micros): void;
  /** The text by which assignors order the members: their ids begin with the client's. */
  orderOf(member: JoinedMember<Subscription>): string;
  /** Calls the program's ConsumerRebalanceListener. */
  callBack(what: 'assigned' | 'revoked' | 'lost', partitions: readonly PartitionName[]): void;
}
