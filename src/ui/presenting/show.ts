/** What can be shown to a room, a lesson or the lab: as much of it as every room needs. */
import type { Lab } from '../run/lab.svelte.ts';
import type { Curtain } from './curtain.svelte.ts';

/** Something that is shown. */
export interface Show {
  readonly lab: Lab;
  readonly curtain: Curtain;
  readonly seed: number;
  /** Whether a run is being made, and the room has to wait. */
  readonly isBusy: boolean;
  /** Goes on, or back, by so many presses of the clicker. */
  go(by: number): Promise<void>;
  togglePlay(): void;
  /** The address of the moment on view, for every machine in the room; why there is none, as an error. */
  addressOfMoment(): Promise<string>;
  /** The presenter goes back to where they were. */
  close(): void;
}
