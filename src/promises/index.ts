/** The face of the promises: what must hold of a run, checked against its trace alone. */
export { checkHistory, historyChecks } from './history/check-history.ts';
export { historyChecker } from './history-checker.ts';
export type { Anomaly } from './history/anomaly.ts';
export { dependence, independence } from './history/independence.ts';
export { sentenceOf } from './findings.ts';
export { InvariantKeeper } from './invariant-keeper.ts';
export {
  MisbehaviourKeeper,
  misbehaviours,
  type FoundMisbehaviour,
} from './misbehaviour-keeper.ts';
export { counted, seconds } from './phrases.ts';
export { PromiseKeeper } from './promise-keeper.ts';
export type { Clause, Verdict } from './verdict.ts';
