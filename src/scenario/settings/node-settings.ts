/** The settings of brokers and coordinators, with Kafka 4.0's defaults. */
import type { BrokerSetting } from './setting.ts';

/** The settings of brokers and coordinators, with Kafka 4.0's defaults. */
export const nodeSettings = [
  {
    type: 'whole',
    name: 'group.initial.rebalance.delay.ms',
    scope: 'broker',
    default: 3_000,
    min: 0,
    max: 1_800_000,
    unit: 'ms',
    sentence:
      'How long the coordinator of an empty group waits for more members before it assigns partitions.',
    source: 'org.apache.kafka.coordinator.group.GroupCoordinatorConfig',
  },
  {
    type: 'whole',
    name: 'offsets.retention.minutes',
    scope: 'broker',
    default: 10_080,
    min: 1,
    max: 525_600,
    unit: 'minutes',
    sentence: 'How long the offsets of an empty group are kept.',
    source: 'org.apache.kafka.coordinator.group.GroupCoordinatorConfig',
  },
  {
    type: 'whole',
    name: 'replica.lag.time.max.ms',
    scope: 'broker',
    default: 30_000,
    min: 100,
    max: 1_800_000,
    unit: 'ms',
    sentence: 'How long a follower may lag behind its leader before it is no longer in sync.',
    source: 'org.apache.kafka.server.config.ReplicationConfigs',
  },
  {
    type: 'whole',
    name: 'broker.session.timeout.ms',
    scope: 'broker',
    default: 9_000,
    min: 100,
    max: 1_800_000,
    unit: 'ms',
    sentence:
      'How long the controller waits for a heartbeat of a broker before it elects new leaders in its place.',
    source: 'org.apache.kafka.raft.QuorumConfig',
  },
  {
    type: 'whole',
    name: 'log.retention.check.interval.ms',
    scope: 'broker',
    default: 300_000,
    min: 1,
    max: 31_536_000_000,
    unit: 'ms',
    sentence: 'How often brokers look for segments that may be deleted.',
    source: 'org.apache.kafka.server.config.ServerLogConfigs',
  },
  {
    type: 'whole',
    name: 'log.cleaner.backoff.ms',
    scope: 'broker',
    default: 15_000,
    min: 1,
    max: 31_536_000_000,
    unit: 'ms',
    sentence: 'How long the cleaner sleeps when there is nothing to clean.',
    source: 'org.apache.kafka.storage.internals.log.CleanerConfig',
  },
] as const satisfies readonly BrokerSetting[];
