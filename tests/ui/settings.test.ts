/** The settings of a run: what is stated nearest counts, what was changed counts from its instant on, and values are checked. */
import { describe, expect, it } from 'vitest';
import {
  brokerSetting,
  brokerSettings,
  type BrokerSetting,
  type Fault,
  type Scenario,
} from '../../src/scenario/index.ts';
import {
  belongsTo,
  changeOf,
  everywhere,
  placesOf,
  presentSetting,
  presentSettings,
  readValue,
  type SettingPlace,
} from '../../src/ui/settings/present.ts';
import { loaded } from './in-process.ts';

const payment: SettingPlace = { kind: 'service', id: 'payment', name: 'Payment' };
const topic: SettingPlace = { kind: 'topic', id: 'orders.events', name: 'orders.events' };

async function open(): Promise<Scenario> {
  const { run } = await loaded();
  if (run.scenario === undefined) throw new Error('no scenario');
  return run.scenario;
}

function named(name: string): BrokerSetting {
  const setting = brokerSetting(name);
  if (setting === undefined) throw new Error(`no setting ${name}`);
  return setting;
}

function at(fault: Fault, atMs: number): Fault {
  return { ...fault, when: { atMs } };
}

describe('a setting', () => {
  it('is what the scenario says, else what is assumed', async () => {
    const wanted = { scenario: await open(), faults: [], now: 0, place: everywhere };
    expect(presentSetting(named('session.timeout.ms'), wanted)).toMatchObject({ from: 'scenario' });
    expect(presentSetting(named('acks'), wanted)).toMatchObject({ value: 'all', from: 'default' });
    expect(presentSetting(named('auto.offset.reset'), wanted)).toMatchObject({
      value: 'earliest',
      from: 'assumed',
    });
  });

  it('is what it was changed to, from that instant on, at that place only', async () => {
    const faults = [
      at(changeOf('acks', '1', everywhere), 1000),
      at(changeOf('acks', '0', payment), 2000),
    ];
    const acks = async (place: SettingPlace, now: number) =>
      presentSetting(named('acks'), { scenario: await open(), faults, now, place }).value;
    expect(await acks(everywhere, 999_999)).toBe('all');
    expect(await acks(everywhere, 1_000_000)).toBe('1');
    expect(await acks(payment, 1_500_000)).toBe('1');
    expect(await acks(payment, 2_000_000)).toBe('0');
    expect(await acks(everywhere, 2_000_000)).toBe('1');
  });

  it('of a topic belongs to topics and to everywhere, that of a client to services', () => {
    expect(belongsTo(named('retention.ms'), topic)).toBe(true);
    expect(belongsTo(named('retention.ms'), payment)).toBe(false);
    expect(belongsTo(named('acks'), topic)).toBe(false);
    expect(belongsTo(named('replica.lag.time.max.ms'), payment)).toBe(false);
  });
});

describe('the table of settings', () => {
  it('has every setting once, and is found by name or by purpose', async () => {
    const wanted = { scenario: await open(), faults: [], now: 0, place: everywhere };
    const all = presentSettings(wanted).flatMap(({ settings }) => settings);
    expect(all).toHaveLength(brokerSettings.length);
    const found = presentSettings(wanted, 'TOMBSTONE').flatMap(({ settings }) => settings);
    expect(found.map(({ setting }) => setting.name)).toEqual(['delete.retention.ms']);
    expect(placesOf(wanted.scenario).length).toBeGreaterThan(5);
  });
});

describe('a value', () => {
  it.each([
    ['linger.ms', '20', { value: 20 }],
    ['linger.ms', '2.5', { problem: 'linger.ms is a whole number of ms.' }],
    ['linger.ms', '', { problem: 'linger.ms is a whole number of ms.' }],
    ['linger.ms', '-1', { problem: 'linger.ms is at least 0 ms; -1 is too little.' }],
    ['linger.ms', '70000', { problem: 'linger.ms is at most 60000 ms; 70000 is too much.' }],
    ['retention.ms', '-1', { value: -1 }],
    ['enable.idempotence', 'false', { value: false }],
    ['enable.idempotence', 'no', { problem: 'enable.idempotence is true or false.' }],
    ['acks', '1', { value: '1' }],
    ['acks', '2', { problem: 'acks is one of 0, 1, all.' }],
  ])('of %s written as "%s" is read', (name, text, read) => {
    expect(readValue(named(name), text)).toEqual(read);
  });
});
