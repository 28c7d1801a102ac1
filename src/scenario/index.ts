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
export { limits } from './limits.ts';
export { problemCodes, type ProblemCode } from './problems.ts';
export { readFaults, readScenario, type Refused } from './read-scenario.ts';
export { setPath } from './set-path.ts';
export {
  assumedValue,
  brokerSetting,
  brokerSettings,
  type BrokerSettingName,
} from './settings/settings.ts';
export type { BrokerSetting, SettingScope, SettingValue } from './settings/setting.ts';
export { scenarioSchema, writeScenario } from './write-scenario.ts';
