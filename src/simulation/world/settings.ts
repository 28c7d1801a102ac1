/** The broker's settings of one scenario, in the units of the world: what the scenario does not state has its real default. */
import type { GroupSettings } from '../../broker/index.ts';
import { millis, present, type Micros } from '../../kernel/index.ts';
import { brokerSettings, type Broker } from '../../scenario/index.ts';

/** Settings that the world reads. */
export interface WorldSettings {
  readonly group: GroupSettings;
  readonly heartbeatInterval: Micros;
  readonly requestTimeout: Micros;
  readonly retryBackoff: Micros;
  readonly maxPollRecords: number;
  readonly idempotence: boolean;
}

/** Reads the settings of a checked scenario. */
export function settingsOf(broker: Broker): WorldSettings {
  const value = (name: string) =>
    broker.settings[name] ??
    present(
      brokerSettings.find((setting) => setting.name === name),
      name,
    ).default;
  const span = (name: string) => millis(Number(value(name)));
  return {
    group: {
      sessionTimeout: span('session.timeout.ms'),
      initialRebalanceDelay: span('group.initial.rebalance.delay.ms'),
      rebalanceTimeout: span('max.poll.interval.ms'),
    },
    heartbeatInterval: span('heartbeat.interval.ms'),
    requestTimeout: span('request.timeout.ms'),
    retryBackoff: span('retry.backoff.ms'),
    maxPollRecords: Number(value('max.poll.records')),
    idempotence: value('enable.idempotence') === true,
  };
}
