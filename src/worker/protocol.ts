/** What the page may ask of the simulation. Everything here is plain data: it crosses postMessage. */
import type { Anomaly, Verdict } from '../promises/index.ts';
import type { Fault, Problem, Scenario } from '../scenario/index.ts';
import type { Action } from '../simulation/index.ts';
import type { Cast, Rows, Style } from '../trace/index.ts';

/** What to simulate. */
export interface LoadRequest {
  /** The text of a scenario file, as written by its author. */
  readonly text: string;
  /** Absent: the scenario's own seed. A whole number from 0 to 4,294,967,295. */
  readonly seed?: number;
  readonly styles: readonly Style[];
}

/** One world, ready to run. */
export interface LoadedWorld {
  readonly style: Style;
  readonly cast: Cast;
}

/** A scenario that is in order. */
export interface Loaded {
  readonly kind: 'loaded';
  readonly scenario: Scenario;
  readonly seed: number;
  /** The version of the engine that will run it. */
  readonly engine: string;
  readonly worlds: readonly LoadedWorld[];
}

/** A scenario that is not: every problem at once. */
export interface Rejected {
  readonly kind: 'rejected';
  readonly problems: readonly Problem[];
}

/** How far to go: whichever comes first ends the slice. Slices end after 12 ms in any case. */
export interface Budget {
  /** Simulate all events up to and including this virtual instant, in microseconds. */
  readonly untilMicros: number;
  /** At most this many events of each world. */
  readonly maxEvents: number;
  /** Each world stops when it has taken so many events since its beginning: the exact point at which another worker was lost. */
  readonly upToEvents?: readonly number[];
}

/** One world's share of a batch. */
export interface WorldBatch {
  readonly style: Style;
  /** Rows told since the last batch. */
  readonly rows: Rows;
  /** The instant of the last event in microseconds. */
  readonly now: number;
  /** All events up to this instant are done, in microseconds. */
  readonly simulatedTo: number;
  /** Events taken since the run began. */
  readonly events: number;
  /** Fingerprint of the run so far: 16 hexadecimal digits. */
  readonly hash: string;
  /** Nothing is left that could change the outcome, or a cap stopped the run. */
  readonly ended: boolean;
  readonly verdicts: readonly Verdict[];
}

/** What a run was up to an instant, in 16 hexadecimal digits: equal for equal inputs, wherever its slices ended. */
export interface Fingerprint {
  readonly style: Style;
  readonly hash: string;
}

/** The answer to every request that moves the run. */
export interface Batch {
  readonly worlds: readonly WorldBatch[];
  /** All faults in force: the scenario's own, then the live ones in the order of their injection. Rows name them by index. */
  readonly faults: readonly Fault[];
  /** All actions so far. */
  readonly actions: readonly Action[];
}

/** What one world's history shows. */
export interface WorldHistory {
  readonly style: Style;
  readonly anomalies: readonly Anomaly[];
}

/** What a worker sends by itself while a piece of work is long: it is busy, and does not hang. */
export const heartbeat = { baton: 'heartbeat' } as const;

/** The simulation as the page sees it. The worker holds no timer and no callback: pausing is not asking. */
export interface SimulationApi {
  /** Reads a scenario and stands at instant 0, or says all that is wrong with it. */
  load(request: LoadRequest): Loaded | Rejected;
  /** Simulates on, within the budget and within one slice. */
  advance(budget: Budget): Batch;
  /** Does what the user asks, now. `atMicros` before the present instant restarts the run from its inputs up to there: later actions are dropped. */
  act(action: Action): Batch;
  /** Goes back to an instant by running again from the inputs; rows from the beginning are sent anew. */
  rewind(toMicros: number): Batch;
  /** Becomes the run in which these actions were done and no others, from the same scenario and seed; it stands at the last of them, or where it was when nothing differs. */
  replay(actions: readonly Action[]): Batch;
  /** Moves nothing and tells all rows from the beginning once more: for a page that has lost them. */
  retell(): Batch;
  /** The fingerprint of each world up to an instant that was simulated. */
  fingerprints(atMicros: number): readonly Fingerprint[];
  /** Looks through what happened so far for the anomalies that Jepsen names, world by world. */
  history(): Promise<readonly WorldHistory[]>;
}

/** The same simulation from the page's side of the wire. */
export type RemoteSimulation = {
  [Verb in keyof SimulationApi]: (
    ...given: Parameters<SimulationApi[Verb]>
  ) => Promise<Awaited<ReturnType<SimulationApi[Verb]>>>;
};
