/** Everything that can be due in a world. Events are immutable data: a checkpoint shares them. */
import type {
  JoinAnswer,
  Joiner,
  Acknowledgement,
  TransactionAnswer,
  TransactionRequest,
} from '../../broker/index.ts';
import type { Answer, ProduceFailure, Refusal } from '../../trace/index.ts';

/** What a member tells the leader of its group: what it held, and since which generation. */
export interface HeldPartitions {
  readonly partitions: readonly number[];
  /** -1 for none. */
  readonly generation: number;
}

/** One record of a produce request. */
export interface OutgoingRecord {
  readonly message: number;
  /** The row that led to it. */
  readonly cause: number;
}

/** A produce request to one partition. */
export interface ProduceBatch {
  readonly actor: number;
  readonly incarnation: number;
  readonly partition: number;
  /** The node that led the partition when it was sent. */
  readonly node: number;
  /** The producer's id: a new one after each restart. */
  readonly producer: number;
  readonly epoch: number;
  /** Which batch of its producer it is: a repetition keeps it. */
  readonly id: number;
  /** Sequence number of the first record, -1 without idempotence. */
  readonly sequence: number;
  /** The transaction that it belongs to, -1 for none. */
  readonly transaction: number;
  readonly records: readonly OutgoingRecord[];
  readonly sentAt: number;
  readonly attempt: number;
}

/** A consumed offset that is part of a transaction, with the place in the group of who consumed it. */
export interface TransactionOffset {
  readonly group: number;
  readonly member: number;
  readonly generation: number;
  readonly partition: number;
  /** The next one to read. */
  readonly offset: number;
  readonly order: number;
}

/** What a transactional producer asks of the coordinator. */
export interface TransactionAsk {
  readonly actor: number;
  readonly incarnation: number;
  /** Which of the process's producers asks. */
  readonly id: number;
  readonly producer: number;
  readonly epoch: number;
  readonly request: TransactionRequest<TransactionOffset>;
  readonly cause: number;
}

/** A record on its way to a consumer. */
export interface FetchedRecord {
  readonly partition: number;
  readonly offset: number;
  readonly message: number;
  /** The row in which the broker sent it. */
  readonly sentRow: number;
  /** How often a share group has delivered it; other groups keep no count. */
  readonly deliveries?: number;
}

/** A consumer's fetch: where it wants to read on. */
export interface Fetch {
  readonly actor: number;
  readonly incarnation: number;
  readonly id: number;
  readonly attempt: number;
  /** What it reads, and for each of these from where on. */
  readonly partitions: readonly number[];
  readonly offsets: readonly number[];
}

/** How a member of a share group is done with a record. */
export interface ShareSettlement {
  readonly partition: number;
  readonly offset: number;
  readonly message: number;
  readonly how: Acknowledgement;
  readonly cause: number;
}

/** A fetch of a member of a share group: the partitions that it reads, without positions, for the broker knows those. */
export interface ShareFetch extends Fetch {
  readonly member: number;
  /** What it is done with; goes along. */
  readonly settled: readonly ShareSettlement[];
  /** It only changes the partitions of a fetch that waits. */
  readonly isUpdate: boolean;
}

/** An acknowledgement by itself, whose answer the member waits for. */
export interface ShareAcknowledgement {
  readonly actor: number;
  readonly incarnation: number;
  readonly member: number;
  readonly settlement: ShareSettlement;
  readonly attempt: number;
}

/** A commit of one partition's offset. */
export interface Commit {
  readonly actor: number;
  readonly incarnation: number;
  readonly member: number;
  readonly generation: number;
  readonly partition: number;
  readonly offset: number;
  readonly awaitedBy: CommitWaiter;
  readonly attempt: number;
  readonly order: number;
  readonly cause: number;
}

/** Who waits for the answer to a commit: the consumer's machine, which has done with a record; a consumer that joins anew once it has committed; or nobody. */
export type CommitWaiter = 'machine' | 'join' | 'nobody';

/** A synchronous call. */
export interface Call {
  readonly message: number;
  readonly caller: number;
  readonly callerIncarnation: number;
  /** The caller's job that waits for the answer, -1 for the client. */
  readonly callerJob: number;
  /** Service that is called, and the instance that was reached. */
  readonly service: number;
  readonly callee: number;
  readonly order: number;
  readonly attempt: number;
  readonly cause: number;
}

interface Incarnated {
  readonly actor: number;
  /** Events for an earlier life of a process are void. */
  readonly incarnation: number;
}

/** What is due. */
export type WorldEvent =
  | { readonly kind: 'start' }
  | { readonly kind: 'order'; readonly order: number }
  | {
      readonly kind: 'client-timer';
      readonly order: number;
      readonly id: string;
      readonly token: number;
    }
  | { readonly kind: 'call-arrives'; readonly call: Call }
  | {
      readonly kind: 'reply-arrives';
      readonly call: Call;
      readonly answer: Answer;
      readonly cause: number;
    }
  | { readonly kind: 'produce-arrives'; readonly batch: ProduceBatch }
  | { readonly kind: 'produce-answered'; readonly batch: ProduceBatch; readonly baseOffset: number }
  | {
      readonly kind: 'produce-failed';
      readonly batch: ProduceBatch;
      readonly error: ProduceFailure;
      readonly cause: number;
    }
  | { readonly kind: 'produce-timeout'; readonly batch: ProduceBatch }
  /** A request has waited at the leader for its followers for as long as anybody waits for an answer. */
  | { readonly kind: 'produce-expired'; readonly partition: number; readonly request: number }
  /** A producer looks after its batches: a linger, a pause or a delivery timeout is over. */
  | ({ readonly kind: 'produce-due' } & Incarnated)
  /** A relay sends a row again that could not be delivered. */
  | ({
      readonly kind: 'relay-resend';
      readonly message: number;
      readonly cause: number;
    } & Incarnated)
  | { readonly kind: 'transaction-asked'; readonly ask: TransactionAsk }
  | ({
      readonly kind: 'transaction-answered';
      readonly id: number;
      readonly answer: TransactionAnswer;
      readonly cause: number;
    } & Incarnated)
  /** A transactional producer asks again. */
  | { readonly kind: 'transaction-due'; readonly actor: number; readonly session: number }
  | {
      readonly kind: 'transaction-markers';
      readonly id: number;
      readonly transaction: number;
      readonly isRetry: boolean;
    }
  | { readonly kind: 'transaction-timer'; readonly id: number }
  | { readonly kind: 'fetch-arrives'; readonly fetch: Fetch }
  | {
      readonly kind: 'records-arrive';
      readonly fetch: Fetch;
      readonly records: readonly FetchedRecord[];
    }
  | { readonly kind: 'fetch-timeout'; readonly fetch: Fetch }
  | {
      readonly kind: 'fetch-failed';
      readonly fetch: Fetch;
      readonly error: 'OFFSET_OUT_OF_RANGE' | 'LEADER_NOT_AVAILABLE';
      readonly partition: number;
      /** Where the log begins, and where what the consumer may see of it ends. */
      readonly start: number;
      readonly end: number;
    }
  | { readonly kind: 'replica-fetch'; readonly partition: number; readonly node: number }
  | { readonly kind: 'replica-lag'; readonly partition: number }
  | { readonly kind: 'node-noticed'; readonly node: number; readonly life: number }
  | {
      readonly kind: 'node-rejoins';
      readonly node: number;
      readonly life: number;
      readonly fault: number;
    }
  /** The controller looks whether preferred replicas could lead again. */
  | { readonly kind: 'node-balance' }
  /** Clients have fetched their metadata anew, and know of a topic's new partitions. */
  | { readonly kind: 'metadata-aged'; readonly topic: number; readonly count: number }
  | { readonly kind: 'storage-check'; readonly what: 'retention' | 'cleaner' }
  | { readonly kind: 'commit-arrives'; readonly commit: Commit }
  | {
      readonly kind: 'commit-answered';
      readonly commit: Commit;
      readonly refusal: Refusal | undefined;
      readonly cause: number;
    }
  | { readonly kind: 'commit-timeout'; readonly commit: Commit }
  | ({
      readonly kind: 'join-arrives';
      readonly member: number;
      readonly held: HeldPartitions;
    } & Joiner)
  | ({ readonly kind: 'join-answered'; readonly answer: JoinAnswer<HeldPartitions> } & Joiner)
  | ({
      readonly kind: 'sync-arrives';
      readonly member: number;
      readonly generation: number;
      /** What the leader deals to each member. */
      readonly dealt: ReadonlyMap<number, readonly number[]> | undefined;
    } & Joiner)
  | ({
      readonly kind: 'sync-answered';
      readonly refusal: Refusal | undefined;
      readonly generation: number;
      readonly partitions: readonly { readonly partition: number; readonly offset: number }[];
    } & Joiner)
  | {
      readonly kind: 'leave-arrives';
      readonly actor: number;
      readonly group: number;
      readonly member: number;
      readonly reason: number;
    }
  | ({ readonly kind: 'poll-check' } & Incarnated)
  | ({ readonly kind: 'auto-commit' } & Incarnated)
  | { readonly kind: 'offsets-expire'; readonly group: number; readonly token: number }
  | {
      readonly kind: 'resume';
      readonly actor: number;
      readonly pause: number;
      readonly fault: number;
    }
  | { readonly kind: 'reached'; readonly actor: number; readonly fault: number }
  | ({ readonly kind: 'heartbeat-due'; readonly session: number } & Incarnated)
  | ({
      readonly kind: 'heartbeat-arrives';
      readonly member: number;
      readonly generation: number;
    } & Incarnated)
  | ({
      readonly kind: 'heartbeat-refused';
      readonly generation: number;
      readonly refusal: Refusal;
    } & Incarnated)
  | { readonly kind: 'rebalance-timer'; readonly group: number; readonly token: number }
  | { readonly kind: 'session-timer'; readonly group: number; readonly member: number }
  | ({ readonly kind: 'process-timer'; readonly id: string; readonly token: number } & Incarnated)
  | ({
      readonly kind: 'job-continues';
      readonly job: number;
      readonly step: 'work' | 'undo' | 'timer' | 'retry' | 'publish' | 'give-back';
      readonly timer: string;
      readonly token: number;
    } & Incarnated)
  | {
      readonly kind: 'deadline';
      readonly service: number;
      readonly machine: number;
      readonly order: number;
      readonly id: string;
      readonly token: number;
    }
  | ({ readonly kind: 'relay-poll' } & Incarnated)
  | ({
      readonly kind: 'share-heartbeat-arrives';
      readonly member: number;
      /** It joins, under this id if it has one (-1 for none). */
      readonly isJoining: boolean;
    } & Incarnated)
  | ({
      readonly kind: 'share-heartbeat-answered';
      readonly member: number;
      /** The group's epoch; -1 where the coordinator does not know the member. */
      readonly epoch: number;
      readonly partitions: readonly number[];
    } & Incarnated)
  | ({ readonly kind: 'share-heartbeat-due' } & Incarnated)
  | { readonly kind: 'share-session'; readonly group: number; readonly member: number }
  | { readonly kind: 'share-fetch-arrives'; readonly fetch: ShareFetch }
  | {
      readonly kind: `share-acknowledgement-${'arrives' | 'answered' | 'lost'}`;
      readonly acknowledgement: ShareAcknowledgement;
      readonly cause: number;
    }
  /** A lock of this partition may have run out. */
  | { readonly kind: 'share-lock'; readonly group: number; readonly partition: number }
  | {
      readonly kind: 'share-closed';
      readonly actor: number;
      readonly group: number;
      readonly member: number;
      /** Absent where the connection is gone, and nobody said anything. */
      readonly settled: readonly ShareSettlement[] | undefined;
    }
  | { readonly kind: 'restart'; readonly actor: number }
  | {
      readonly kind: 'recover';
      readonly actor: number;
      readonly fault: number;
      readonly slowing: number;
    }
  | { readonly kind: 'fault'; readonly fault: number };
