/** The part of a scenario file on settings under their real names, wherever they may stand. */
import type { Settings } from '../format.ts';
import { settingsFor } from '../settings/settings.ts';
import type { BrokerSetting, SettingValue } from '../settings/setting.ts';
import { choice } from '../shapes/choice.ts';
import { flag, whole } from '../shapes/number.ts';
import { object, optional, type Field } from '../shapes/object.ts';
import { wrongType, type Shape } from '../shapes/shape.ts';

/** The shape of a setting's value. */
export function settingShape(setting: BrokerSetting): Shape<SettingValue> {
  if (setting.type === 'flag') return flag;
  return setting.type === 'word' ? choice(setting.words) : whole(setting);
}

function settingField(setting: BrokerSetting): Field<SettingValue> {
  const { sentence } = setting;
  return optional(
    settingShape(setting),
    `${sentence} Kafka's default is ${String(setting.default)}.`,
  );
}

/** Settings that may stand in this place. */
export function settings(place: 'broker' | 'service' | 'topic'): Shape<Settings> {
  const title = { broker: 'Broker settings', service: 'Client settings', topic: 'Topic settings' };
  return object<Settings>(
    {
      title: title[place],
      sentence: 'Settings under their real names; what is not stated keeps its default.',
      unknown: 'unknown-setting',
      noun: 'setting',
    },
    Object.fromEntries(settingsFor(place).map((setting) => [setting.name, settingField(setting)])),
  );
}

/** The real name of any setting. */
export const settingName: Shape<string> = choice(settingsFor('broker').map(({ name }) => name));

const anyNumber = whole({ min: -1, max: 1_000_000_000_000 });

/** The value of a setting, before it is known of which: a whole number, true or false, or a word. */
export const settingValue: Shape<SettingValue> = {
  read(json, path, problems) {
    if (typeof json === 'number') return anyNumber.read(json, path, problems);
    if (typeof json === 'boolean' || typeof json === 'string') return json;
    wrongType(problems, { path, json, wanted: 'a number, true, false or a word' });
    return undefined;
  },
  write: (value) => value,
  schema: (definitions) => ({
    anyOf: [anyNumber.schema(definitions), { type: 'boolean' }, { type: 'string' }],
  }),
};
