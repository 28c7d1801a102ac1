/** The table of broker settings is sound, and scenarios may use all of it. */
import { describe, expect, test } from 'vitest';
import { brokerSettings, setPath } from '../../src/scenario/index.ts';
import { scenarioOf, smallShop } from './files.ts';

describe('a broker setting', () => {
  test.each(brokerSettings)('$name has a default in its own range, and a sentence', (setting) => {
    expect(setting.sentence).toMatch(/^[A-Z].*\.$/);
    expect(setting.source).toMatch(/^org\.apache\.kafka\./);
    if (setting.type === 'flag') return;
    expect(setting.default).toBeGreaterThanOrEqual(setting.min);
    expect(setting.default).toBeLessThanOrEqual(setting.max);
  });

  test.each(brokerSettings)('$name can be set to its own default', ({ name, ...setting }) => {
    const set = setPath(smallShop, [`broker.settings["${name}"]=${String(setting.default)}`]);
    const { settings } = scenarioOf(set.kind === 'text' ? set.text : '').broker;
    expect(settings).toEqual({ [name]: setting.default });
  });

  test('has the default that Kafka documents', () => {
    const defaults = Object.fromEntries(brokerSettings.map((each) => [each.name, each.default]));
    expect(defaults).toEqual({
      'session.timeout.ms': 45_000,
      'heartbeat.interval.ms': 3_000,
      'group.initial.rebalance.delay.ms': 3_000,
      'max.poll.interval.ms': 300_000,
      'max.poll.records': 500,
      'request.timeout.ms': 30_000,
      'retry.backoff.ms': 100,
      'enable.idempotence': true,
    });
  });
});
