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
  Retry,
  Scenario,
  Service,
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
export { brokerSettings, type BrokerSetting, type BrokerSettingName } from './settings.ts';
export { scenarioSchema, writeScenario } from './write-scenario.ts';
