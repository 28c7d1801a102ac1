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

/** Holds a claim to runs, in each of its styles by itself. */
export function weigh(claim: Claim, seeds: readonly SeedRuns[]): readonly ClaimFinding[] {
  return claim.styles.map((style) => weighIn(style, claim, seeds));
}

function weighIn(style: Style, claim: Claim, seeds: readonly SeedRuns[]): ClaimFinding {
  let counted = 0;
  let kept = 0;
  let contrary = '';
  for (const { seed, runOf } of seeds) {
    const run = runOf(style);
    if (run === undefined) continue;
    if (claim.given !== undefined && firstMatch(run, claim.given) < 0) continue;
    counted += 1;
    const { value } = answer(claim.ask, runOf, style);
    if (isAsExpected(value, claim.is)) kept += 1;
    else if (contrary === '') contrary = `seed ${seed} says ${String(value)}`;
  }
  return {
    style,
    counted,
    kept,
    isTrue: counted > 0 && 100 * kept >= claim.share * counted,
    contrary,
  };
}
