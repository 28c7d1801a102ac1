/** The table of broker settings is sound, and scenarios may use all of it. */
import { describe, expect, test } from 'vitest';
import {
  assumedValue,
  brokerSettings,
  type BrokerSetting,
  setPath,
} from '../../src/scenario/index.ts';
import { scenarioOf, smallShop } from './files.ts';

describe('a broker setting', () => {
  test.each(brokerSettings)(
    '$name has a default in its own range, and a sentence',
    (setting: BrokerSetting) => {
      expect(setting.sentence).toMatch(/^[A-Z].*\.$/);
      expect(setting.source).toMatch(/^org\.apache\.kafka\./);
      if (setting.type === 'flag') return;
      if (setting.type === 'word') {
        expect(setting.words).toContain(setting.default);
        expect(setting.words).toContain(assumedValue(setting));
        return;
      }
      expect(setting.default).toBeGreaterThanOrEqual(setting.min);
      expect(setting.default).toBeLessThanOrEqual(setting.max);
    },
  );

  test.each(brokerSettings)('$name can be set to its own default', ({ name, ...setting }) => {
    const set = setPath(smallShop, [`broker.settings["${name}"]=${String(setting.default)}`]);
    const { settings } = scenarioOf(set.kind === 'text' ? set.text : '').broker;
    expect(settings).toEqual({ [name]: setting.default });
  });

  test('says why a scenario gets another value than the default', () => {
    for (const setting of brokerSettings as readonly BrokerSetting[])
      expect(setting.assumedBecause !== undefined).toBe(assumedValue(setting) !== setting.default);
  });

  test('has the default that Kafka documents', () => {
    const defaults = Object.fromEntries(brokerSettings.map((each) => [each.name, each.default]));
    expect(defaults).toEqual({
      acks: 'all',
      'enable.idempotence': true,
      retries: 2_147_483_647,
      'delivery.timeout.ms': 120_000,
      'request.timeout.ms': 30_000,
      'retry.backoff.ms': 100,
      'retry.backoff.max.ms': 1_000,
      'linger.ms': 5,
      'batch.size': 16_384,
      'max.in.flight.requests.per.connection': 5,
      'buffer.memory': 33_554_432,
      'max.block.ms': 60_000,
      'transaction.timeout.ms': 60_000,
      'metadata.max.age.ms': 300_000,
      'session.timeout.ms': 45_000,
      'heartbeat.interval.ms': 3_000,
      'max.poll.interval.ms': 300_000,
      'max.poll.records': 500,
      'enable.auto.commit': true,
      'auto.commit.interval.ms': 5_000,
      'auto.offset.reset': 'latest',
      'isolation.level': 'read_uncommitted',
      'partition.assignment.strategy': 'range',
      'partitioner.adaptive.partitioning.enable': true,
      'group.instance.id': false,
      'group.initial.rebalance.delay.ms': 3_000,
      'offsets.retention.minutes': 10_080,
      'replica.lag.time.max.ms': 30_000,
      'broker.session.timeout.ms': 9_000,
      'log.retention.check.interval.ms': 300_000,
      'log.cleaner.backoff.ms': 15_000,
      'min.insync.replicas': 1,
      'unclean.leader.election.enable': false,
      'cleanup.policy': 'delete',
      'retention.ms': 604_800_000,
      'retention.bytes': -1,
      'segment.ms': 604_800_000,
      'segment.bytes': 1_073_741_824,
      'delete.retention.ms': 86_400_000,
      'min.cleanable.dirty.ratio': 50,
      'min.compaction.lag.ms': 0,
      'group.share.record.lock.duration.ms': 30_000,
      'group.share.delivery.count.limit': 5,
      'group.share.partition.max.record.locks': 2_000,
      'group.share.heartbeat.interval.ms': 5_000,
      'group.share.session.timeout.ms': 45_000,
      'share.auto.offset.reset': 'latest',
      'share.isolation.level': 'read_uncommitted',
      'share.acknowledgement.mode': 'implicit',
    });
  });
});
