/** The face of the scenario format: types, checks and defaults. */
export type {
  Arrivals,
  Broker,
  BusinessPromise,
  Calls,
  Chance,
  Compensation,
  DeadLetter,
  Effect,
  Fault,
  FaultEffect,
  Flow,
  GalleryEntry,
  Network,
  Problem,
  Reader,
  Repair,
  Retry,
  Scenario,
  Service,
  Settings,
  SpanMs,
  Step,
  Target,
  Timeout,
  Topic,
  When,
  Workload,
} from './format.ts';
export type { Json, JsonObject } from './json/json.ts';
export { formatJson } from './json/format-json.ts';
export { parseJson } from './json/parse-json.ts';
export { limits } from './limits.ts';
export { entryPath, memberPath } from './path.ts';
export { decodeLink, encodeLink } from './link/codec.ts';
export { Crc32 } from './link/crc32.ts';
export { platformDeflate, type Deflate } from './link/deflate.ts';
export { linkLimits } from './link/link-limits.ts';
export { isLink } from './link/mark.ts';
export type {
  Link,
  LinkedAction,
  LinkedRun,
  LinkedScenario,
  LinkedSelection,
} from './link/link.ts';
export { problemCodes, ProblemList, type ProblemCode } from './problems.ts';
export { readFaults, readScenario, type Refused } from './read-scenario.ts';
export { setPath } from './set-path.ts';
export {
  assumedValue,
  brokerSetting,
  brokerSettings,
  type BrokerSettingName,
} from './settings/settings.ts';
export type { BrokerSetting, SettingScope, SettingValue } from './settings/setting.ts';
export { choice, fixed } from './shapes/choice.ts';
export { list } from './shapes/list.ts';
export { flag, whole } from './shapes/number.ts';
export { defaulted, object, optional, required } from './shapes/object.ts';
export type { Shape } from './shapes/shape.ts';
export { id, text } from './shapes/text.ts';
export { variant } from './shapes/variant.ts';
export { verbatim } from './shapes/verbatim.ts';
export { scenarioSchema, writeScenario } from './write-scenario.ts';
