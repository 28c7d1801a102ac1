/** What a stop at a broken promise has to tell: which promise it is, and what broke it. */
import type { StopCondition } from '../../projections/index.ts';
import type { Verdict } from '../../worker/index.ts';

/** The promises that a row broke. */
export interface Broken {
  /** Which they are: `“Nothing is lost” is broken`. */
  readonly what: string;
  /** What broke them, in the sentences of their verdicts. */
  readonly why: string;
}

/** What a row broke that was stopped at for a broken promise; undefined for a stop at anything else. */
export function brokenAt(
  verdicts: readonly Verdict[],
  condition: StopCondition,
  row: number,
): Broken | undefined {
  if (condition.kind !== 'promise') return undefined;
  const { id } = condition;
  const broken = verdicts.filter(
    (verdict) => verdict.firstRow === row && (id === undefined || verdict.id === id),
  );
  if (broken.length === 0) return undefined;
  const names = broken.map(({ text }) => `“${text}”`).join(' and ');
  return {
    what: `${names} ${broken.length === 1 ? 'is' : 'are'} broken`,
    // One row can break two promises in the same way.
    why: [...new Set(broken.map(({ sentence }) => sentence))].join(' '),
  };
}

/** All of it, as the panel Why tells it; empty where nothing is broken. */
export function sayBroken(broken: Broken | undefined): string {
  return broken === undefined ? '' : `${broken.what}. ${broken.why}`;
}
