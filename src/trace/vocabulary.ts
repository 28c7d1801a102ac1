/**
 * The words in which a run is told. Each kind names its three numbers (a, b, c); -1 stands for "none".
 * A picture, a figure, a promise or an export may use nothing that is not said here.
 */

/** The kinds of trace rows, in the order of their codes. A new kind goes to the end: codes are part of the run hash. */
export const vocabulary = {
  /** A client decides to place an order. */
  'order-placed': ['price', 'quantity', 'customer'],
  /** A synchronous call leaves its caller; it arrives `latency` later, or never when latency is -1. */
  'call-sent': ['callee', 'latency', 'attempt'],
  /** The called process begins to work on a call. */
  'call-received': ['caller', 'attempt'],
  /** The called process answers; the reply arrives `latency` later, or never when latency is -1. */
  'reply-sent': ['caller', 'latency', 'answer'],
  /** The caller has the answer in its hands. */
  'reply-received': ['callee', 'answer'],
  /** The caller's deadline for an answer has passed. */
  'call-timed-out': ['callee', 'attempt'],
  /** A message is made. `causation` is the message that was being handled, or -1. */
  'message-created': ['type', 'causation', 'attempt'],
  /** A produce request with this record leaves the process; it reaches the broker `latency` later, or never when latency is -1. */
  'produce-sent': ['partition', 'latency', 'attempt'],
  /** The broker has put the record at this offset. */
  'record-appended': ['partition', 'offset', 'producer'],
  /** The broker recognised a repeated batch of an idempotent producer and appended nothing. */
  'produce-deduplicated': ['partition', 'offset', 'producer'],
  /** The producer knows that its record is stored. */
  'produce-acked': ['partition', 'offset', 'attempt'],
  /** Something was lost on a leg of the network: see `legs` for the code. */
  'leg-lost': ['leg', 'partition', 'fault'],
  /** Something was held up on a leg of the network by `span`. */
  'leg-delayed': ['leg', 'span', 'fault'],
  /** The broker answers a fetch with this record; it reaches the consumer `latency` later, or never when latency is -1. */
  'record-sent': ['partition', 'offset', 'latency'],
  /** A consumer begins to handle a record. `attempt` counts deliveries of this record to this group. */
  'record-delivered': ['partition', 'offset', 'attempt'],
  /** A consumer passes over `count` records from `offset` on, of types that its service does not subscribe to. */
  'records-skipped': ['partition', 'offset', 'count'],
  /** The inbox knows this message already: nothing is done. */
  'duplicate-suppressed': ['partition', 'offset', 'attempt'],
  /** A handler was told to deliver the next record twice. */
  'delivery-duplicated': ['partition', 'offset', 'fault'],
  /** A service begins the work of a step, which will take `span`. */
  'work-started': ['step', 'span', 'attempt'],
  /** A try of the work failed for a passing reason. */
  'work-failed': ['step', 'reason', 'attempt'],
  /** The service refuses the step for a business reason. */
  'work-refused': ['step', 'reason', 'attempt'],
  /** The effect of a step is in force. `reach` is 0 for the service's own store, 1 for an outside party. */
  'effect-applied': ['step', 'amount', 'reach'],
  /** The effect of a step is taken back. */
  'effect-undone': ['step', 'amount', 'reach'],
  /** The outside party recognised the idempotency key and did nothing. */
  'effect-deduplicated': ['step', 'amount', 'reach'],
  /** A transaction of the service's store is durable. */
  'store-committed': ['step', 'outboxRows', 'inboxRows'],
  /** A machine took a transition (state codes are those of the cast's machine). */
  'state-changed': ['machine', 'from', 'to'],
  /** A machine was given an event that its state does not know. */
  'event-ignored': ['machine', 'state', 'type'],
  /** The consumer asks the broker to remember that all before `offset` is done. */
  'commit-sent': ['partition', 'offset', 'latency'],
  /** The broker has stored the group's offset: the next one to read. */
  'offset-committed': ['partition', 'offset', 'group'],
  /** The broker refuses a commit or a heartbeat: see `refusals` for the code. */
  'commit-refused': ['partition', 'offset', 'refusal'],
  /** A consumer published a record that it cannot handle to the dead-letter topic. */
  'dead-lettered': ['partition', 'offset', 'attempt'],
  /** A durable deadline is stored; it is due `span` from now. */
  'deadline-set': ['machine', 'state', 'span'],
  /** A durable deadline has passed. */
  'deadline-passed': ['machine', 'state'],
  /** A process stops at once: all that it held in memory is gone. `point` is a code of `points`, -1 for none. */
  'process-crashed': ['point', 'moment', 'fault'],
  /** A process runs again, from its store alone. */
  'process-restarted': ['incarnation'],
  /** A process works `factor` times slower from now, for `span`. */
  'process-slowed': ['factor', 'span', 'fault'],
  /** A process works at its own pace again. */
  'process-recovered': ['fault'],
  /** A member asks to join its group. */
  'member-joined': ['group', 'generation', 'member'],
  /** The coordinator begins a rebalance: see `rebalanceReasons` for the code. */
  'rebalance-started': ['group', 'generation', 'reason'],
  /** All members hold their assignment of this generation. */
  'group-stable': ['group', 'generation', 'members'],
  /** A member owns a partition from now on, and reads it from `offset`. */
  'partition-assigned': ['partition', 'generation', 'offset'],
  /** A member gives a partition up. */
  'partition-revoked': ['partition', 'generation'],
  /** The coordinator has not heard from a member for the session timeout. */
  'member-expelled': ['group', 'generation', 'member'],
  /** A member learns that it no longer belongs to the group's generation. */
  'member-fenced': ['group', 'generation', 'refusal'],
  /** A scheduled or live fault strikes here: its index in the list of faults. */
  'fault-struck': ['fault'],
  /** The relay has read rows of the outbox. */
  'outbox-read': ['rows'],
  /** The relay has marked a row of the outbox as sent. */
  'outbox-marked': ['outboxRow'],
  /** The order is stored as accepted, and pending. */
  'order-accepted': ['attempt'],
  /** The owner of the flow has stored how the order ended: see `outcomes` for the code. */
  'order-ended': ['outcome'],
  /** The client has given up asking. */
  'order-abandoned': ['attempts'],
  /** A cap was reached and the run stops here: see `caps` for the code. */
  'cap-reached': ['cap', 'limit'],
  /** Nothing is left that could change the outcome. */
  'run-drained': ['events'],
  /** The broker refuses a batch whose sequence does not follow: OUT_OF_ORDER_SEQUENCE_NUMBER. */
  'produce-refused': ['partition', 'error', 'producer'],
  /** A produce request leaves with this many records in one batch; `sequence` is that of the first, -1 without idempotence. */
  'batch-sent': ['partition', 'sequence', 'records'],
  /** The producer learns that its request failed: see `produceErrors` for the code. It asks again if it may. */
  'produce-failed': ['partition', 'attempt', 'error'],
  /** The producer gives a record up: see `produceErrors` for the code. `known` is 1 when it surely was not stored, 0 when nobody knows. */
  'send-expired': ['partition', 'error', 'known'],
  /** buffer.memory is full: send() blocks until there is room, or until max.block.ms has passed. */
  'buffer-full': ['partition', 'bytes', 'limit'],
  /** There is room again. */
  'buffer-freed': ['partition', 'bytes', 'limit'],
  /** A producer has its id and epoch from the transaction coordinator; an older epoch is fenced from now on. */
  'producer-initialised': ['producer', 'epoch'],
  /** A producer learns that another one of the same transactional.id has taken its place. */
  'producer-fenced': ['producer', 'epoch'],
  /** A transaction begins. `transaction` is unique in the run. */
  'transaction-begun': ['transaction', 'producer', 'epoch'],
  /** The record just appended at this offset belongs to a transaction. */
  'transaction-record': ['partition', 'offset', 'transaction'],
  /** A consumed offset is part of a transaction, and becomes the group's with its commit. */
  'transaction-offset': ['partition', 'offset', 'transaction'],
  /** A control marker stands at this offset: `committed` is 1 for a commit, 0 for an abort. */
  'transaction-marker': ['partition', 'offset', 'committed'],
  /** A transaction has ended: `committed` is 1 or 0, `reason` one of `transactionEnds`. */
  'transaction-ended': ['transaction', 'committed', 'reason'],
  /** A follower has copied `count` records from `offset` on. The actor is its node. */
  'records-replicated': ['partition', 'offset', 'count'],
  /** All in-sync replicas have what lies below `offset`: consumers may see it. Told only where a partition has several replicas. */
  'high-watermark-raised': ['partition', 'offset', 'epoch'],
  /** The in-sync replicas are now those of `nodes`: a bit per node, node 0 the lowest. */
  'isr-changed': ['partition', 'nodes', 'epoch'],
  /** The acting node leads the partition from now on. `clean` is 0 when it was not in sync. */
  'leader-elected': ['partition', 'epoch', 'clean'],
  /** No node can lead the partition. */
  'partition-offline': ['partition', 'epoch'],
  /** The acting node drops the records from `start` up to `end`, which its leader does not have. */
  'log-truncated': ['partition', 'start', 'end'],
  /** The acting node comes back with an empty disk. */
  'disk-lost': ['partition', 'records'],
  /** The acting node is cut off from the other nodes for `span`. */
  'node-isolated': ['span', 'fault'],
  /** The acting node reaches the other nodes again. */
  'node-rejoined': ['fault'],
  /** The active segment is closed; the next one begins at `base`. */
  'segment-rolled': ['partition', 'base'],
  /** Records before `offset` are deleted, read or not: see `deletionReasons` for the code. */
  'log-start-moved': ['partition', 'offset', 'reason'],
  /** The cleaner removed the record at this offset: see `cleaningReasons` for the code. */
  'record-cleaned': ['partition', 'offset', 'reason'],
  /** The cleaner has gone over the log from `start` up to `end`. */
  'log-cleaned': ['partition', 'start', 'end'],
  /** A fetch or a committed offset lies outside of the log: OFFSET_OUT_OF_RANGE. `start` is the log start. */
  'offset-out-of-range': ['partition', 'asked', 'start'],
  /** auto.offset.reset decides where a consumer begins; it passes over `skipped` records. */
  'position-reset': ['partition', 'offset', 'skipped'],
  /** auto.offset.reset is none, and there is nowhere to begin: the consumer stops with an exception. */
  'reset-failed': ['partition', 'asked'],
  /** Offsets of a group that has long been empty are forgotten. */
  'offsets-expired': ['partition', 'offset', 'group'],
  /** A partition exists from now on; its topic has `count` of them. */
  'partition-added': ['partition', 'count'],
  /** A member finds that a partition is no longer its own: it was taken, not given up. */
  'partition-lost': ['partition', 'generation'],
  /** A member leaves its group by itself: see `leaveReasons` for the code. */
  'member-left': ['group', 'generation', 'reason'],
  /** max.poll.interval.ms has passed without a poll. */
  'poll-overdue': ['group', 'generation', 'member'],
  /** A process stands still for `span`, its heartbeats too: a long pause of the garbage collector. */
  'process-paused': ['span', 'fault'],
  /** A paused process goes on, and knows nothing of the time that passed. */
  'process-resumed': ['fault'],
  /** A handler hangs for `span` while the heartbeats go on. */
  'handler-blocked': ['span', 'fault'],
  /** An instance is started: its service now runs `instances` of them. */
  'process-started': ['instances'],
  /** An instance closes its clients and stops: its service now runs `instances` of them. */
  'process-stopped': ['instances'],
  /** A reader's group begins to read. */
  'group-attached': ['group'],
  /** A reader has handled a record and keeps it as the last one of its key. `key` is the record's key, -1 for none. */
  'record-read': ['partition', 'offset', 'key'],
  /** A setting has another value from now on: its index in the table of settings, and the value (for a word its index). */
  'setting-changed': ['setting', 'value', 'topic'],
  /** A member of a share group holds this record until its lock ends. */
  'record-acquired': ['partition', 'offset', 'deliveries'],
  /** A member of a share group is done with this record: see `acknowledgements` for the code. */
  'record-acknowledged': ['partition', 'offset', 'acknowledgement'],
  /** The lock on a record of a share group ran out. */
  'acquisition-expired': ['partition', 'offset', 'deliveries'],
  /** A record of a share group was delivered too often, and is not delivered again. */
  'record-archived': ['partition', 'offset', 'deliveries'],
  /** A member of a share group no longer holds this record, and that it did is no delivery: see `acquisitionEnds` for the code. */
  'acquisition-ended': ['partition', 'offset', 'reason'],
  /** A member of a share group tells the broker how it is done with a record; that arrives `latency` later, or never when latency is -1. */
  'acknowledgement-sent': ['partition', 'offset', 'latency'],
  /** A member of a share group is too late: it does not hold this record any more. INVALID_RECORD_STATE. */
  'acknowledgement-refused': ['partition', 'offset', 'acknowledgement'],
  /** A share group is done with all that lies below `offset`, and that is stored: the share-partition start offset. */
  'share-start-moved': ['partition', 'offset', 'group'],
  /** The acting process is cut off from the network for `span`: what it sends, and what is sent to it, is lost. It works on. */
  'process-cut-off': ['span', 'fault'],
  /** The acting process is reached again. */
  'process-reached': ['fault'],
} as const;

type Vocabulary = typeof vocabulary;

/** The name of a kind of row. */
export type Kind = keyof Vocabulary;

/** All kinds in the order of their codes. */
export const kinds = Object.keys(vocabulary) as readonly Kind[];

/** The code of each kind: its place in `kinds`. */
export const code = Object.fromEntries(kinds.map((kind, index) => [kind, index])) as Readonly<
  Record<Kind, number>
>;

/** What every row says, whatever its kind. */
export interface RowBase {
  /** The row's index in the trace. */
  readonly row: number;
  /** Virtual time in microseconds. */
  readonly time: number;
  /** Index of the acting process in the cast. */
  readonly actor: number;
  /** Order number from 1, -1 for none. */
  readonly order: number;
  /** Message number from 0, -1 for none. */
  readonly message: number;
  /** The row that led to this one, -1 for none. */
  readonly cause: number;
}

type Fields<K extends Kind> = { readonly [Name in Vocabulary[K][number]]: number };

/** One row, read by name. */
export type TraceEvent<K extends Kind = Kind> = {
  [Each in K]: RowBase & { readonly kind: Each } & Fields<Each>;
}[K];

/** The legs of the network, in the order of their codes. */
export const legs = [
  'produce-request',
  'produce-ack',
  'fetch-response',
  'commit',
  'call',
  'reply',
] as const;
/** A leg of the network on which something can be lost or held up. */
export type Leg = (typeof legs)[number];

/** The named points at which a process can crash, in the order of their codes. A handler passes fetch … offset-commit, a relay read, send, mark, a saga decide … dispatch in place of effect and publish. */
export const points = [
  'fetch',
  'effect',
  'store-commit',
  'publish',
  'ack',
  'offset-commit',
  'read',
  'send',
  'mark',
  'decide',
  'dispatch',
] as const;
/** A named point of a handler, a relay or a saga. */
export type Point = (typeof points)[number];

/** The two sides of a point, in the order of their codes. */
export const moments = ['before', 'after'] as const;
/** Before or after a point. */
export type Moment = (typeof moments)[number];

/** How an order can end, in the order of their codes. An order that has not ended is `stuck` once the run has drained. */
export const outcomes = ['completed', 'compensated', 'failed'] as const;
/** How an order ended. */
export type Outcome = (typeof outcomes)[number];

/** Why the coordinator refused, in the order of their codes. Kafka's names. */
export const refusals = [
  'UNKNOWN_MEMBER_ID',
  'ILLEGAL_GENERATION',
  'REBALANCE_IN_PROGRESS',
  'FENCED_INSTANCE_ID',
] as const;
/** An error code of the group coordinator. */
export type Refusal = (typeof refusals)[number];

/** Why a rebalance began, in the order of their codes. */
export const rebalanceReasons = [
  'member joined',
  'member left',
  'session timed out',
  'forced',
  'partitions changed',
  'partitions given up',
] as const;

/** Why a member left by itself, in the order of their codes. */
export const leaveReasons = ['closed', 'max.poll.interval.ms passed'] as const;

/** Why a produce request failed, in the order of their codes. Kafka's names. */
export const produceErrors = [
  'REQUEST_TIMED_OUT',
  'NETWORK_EXCEPTION',
  'NOT_LEADER_OR_FOLLOWER',
  'LEADER_NOT_AVAILABLE',
  'NOT_ENOUGH_REPLICAS',
  'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'INVALID_PRODUCER_EPOCH',
  'INVALID_TXN_STATE',
  'DELIVERY_TIMED_OUT',
  'BUFFER_EXHAUSTED',
  'TRANSACTION_ABORTED',
] as const;
/** An error of a produce request. */
export type ProduceFailure = (typeof produceErrors)[number];

/** How a transaction came to its end, in the order of their codes. */
export const transactionEnds = [
  'committed by its producer',
  'aborted by its producer',
  'transaction.timeout.ms passed',
  'fenced by a newer producer',
] as const;

/** Why records were deleted, in the order of their codes. */
export const deletionReasons = ['retention.ms', 'retention.bytes'] as const;

/** Why the cleaner removed a record, in the order of their codes. */
export const cleaningReasons = ['superseded', 'tombstone'] as const;

/** How a member of a share group is done with a record, in the order of their codes. */
export const acknowledgements = ['accepted', 'released', 'rejected'] as const;

/** Why the broker took a record back from a member of a share group, in the order of their codes. */
export const acquisitionEnds = [
  'its member left',
  'its connection closed',
  'its session began anew',
  'another broker leads',
] as const;

/** Why work failed or was refused, in the order of their codes. */
export const reasons = [
  'passing failure',
  'poisoned message',
  'refused by chance',
  'out of stock',
  'retries exhausted',
] as const;

/** What a synchronous call was answered, in the order of their codes. */
export const answers = [
  'accepted, pending',
  'done',
  'refused',
  'failed',
  'completed',
  'cancelled',
] as const;
/** An answer to a synchronous call. */
export type Answer = (typeof answers)[number];

/** The caps of a run, in the order of their codes. */
export const caps = [
  'eventsPerRun',
  'eventsPerInstant',
  'lastInstant',
  'hops',
  'messagesPerRoot',
  'rows',
] as const;
/** A cap of a run. */
export type Cap = (typeof caps)[number];
