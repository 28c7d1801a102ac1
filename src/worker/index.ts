/** The face of the worker: the protocol, the client that is the page's only door to the simulation, and what is no simulation: the branches, which are inputs, and the line that a live fault becomes. */
export type { Anomaly, Clause, Verdict } from '../promises/index.ts';
export {
  branchOf,
  commonPast,
  currentBranch,
  firstBranch,
  fork,
  keepActions,
  remove,
  rename,
  resolveFault,
  sharedActions,
  sharedUpTo,
  switchTo,
  undelete,
  type Action,
  type Branch,
  type Branches,
  type Inputs,
} from '../simulation/index.ts';
export { HuntPool, type PoolProgress } from './hunting/hunt-pool.ts';
export type { HuntTask, ShrunkenRun } from './hunting/hunt-protocol.ts';
export { SimulationClient, type ClientOptions } from './client.ts';
export type {
  Batch,
  Budget,
  Fingerprint,
  Loaded,
  LoadedWorld,
  LoadRequest,
  Rejected,
  RemoteSimulation,
  SimulationApi,
  WorldBatch,
  WorldHistory,
} from './protocol.ts';
