/** A lesson as beats for a room full of people: each step is told first, and its answer only when it is asked for. */
import type { Lesson, LessonStep, StepKind } from '../../lessons/index.ts';

/** One press of the clicker. */
export interface Beat {
  /** Index of its step; the number of steps at the end. */
  readonly step: number;
  /** Whether the answer of the step is shown. */
  readonly isOpen: boolean;
}

/** Steps that have something to be held back. A prediction is answered by the run. */
const answered: readonly StepKind[] = ['run', 'observe', 'promise', 'price', 'transfer', 'exit'];

/** All beats of a lesson, in order. */
export function beatsOf({ steps }: Lesson): readonly Beat[] {
  const beats = steps.flatMap(({ kind }, step): readonly Beat[] => {
    const told = { step, isOpen: false };
    return answered.includes(kind) ? [told, { step, isOpen: true }] : [told];
  });
  return [...beats, { step: steps.length, isOpen: true }];
}

/** What a class can vote on at a step, by the ids of the answers; none where there is nothing to choose. */
export function ballotOf(step: LessonStep | undefined): readonly string[] {
  switch (step?.kind) {
    case 'predict':
    case 'price':
    case 'transfer':
      return step.options.map(({ id }) => id);
    case 'observe':
      return step.words ?? [];
    default:
      return [];
  }
}
