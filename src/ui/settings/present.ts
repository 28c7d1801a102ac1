/** The settings of a run at an instant: what a scenario states, what was changed since, and else what is assumed. */
import {
  assumedValue,
  brokerSettings,
  type BrokerSetting,
  type Fault,
  type Scenario,
  type SettingScope,
  type SettingValue,
} from '../../scenario/index.ts';

/** Where a setting counts: everywhere, for one service or reader, or for one topic. */
export interface SettingPlace {
  readonly kind: 'everywhere' | 'service' | 'topic';
  readonly id: string;
  readonly name: string;
}

/** The place that all others inherit from. */
export const everywhere: SettingPlace = { kind: 'everywhere', id: '', name: 'everywhere' };

/** A setting at a place and an instant. */
export interface PresentSetting {
  readonly setting: BrokerSetting;
  readonly value: SettingValue;
  /** Where the value comes from. */
  readonly from: 'changed' | 'scenario' | 'assumed' | 'default';
}

/** Settings by whose they are. */
export interface SettingGroup {
  readonly scope: SettingScope;
  readonly title: string;
  readonly settings: readonly PresentSetting[];
}

const titles: Readonly<Record<SettingScope, string>> = {
  producer: 'Producers',
  consumer: 'Consumers',
  client: 'All clients',
  broker: 'Brokers and coordinators',
  topic: 'Topics',
};

/** The places at which a setting can be changed. */
export function placesOf({ services, readers, broker }: Scenario): readonly SettingPlace[] {
  return [
    everywhere,
    ...[...services, ...readers].map(({ id, name }): SettingPlace => ({
      kind: 'service',
      id,
      name,
    })),
    ...broker.topics.map(({ id }): SettingPlace => ({ kind: 'topic', id, name: id })),
  ];
}

/** Whether a setting can be stated at a place. */
export function belongsTo({ scope }: BrokerSetting, { kind }: SettingPlace): boolean {
  if (kind === 'everywhere') return true;
  return kind === 'topic'
    ? scope === 'topic'
    : scope === 'producer' || scope === 'consumer' || scope === 'client';
}

/** What is asked for. */
export interface Wanted {
  readonly scenario: Scenario;
  /** The scenario's faults, then the live ones. */
  readonly faults: readonly Fault[];
  /** The instant in µs. */
  readonly now: number;
  readonly place: SettingPlace;
}

/** The settings that a place knows, as they stand at an instant, those that hold `search` in their name or sentence. */
export function presentSettings(wanted: Wanted, search = ''): readonly SettingGroup[] {
  const words = search.trim().toLowerCase();
  const all: readonly BrokerSetting[] = brokerSettings;
  const fitting = all.filter(
    (setting) =>
      belongsTo(setting, wanted.place) &&
      `${setting.name} ${setting.sentence}`.toLowerCase().includes(words),
  );
  const scopes = Object.keys(titles) as SettingScope[];
  return scopes
    .map((scope) => ({
      scope,
      title: titles[scope],
      settings: fitting
        .filter((setting) => setting.scope === scope)
        .map((setting) => presentSetting(setting, wanted)),
    }))
    .filter(({ settings }) => settings.length > 0);
}

/** One setting at a place: what is stated nearest counts, and of what was said there the last. */
export function presentSetting(setting: BrokerSetting, wanted: Wanted): PresentSetting {
  const near = wanted.place.kind === 'everywhere' ? [everywhere] : [wanted.place, everywhere];
  for (const place of near) {
    const value = changedAt(setting, { ...wanted, place });
    if (value !== undefined) return { setting, value, from: 'changed' };
    const stated = statedAt(setting, wanted.scenario, place);
    if (stated !== undefined) return { setting, value: stated, from: 'scenario' };
  }
  const value = assumedValue(setting);
  return { setting, value, from: value === setting.default ? 'default' : 'assumed' };
}

function changedAt({ name }: BrokerSetting, { faults, now, place }: Wanted) {
  const changes = faults.flatMap(({ when, target, effect }) => {
    if (effect.kind !== 'set' || effect.setting !== name) return [];
    const isHere =
      (target.service ?? '') === (place.kind === 'service' ? place.id : '') &&
      (target.topic ?? '') === (place.kind === 'topic' ? place.id : '');
    const atMs = when.atMs ?? when.fromMs ?? 0;
    return isHere && atMs * 1000 <= now ? [{ atMs, value: effect.value }] : [];
  });
  return changes.sort((a, b) => a.atMs - b.atMs).at(-1)?.value;
}

function statedAt(
  { name }: BrokerSetting,
  { broker, services, readers }: Scenario,
  place: SettingPlace,
): SettingValue | undefined {
  if (place.kind === 'everywhere') return broker.settings[name];
  const among = place.kind === 'topic' ? broker.topics : [...services, ...readers];
  return among.find(({ id }) => id === place.id)?.settings[name];
}

/** The change of a setting at a place, as the fault that it is. */
export function changeOf(setting: string, value: SettingValue, place: SettingPlace): Fault {
  const target =
    place.kind === 'topic'
      ? { topic: place.id }
      : place.kind === 'service'
        ? { service: place.id }
        : {};
  return { when: {}, target, effect: { kind: 'set', setting, value } };
}

/** What a reader wrote, as a value of the setting; or a sentence on why it cannot be one. */
export function readValue(
  setting: BrokerSetting,
  text: string,
): { readonly value: SettingValue } | { readonly problem: string } {
  const written = text.trim();
  if (setting.type === 'flag') {
    if (written === 'true' || written === 'false') return { value: written === 'true' };
    return { problem: `${setting.name} is true or false.` };
  }
  if (setting.type === 'word') {
    if (setting.words.includes(written)) return { value: written };
    return { problem: `${setting.name} is one of ${setting.words.join(', ')}.` };
  }
  const { min, max, unit, name } = setting;
  const value = Number(written);
  if (written === '' || !Number.isInteger(value))
    return { problem: `${name} is a whole number of ${unit}.` };
  if (value < min)
    return { problem: `${name} is at least ${min} ${unit}; ${value} is too little.` };
  if (value > max) return { problem: `${name} is at most ${max} ${unit}; ${value} is too much.` };
  return { value };
}
