/** What can be read of logs, nodes and groups at the cursor: plain data. Instants are µs; -1 stands for none. */
import type { shareStates } from '../ledger/share-changes.ts';
import type { GroupPhase, TransactionState } from '../ledger/ledger.ts';

/** One offset of a log. A `marker` ends a transaction; where the cleaner was, or nothing is known, no record is left. */
export interface RecordView {
  readonly offset: number;
  readonly kind: 'record' | 'marker' | 'cleaned' | 'absent';
  readonly message: number;
  /** Index of the message's type. */
  readonly type: number;
  readonly order: number;
  /** The row that wrote it, -1 when no record is left. */
  readonly row: number;
  /** How its transaction stands; for a marker, how it ended. */
  readonly transaction: TransactionState;
}

/** One copy of a partition. */
export interface ReplicaView {
  /** The node that keeps it. */
  readonly actor: number;
  readonly isLeader: boolean;
  readonly isInSync: boolean;
  /** Where its log ends, and how many records it lacks of the leader's. */
  readonly end: number;
  readonly behind: number;
  readonly condition: NodeCondition;
}

/** One partition's log. */
export interface PartitionView {
  readonly partition: number;
  /** False until the partition is added. */
  readonly live: boolean;
  /** The node that leads it, -1 for none: it is offline. */
  readonly leader: number;
  readonly epoch: number;
  /** The first offset that is still there. */
  readonly logStart: number;
  /** Consumers that read committed records only see what lies below. */
  readonly lastStable: number;
  /** Consumers see what lies below. */
  readonly highWatermark: number;
  /** The next offset to be written. */
  readonly logEnd: number;
  readonly replicas: readonly ReplicaView[];
  /** The first offset of each segment, that of the log first. */
  readonly segments: readonly number[];
  /** How many records the cleaner has removed. */
  readonly cleaned: number;
  /** The last offsets, oldest first: at most `tailLength`. The same array as long as nothing has changed in them. */
  readonly tail: readonly RecordView[];
}

/** Whether a node works, and reaches the others. */
export type NodeCondition = 'up' | 'down' | 'isolated';

/** A node of the cluster. */
export interface NodeView {
  readonly actor: number;
  readonly condition: NodeCondition;
  /** Since when it is down or isolated, -1 when it is up. */
  readonly since: number;
  /** The partitions of which it keeps a copy, and those that it leads. */
  readonly partitions: readonly number[];
  readonly leads: readonly number[];
}

/** A record between the start and the end of a share group: with whom it is, and how often it was delivered. */
export interface ShareRecordView {
  readonly offset: number;
  readonly state: (typeof shareStates)[number];
  /** Who holds it, -1 for nobody. */
  readonly holder: number;
  readonly deliveries: number;
}

/** What a share group has under way in one partition. */
export interface ShareView {
  /** All below is done with: the share-partition start offset. */
  readonly start: number;
  /** Nothing from here on was given to anybody: the share-partition end offset. */
  readonly end: number;
  readonly records: readonly ShareRecordView[];
}

/** What a group has to do with one partition. */
export interface SubscriptionView {
  readonly partition: number;
  /** The process that reads it, -1 for none; in a share group the first of them. */
  readonly owner: number;
  /** All that read it: in a share group there may be several. */
  readonly readers: readonly number[];
  /** What a share group has under way, null in a group of the other type. */
  readonly share: ShareView | null;
  /** Since when nobody reads it, -1 while somebody does or nobody ever did. */
  readonly darkSince: number;
  /** The committed offset, in a share group its start; -1 when none is stored. */
  readonly committed: number;
  /** The next offset that the owner will handle, -1 when it was never assigned. */
  readonly position: number;
  /** High watermark less what the group has done, or less the log start where records it had not read are deleted. */
  readonly lag: number;
  /** Age of the oldest record that counts as lag. */
  readonly lagMicros: number;
}

/** A process that belongs to a group, or asks to. */
export interface MemberView {
  readonly actor: number;
  readonly joining: boolean;
  readonly partitions: readonly number[];
  readonly lag: number;
  readonly lagMicros: number;
  /** How many records it holds, as a member of a share group. */
  readonly holds: number;
}

/** A consumer group. */
export interface GroupView {
  readonly group: number;
  readonly generation: number;
  readonly phase: GroupPhase;
  /** Since when it is in this phase, and why its last rebalance began: a code of `rebalanceReasons`. */
  readonly since: number;
  readonly reason: number;
  /** False for a reader that has not begun to read. */
  readonly attached: boolean;
  readonly members: number;
  readonly memberList: readonly MemberView[];
  /** Of all live partitions. */
  readonly subscriptions: readonly SubscriptionView[];
  /** Records that the group has not done, over all its partitions. */
  readonly lag: number;
  /** Age of the oldest record that is not done; 0 exactly when the lag is 0 or the record is of this instant. */
  readonly lagMicros: number;
  /** The share of the lag that its largest partition has, from 0 to 1; null without lag. */
  readonly skew: number | null;
}

/** A topic as a whole. */
export interface TopicView {
  readonly topic: number;
  /** How many partitions it has at the cursor. */
  readonly partitions: number;
  readonly records: number;
  /** The share of all records ever written that the largest partition has, from 0 to 1; null while there are none. */
  readonly skew: number | null;
}

/** A batch that a producer has sent. */
export interface BatchView {
  readonly row: number;
  readonly time: number;
  readonly partition: number;
  /** The sequence of its first record, -1 without idempotence. */
  readonly sequence: number;
  readonly records: number;
}

/** A process as a producer. */
export interface ProducerView {
  readonly actor: number;
  /** Its id and epoch, -1 when it has none. */
  readonly id: number;
  readonly epoch: number;
  readonly isFenced: boolean;
  /** Its open transaction, -1 for none. */
  readonly transaction: number;
  /** Records sent and neither acknowledged nor failed yet. */
  readonly inFlight: number;
  readonly retries: number;
  /** Records that it gave up. */
  readonly expired: number;
  /** Bytes that wait while buffer.memory is full, -1 while there is room. */
  readonly blockedBytes: number;
  /** The error of its last request: a code of `produceErrors`, -1 when it went well. */
  readonly error: number;
  /** How many batches it has sent, and the last of them, newest first. */
  readonly batches: number;
  readonly lastBatches: readonly BatchView[];
}

/** A reader with its table. */
export interface ReaderView {
  readonly service: number;
  readonly attached: boolean;
  /** Records handled, and keys in its table. */
  readonly handled: number;
  readonly keys: number;
  /** Entries of its table, in the order in which their keys came. */
  readonly entries: readonly { readonly key: number; readonly row: number }[];
}
