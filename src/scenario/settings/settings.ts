/** The broker settings that are simulated, under their real names: one table for checks, schema, broker and page. */
import { consumerSettings } from './consumer-settings.ts';
import { nodeSettings } from './node-settings.ts';
import { producerSettings } from './producer-settings.ts';
import { shareSettings } from './share-settings.ts';
import type { BrokerSetting, SettingScope, SettingValue } from './setting.ts';
import { topicSettings } from './topic-settings.ts';

/** All of them with Kafka's own defaults. Rows of the trace name a setting by its place here: a new one goes to the end of its list, and the lists keep their order. */
export const brokerSettings = [
  ...producerSettings,
  ...consumerSettings,
  ...nodeSettings,
  ...topicSettings,
  ...shareSettings,
] as const;

/** The name of a setting that is simulated. */
export type BrokerSettingName = (typeof brokerSettings)[number]['name'];

const byName = new Map<string, BrokerSetting>(
  brokerSettings.map((setting) => [setting.name, setting]),
);

/** The setting of a name, `undefined` when it is not simulated. */
export function brokerSetting(name: string): BrokerSetting | undefined {
  return byName.get(name);
}

/** What a scenario that says nothing gets: Kafka's default, unless the setting says why not. */
export function assumedValue(setting: BrokerSetting): SettingValue {
  return ('assumed' in setting ? setting.assumed : undefined) ?? setting.default;
}

/** The settings that may be stated at a place: all of them for the broker, a service's own for its clients, a topic's own. */
export function settingsFor(place: 'broker' | 'service' | 'topic'): readonly BrokerSetting[] {
  const scopes: Readonly<Record<typeof place, readonly SettingScope[]>> = {
    broker: ['producer', 'consumer', 'client', 'broker', 'topic'],
    service: ['producer', 'consumer', 'client'],
    topic: ['topic'],
  };
  return brokerSettings.filter(({ scope }) => scopes[place].includes(scope));
}
