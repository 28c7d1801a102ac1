/** What a hunt has to say: counts, and for each broken rule the first run that broke it. */
import type { Style } from '../trace/index.ts';
import type { Input, Rule } from './input.ts';

/** A run that broke a rule: what a shrink begins with. */
export interface Failure {
  readonly input: Input;
  readonly rule: Rule;
}

/** The first run in which a rule was broken. */
export interface FirstBreak {
  readonly seed: number;
  readonly style: Style;
  /** The instant of the violation in µs. */
  readonly at: number;
  readonly sentence: string;
}

/** A rule that was broken in at least one run. */
export interface BrokenRule extends Rule {
  readonly text: string;
  /** Seeds in which at least one style broke it. */
  readonly failingSeeds: number;
  readonly first: FirstBreak;
}

/** What became of the runs of one style. */
export interface StyleTally {
  readonly style: Style;
  readonly runs: number;
  readonly failing: number;
}

/** The state of a hunt: plain data, which may cross to a page. */
export interface HuntReport {
  /** Seeds that are done in every style. */
  readonly seeds: number;
  readonly ofSeeds: number;
  readonly runs: number;
  readonly events: number;
  /** Runs that a limit stopped. */
  readonly capped: number;
  /** Seeds in which a promise or a rule of the engine was broken. */
  readonly failingSeeds: number;
  readonly styles: readonly StyleTally[];
  /** In the order in which they were first broken. */
  readonly broken: readonly BrokenRule[];
}
