/** The simulation as seen from the page: the worker's methods, each answering later. */
import type { SimulationApi } from '../../worker/index.ts';

/** Every method of the simulation, asynchronously. */
export type Remote = {
  readonly [Name in keyof SimulationApi]: (
    ...given: Parameters<SimulationApi[Name]>
  ) => Promise<ReturnType<SimulationApi[Name]>>;
};
