/** How far a person came in the lessons, and what was answered there. */
import {
  defaulted,
  flag,
  id,
  list,
  object,
  optional,
  required,
  whole,
} from '../../scenario/index.ts';
import { datedList, type Dated } from './dated-list.ts';
import { confidence, instant, label, prose, seed } from './fields.ts';
import { keepingLimits } from './keeping-limits.ts';

/** What was predicted before the run; without a choice it was skipped. */
export interface Prediction {
  readonly choice?: string;
  readonly confidence?: 'guess' | 'unsure' | 'fairly-sure' | 'sure';
  readonly because: string;
}

/** An answer to a question of a lesson. */
export interface LessonAnswer {
  readonly question: string;
  readonly answer: string;
  readonly right: boolean;
}

/** How far one lesson is. */
export interface LessonProgress extends Dated {
  readonly lesson: string;
  /** The furthest step, from 0. */
  readonly step: number;
  /** When it was finished; absent as long as it is not. */
  readonly finished?: number;
  /** The seed of the learner's own run. */
  readonly seed?: number;
  readonly prediction?: Prediction;
  readonly answers: readonly LessonAnswer[];
  /** The sentence on the exit card. */
  readonly exitCard: string;
}

const prediction = object<Prediction>(
  { title: 'Prediction', sentence: 'What was predicted before the run.' },
  {
    choice: optional(label, 'What was chosen; absent when it was skipped.'),
    confidence: optional(confidence, 'How sure the learner was.'),
    because: defaulted(prose, '', 'The sentence why.'),
  },
);

const answer = object<LessonAnswer>(
  { title: 'Answer', sentence: 'An answer to a question.' },
  {
    question: required(id, 'Which question.'),
    answer: required(prose, 'The last answer.'),
    right: required(flag, 'Whether it was right.'),
  },
);

/** The progress in all lessons. */
export const lessonProgress = datedList<LessonProgress>({
  entry: object<LessonProgress>(
    { title: 'Lesson progress', sentence: 'How far one lesson is.' },
    {
      lesson: required(id, 'Which lesson.'),
      step: required(whole({ min: 0, max: keepingLimits.parts }), 'The furthest step, from 0.'),
      finished: optional(instant, 'When it was finished.'),
      seed: optional(seed, 'The seed of the own run.'),
      prediction: optional(prediction, 'What was predicted.'),
      answers: defaulted(
        list(answer, { min: 0, max: keepingLimits.parts }),
        [],
        'What was answered.',
      ),
      exitCard: defaulted(prose, '', 'The sentence on the exit card.'),
      changed: required(instant, 'When it was last changed.'),
    },
  ),
  idOf: ({ lesson }) => lesson,
  max: keepingLimits.lessons,
});
