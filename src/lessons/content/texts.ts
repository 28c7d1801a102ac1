/** All that a lesson says to a learner, in the order in which it is read. */
import { linesOf, type Line } from '../prose/tree.ts';
import type { Lesson, LessonStep } from './lesson.ts';

/** The lines of one step, in reading order. */
export function textsOf(step: LessonStep): readonly Line[] {
  return [
    ...linesOf(step.prose),
    ...step.claims.map(({ says }) => says),
    ...('question' in step ? [step.question] : []),
    ...('goal' in step ? [step.goal] : []),
    ...('wish' in step ? [step.wish.says] : []),
    ...('options' in step ? step.options.flatMap(({ text, reply }) => [text, reply]) : []),
    ...(step.kind === 'exit' ? [step.models.weak, step.models.fair, step.models.strong] : []),
  ];
}

/** The lines of a whole lesson, with its questions for later at the end. */
export function allTexts(lesson: Lesson): readonly Line[] {
  const later = lesson.recall.flatMap(({ question, answer }) => [question, answer]);
  return [...lesson.steps.flatMap(textsOf), ...later];
}
