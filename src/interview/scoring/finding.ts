/** Whether a run was survived: it came to its end, kept every promise, and completed what it could. */
import { answer, firstMatch, verdictsOf, type ToldRun } from '../../lessons/index.ts';
import { recount } from '../../projections/index.ts';
import type { Style } from '../../trace/index.ts';
import type { Interview } from '../content/interview.ts';
import type { Wanted } from '../round/board.ts';

/** What came of a run: plain data, so that the run itself can be let go. */
export interface Finding {
  /** Id of the surprise that struck, empty for none. */
  readonly surprise: string;
  readonly seed: number;
  readonly style: Style;
  readonly isSurvived: boolean;
  /** What went wrong, in one sentence; empty when nothing did. */
  readonly sentence: string;
  /** The row to look at. */
  readonly row: number;
  /** Its instant in microseconds. */
  readonly at: number;
}

/** What came of a run that was wanted. */
export function found(interview: Interview, wanted: Wanted, run: ToldRun): Finding {
  const { surprise, seed, style } = wanted;
  const { trace } = run;
  const failure = failureOf(interview, run);
  const row = Math.max(0, failure?.row ?? trace.length - 1);
  return {
    ...{ surprise, seed, style },
    isSurvived: failure === undefined,
    sentence: failure?.sentence ?? '',
    row,
    at: trace.length === 0 ? 0 : trace.time(row),
  };
}

interface Failure {
  readonly sentence: string;
  readonly row: number;
}

function failureOf({ completes, patienceMs }: Interview, run: ToldRun): Failure | undefined {
  const broken = verdictsOf(run)
    .filter(({ state }) => state === 'broken')
    .toSorted((a, b) => a.firstRow - b.firstRow)[0];
  if (broken !== undefined)
    return { sentence: `“${broken.text}” is broken. ${broken.sentence}`, row: broken.firstRow };
  const capped = firstMatch(run, { row: 'cap-reached' });
  if (capped >= 0) return { sentence: 'The run had no end and was stopped.', row: capped };
  const { outcomes, latencyMs } = recount(run.trace, run.cast);
  const { started, completed } = outcomes;
  const notCompleted = { row: 'order-ended', where: { outcome: { not: 'completed' } } } as const;
  if (100 * completed < completes * started) {
    const row = firstMatch(run, notCompleted);
    return {
      sentence: `Only ${completed} of ${started} were completed: the others were given up.`,
      row: row >= 0 ? row : run.trace.length - 1,
    };
  }
  const waited = Math.round(latencyMs.p95 ?? 0);
  if (waited <= patienceMs) return undefined;
  const slowest = answer(
    { span: [{ row: 'order-placed' }, { row: 'order-ended' }], same: 'order' },
    () => run,
    run.cast.style,
  );
  return {
    sentence: `It took ${waited} ms until 95 of 100 had ended; ${patienceMs} ms were allowed.`,
    row: slowest.row,
  };
}
