/** The face of the broker: the replicated, partitioned log, its clients and its consumer groups. */
export { GroupStage, type StageStep } from './clients/consumer/stage/group-stage.ts';
export { InFlightSends, type OutgoingBatch } from './clients/in-flight-sends.ts';
export type { Batch, Departure } from './clients/producer/batch.ts';
export { idempotence } from './clients/producer/idempotence.ts';
export { ProducerClient, type ProducerPort } from './clients/producer/producer-client.ts';
export {
  TransactionManager,
  type TransactionAnswer,
  type TransactionRequest,
} from './clients/producer/transaction-manager.ts';
export { StickyPartitioner } from './clients/sticky-partitioner.ts';
export type {
  Assignment,
  Assignor,
  Cluster,
  GroupMember,
  TopicDescription,
  TopicPartition,
} from './groups/assignors/assignor.ts';
export { assignors, type AssignorName } from './groups/assignors/assignors.ts';
export {
  Coordinator,
  rebalanceReason,
  type GroupPhase,
  type GroupSettings,
} from './groups/classic/coordinator.ts';
export type {
  CoordinatorPort,
  JoinAnswer,
  JoinedMember,
} from './groups/classic/coordinator-port.ts';
export type { Joiner } from './groups/classic/classic-member.ts';
export { ShareGroup, type ShareMember } from './groups/share/share-group.ts';
export { SharePartition, type ShareLog } from './groups/share/share-partition.ts';
export type { Acknowledgement } from './groups/share/share-record.ts';
export { clean, cleaningRange, isFilthy, type CompactionSettings } from './log/compaction.ts';
export { crc32, librdkafkaConsistent, librdkafkaFnv1a } from './log/librdkafka-partitioners.ts';
export { murmur2, partitionForKey, utf8 } from './log/murmur2.ts';
export {
  isOutOfRange,
  startingPosition,
  type ResetAnswer,
  type ResetPolicy,
} from './log/offset-reset.ts';
export { PartitionLog } from './log/partition-log.ts';
export { ProducerState } from './log/producer-state.ts';
export type { RecordTraits } from './log/record-traits.ts';
export {
  ReplicaLog,
  type AppendResult,
  type StoredRecord,
  type VisibleRecord,
} from './log/replica-log.ts';
export type { ProducerBatch } from './log/producer-entry.ts';
export { countDeletable, retain, startAfter } from './log/retention.ts';
export { TransactionCoordinator } from './transactions/transaction-coordinator.ts';
export type { TransactionEndReason, TransactionEntry } from './transactions/transaction-entry.ts';
export { answerToWaiting } from './replication/high-watermark.ts';
export { ReplicatedPartition } from './replication/replicated-partition.ts';
export type { Acks, ProduceAnswer, ReplicationFact, ReplicationStep } from './replication/steps.ts';
