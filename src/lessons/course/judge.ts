/** Whether a changed run keeps what the lesson demands: the scenario's promises, and the lesson's own wish. */
import type { StepOf } from '../content/lesson.ts';
import { answer, verdictsOf } from '../query/answer.ts';
import { isAsExpected } from '../query/matcher.ts';
import type { RunOf } from '../query/told-run.ts';

/** For each style of the step, whether all of it holds. */
export function held(step: StepOf<'promise'>, runOf: RunOf): readonly boolean[] {
  return step.styles.map((style) => {
    const run = runOf(style);
    if (run === undefined) return false;
    const verdicts = verdictsOf(run);
    const isKept = (id: string): boolean =>
      verdicts.some((verdict) => verdict.id === id && verdict.state === 'holds');
    const { wish } = step;
    const isGranted =
      wish === undefined || isAsExpected(answer(wish.ask, runOf, style).value, wish.is);
    return step.promises.every(isKept) && isGranted;
  });
}
