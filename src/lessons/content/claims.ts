/** Whether what a lesson says will be seen is seen, over many runs. */
import type { Style } from '../../trace/index.ts';
import { answer } from '../query/answer.ts';
import { firstMatch } from '../query/matches.ts';
import { isAsExpected } from '../query/matcher.ts';
import type { RunOf } from '../query/told-run.ts';
import type { Claim } from './lesson.ts';

/** A seed's runs of a claim's scenario. */
export interface SeedRuns {
  readonly seed: number;
  readonly runOf: RunOf;
}

/** What came of a claim in one style. */
export interface ClaimFinding {
  readonly style: Style;
  /** In how many runs it could show. */
  readonly counted: number;
  /** In how many of those it was true. */
  readonly kept: number;
  /** Whether it was true in the share that was claimed. A claim that never could show is not. */
  readonly isTrue: boolean;
  /** The first run that contradicts it, with what the run said; empty for none. */
  readonly contrary: string;
}

/** Weighs one claim seed by seed, in each of its styles by itself, so that nobody need keep the runs of all seeds at once. */
export class Scales {
  readonly #claim: Claim;
  readonly #pans: readonly Pan[];

  constructor(claim: Claim) {
    this.#claim = claim;
    this.#pans = claim.styles.map((style) => ({ style, counted: 0, kept: 0, contrary: '' }));
  }

  /** Puts the runs of one more seed on the scales. */
  add({ seed, runOf }: SeedRuns): void {
    const { given, ask, is } = this.#claim;
    for (const pan of this.#pans) {
      const run = runOf(pan.style);
      if (run === undefined || (given !== undefined && firstMatch(run, given) < 0)) continue;
      pan.counted += 1;
      const { value } = answer(ask, runOf, pan.style);
      if (isAsExpected(value, is)) pan.kept += 1;
      else if (pan.contrary === '') pan.contrary = `seed ${seed} says ${String(value)}`;
    }
  }

  /** What has come of it, a finding for each style. */
  get findings(): readonly ClaimFinding[] {
    return this.#pans.map((pan) => ({
      ...pan,
      isTrue: pan.counted > 0 && 100 * pan.kept >= this.#claim.share * pan.counted,
    }));
  }
}

/** What lies on the scales of one style. */
interface Pan {
  readonly style: Style;
  counted: number;
  kept: number;
  contrary: string;
}
