/** Holds what somebody says of their way through a lesson against runs that are made again. */
import type { Choices, Lesson, LessonStep } from '../content/lesson.ts';
import { answer } from '../query/answer.ts';
import type { RunOf } from '../query/told-run.ts';
import { held } from './judge.ts';
import type { Progress } from './progress.ts';
import { isSeenRight } from './take.ts';

/** Runs made again: by where the controls stood; undefined for one that could not be made. */
export type RunsAgain = (choices: Choices) => RunOf | undefined;

/** Everything that does not come out as it was said, a sentence each; none when all of it does. */
export function discrepancies(
  lesson: Lesson,
  progress: Progress,
  runs: RunsAgain,
): readonly string[] {
  return [
    ...ofPrediction(lesson, progress),
    ...ofObservations(lesson, progress, runs({})),
    ...ofAttempts(lesson, progress, runs),
    ...ofPicks(lesson, progress),
    ...ofGaps(lesson, progress),
  ];
}

function ofPrediction({ steps }: Lesson, { prediction }: Progress): readonly string[] {
  if (prediction === null) return [];
  const known = steps.some(
    (step) => step.kind === 'predict' && step.options.some(({ id }) => id === prediction.option),
  );
  return known ? [] : [`The prediction “${prediction.option}” is none of the lesson's.`];
}

function ofObservations(
  { steps, style }: Lesson,
  { observations }: Progress,
  first: RunOf | undefined,
): readonly string[] {
  if (first === undefined && observations.length > 0)
    return ['The run could not be made again, so nothing that was seen can be checked.'];
  return observations.flatMap(({ step: at, said, isRight }) => {
    const step = steps[at];
    if (step?.kind !== 'observe' || first === undefined)
      return [`Step ${at + 1} asks for nothing that could be seen.`];
    const { value } = answer(step.ask, first, style);
    if (isSeenRight(step, said, value) === isRight) return [];
    return [
      `Step ${at + 1}: ${said} is marked as ${isRight ? 'right' : 'wrong'}, and the run says ${String(value)}.`,
    ];
  });
}

function ofAttempts({ steps }: Lesson, { attempts }: Progress, runs: RunsAgain): readonly string[] {
  const judge = steps.find((step) => step.kind === 'promise');
  return attempts.flatMap(({ choices, held: said }, index) => {
    const run = runs(choices);
    if (judge === undefined || run === undefined)
      return [`Try ${index + 1} could not be made again.`];
    const holds = held(judge, run);
    const isHeld = holds.length === judge.styles.length && holds.every(Boolean);
    if (isHeld === said) return [];
    return [
      `Try ${index + 1} is said to ${said ? 'hold' : 'break'}, and made again it ${isHeld ? 'holds' : 'breaks'}.`,
    ];
  });
}

function ofPicks({ steps }: Lesson, { picks }: Progress): readonly string[] {
  return picks.flatMap(({ step: at, option, isRight }) => {
    const step = steps[at];
    const options = step?.kind === 'price' || step?.kind === 'transfer' ? step.options : [];
    const found = options.find(({ id }) => id === option);
    if (found !== undefined && (found.right === true) === isRight) return [];
    return [`Step ${at + 1}: the answer “${option}” is not ${isRight ? 'right' : 'wrong'}.`];
  });
}

/** Steps that lie behind, and were neither answered nor left out. */
function ofGaps({ steps }: Lesson, progress: Progress): readonly string[] {
  return steps.slice(0, progress.at).flatMap((step, at) => {
    if (progress.skipped.includes(at) || isAnswered(step, at, progress)) return [];
    return [`Step ${at + 1} lies behind without an answer.`];
  });
}

function isAnswered(step: LessonStep, at: number, progress: Progress): boolean {
  const isRightAt = (each: { readonly step: number; readonly isRight: boolean }) =>
    each.step === at && each.isRight;
  switch (step.kind) {
    case 'hook':
    case 'explain':
    case 'run':
    case 'change':
      return true;
    case 'predict':
      return progress.prediction !== null;
    case 'observe':
      return progress.observations.some(isRightAt);
    case 'promise':
      return progress.attempts.at(-1)?.held === true;
    case 'price':
    case 'transfer':
      return progress.picks.some(isRightAt);
    case 'exit':
      return progress.exit !== null;
  }
}
