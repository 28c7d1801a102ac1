/** The face of the promises: what must hold of a run, checked against its trace alone. */
export { InvariantKeeper } from './invariant-keeper.ts';
export {
  MisbehaviourKeeper,
  misbehaviours,
  type FoundMisbehaviour,
} from './misbehaviour-keeper.ts';
export { PromiseKeeper } from './promise-keeper.ts';
export type { Verdict } from './verdict.ts';
