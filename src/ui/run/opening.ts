/** What can be opened on the page: a scenario, how it is run, what was done to it, and the moment on view. */
import type { Style } from '../../trace/index.ts';
import type { Action } from '../../worker/index.ts';

/** The slug of a scenario that is not built in. */
export const ownFile = 'own-file';

/** A scenario at a moment. */
export interface Opening {
  readonly text: string;
  /** The folder of a built-in scenario, or `own-file`. */
  readonly slug: string;
  /** Absent: the scenario's own. */
  readonly seed?: number;
  /** Absent: the styles that are on view already. */
  readonly shown?: readonly Style[];
  /** Whether a scenario that is set wrongly on purpose is shown with its repair. */
  readonly repaired?: boolean;
  /** What was done during the run, in the order of time. */
  readonly actions?: readonly Action[];
  /** The instant to stand at, in microseconds; absent: the beginning. */
  readonly at?: number;
}
