/** The face of the worker: the protocol, and the client that is the page's only door to the simulation. */
export type {
  Action,
  Batch,
  Budget,
  Loaded,
  LoadedWorld,
  LoadRequest,
  Rejected,
  SimulationApi,
  Verdict,
  WorldBatch,
} from './protocol.ts';
