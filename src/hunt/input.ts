/** All that decides one world of a hunt: the scenario with its faults inside, a seed and a style. */
import type { Scenario } from '../scenario/index.ts';
import type { Style } from '../trace/index.ts';

/** The inputs of one world. */
export interface Input {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly style: Style;
}

/** Which rule is meant: a promise of the scenario, or an invariant of the engine, whose breach is always a bug of ours. */
export interface Rule {
  readonly kind: 'promise' | 'invariant';
  readonly id: string;
}
