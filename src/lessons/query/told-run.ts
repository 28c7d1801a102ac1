/** A run as lessons see it: what was simulated, who took part, and what happened. */
import type { Scenario } from '../../scenario/index.ts';
import type { Cast, Style, Trace } from '../../trace/index.ts';

/** Where patterns look. */
export interface Told {
  readonly trace: Trace;
  readonly cast: Cast;
}

/** One style of a run, with the scenario that was run. */
export interface ToldRun extends Told {
  readonly scenario: Scenario;
}

/** The styles of one run, by name; undefined for one that was not run. */
export type RunOf = (style: Style) => ToldRun | undefined;
