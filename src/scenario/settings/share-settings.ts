/** The settings of share groups, with Kafka 4.2's defaults. */
import type { BrokerSetting } from './setting.ts';

/** The settings of share groups, with Kafka 4.2's defaults. */
export const shareSettings = [
  {
    type: 'whole',
    name: 'group.share.record.lock.duration.ms',
    scope: 'broker',
    default: 30_000,
    min: 100,
    max: 3_600_000,
    unit: 'ms',
    sentence: 'How long a member of a share group holds a record before others may have it.',
    source: 'org.apache.kafka.coordinator.group.modern.share.ShareGroupConfig',
  },
  {
    type: 'whole',
    name: 'group.share.delivery.count.limit',
    scope: 'broker',
    default: 5,
    min: 2,
    max: 10,
    unit: 'times',
    sentence: 'How often a share group delivers a record before it archives it.',
    source: 'org.apache.kafka.coordinator.group.modern.share.ShareGroupConfig',
  },
  {
    type: 'whole',
    name: 'group.share.partition.max.record.locks',
    scope: 'broker',
    default: 2_000,
    min: 1,
    max: 10_000,
    unit: 'records',
    sentence: 'How many records of a partition a share group may have under way at once.',
    source: 'org.apache.kafka.coordinator.group.modern.share.ShareGroupConfig',
  },
  {
    type: 'whole',
    name: 'group.share.heartbeat.interval.ms',
    scope: 'broker',
    default: 5_000,
    min: 100,
    max: 1_800_000,
    unit: 'ms',
    sentence:
      'How often a member of a share group tells the coordinator that it is alive, and hears what it may read.',
    source: 'org.apache.kafka.coordinator.group.GroupCoordinatorConfig',
  },
  {
    type: 'whole',
    name: 'group.share.session.timeout.ms',
    scope: 'broker',
    default: 45_000,
    min: 1_000,
    max: 1_800_000,
    unit: 'ms',
    sentence:
      'How long the coordinator waits for a heartbeat before it expels a member from its share group.',
    source: 'org.apache.kafka.coordinator.group.GroupCoordinatorConfig',
  },
  {
    type: 'word',
    name: 'share.auto.offset.reset',
    scope: 'consumer',
    words: ['earliest', 'latest'],
    default: 'latest',
    sentence: 'Where a share group begins a partition that it has never read.',
    source: 'org.apache.kafka.coordinator.group.GroupConfig',
    assumed: 'earliest',
    assumedBecause:
      'The groups of services exist before the first record, and must not miss it while they assemble.',
  },
  {
    type: 'word',
    name: 'share.isolation.level',
    scope: 'consumer',
    words: ['read_uncommitted', 'read_committed'],
    default: 'read_uncommitted',
    sentence:
      'Whether a share group also delivers records of transactions that are open or aborted.',
    source: 'org.apache.kafka.coordinator.group.GroupConfig',
  },
  {
    type: 'word',
    name: 'share.acknowledgement.mode',
    scope: 'consumer',
    words: ['implicit', 'explicit'],
    default: 'implicit',
    sentence:
      'Whether the next poll() of a share consumer accepts all that the last one returned, or each record is accepted, released or rejected by itself.',
    source: 'org.apache.kafka.clients.consumer.ConsumerConfig',
  },
] as const satisfies readonly BrokerSetting[];
