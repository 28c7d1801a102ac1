/** What a setting is at a place: what is stated nearest counts, else what a scenario that says nothing gets. */
import type { Settings } from '../format.ts';
import { assumedValue, brokerSetting, type BrokerSettingName } from '../settings/settings.ts';
import type { SettingValue } from '../settings/setting.ts';

/** The value of a setting where these are stated, the nearest first. */
export function valueIn(
  nearestFirst: readonly Settings[],
  name: BrokerSettingName,
): SettingValue | undefined {
  const stated = nearestFirst.find((settings) => settings[name] !== undefined)?.[name];
  const setting = brokerSetting(name);
  return stated ?? (setting === undefined ? undefined : assumedValue(setting));
}
