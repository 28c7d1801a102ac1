/** The face of the broker: the partitioned log and its consumer groups. */
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
  type CoordinatorPort,
  type GroupPhase,
  type GroupSettings,
  type JoinAnswer,
} from './groups/coordinator.ts';
export { crc32, librdkafkaConsistent, librdkafkaFnv1a } from './log/librdkafka-partitioners.ts';
export { murmur2, partitionForKey, utf8 } from './log/murmur2.ts';
export { PartitionLog } from './log/partition-log.ts';
export { ProducerSequences, type SequenceCheck } from './log/producer-sequences.ts';
