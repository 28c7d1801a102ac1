/** How far a person came in the lessons, and what was answered there. */
import {
  choice,
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

/** Where a control of a lesson was put. */
export interface ControlPosition {
  readonly control: string;
  readonly choice: string;
}

/** A change that was tried, and whether what was asked for held. */
export interface ChangeTried {
  readonly positions: readonly ControlPosition[];
  readonly held: boolean;
}

/** How far one lesson is. */
export interface LessonProgress extends Dated {
  readonly lesson: string;
  /** A checksum of the steps as they were: of another lesson by the same name nothing is taken over. */
  readonly steps?: string;
  /** The step that is open, from 0; the number of steps at the end. */
  readonly step: number;
  /** When it was finished; absent as long as it is not. */
  readonly finished?: number;
  /** The seed of the learner's own run. */
  readonly seed?: number;
  readonly prediction?: Prediction;
  readonly answers: readonly LessonAnswer[];
  /** For each run that was watched, the row at which it showed what it was to show; -1 for never. */
  readonly shown: readonly number[];
  /** Where the controls stand now. */
  readonly positions: readonly ControlPosition[];
  readonly attempts: readonly ChangeTried[];
  /** Indexes of the steps that were left out. */
  readonly skipped: readonly number[];
  /** The sentence on the exit card. */
  readonly exitCard: string;
  /** Which model answer it is most like, by the learner's own judgement. */
  readonly exitLevel?: 'weak' | 'fair' | 'strong';
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

const position = object<ControlPosition>(
  { title: 'Position', sentence: 'Where a control stands.' },
  {
    control: required(id, 'Which control.'),
    choice: required(id, 'Which of its choices.'),
  },
);

const positions = list(position, { min: 0, max: keepingLimits.parts });

const attempt = object<ChangeTried>(
  { title: 'Attempt', sentence: 'A change that was tried.' },
  {
    positions: required(positions, 'Where the controls stood.'),
    held: required(flag, 'Whether what was asked for held.'),
  },
);

const step = whole({ min: 0, max: keepingLimits.parts });
const row = whole({ min: -1, max: keepingLimits.row });

/** The progress in one lesson. */
export const oneLesson = object<LessonProgress>(
  { title: 'Lesson progress', sentence: 'How far one lesson is.' },
  {
    lesson: required(id, 'Which lesson.'),
    steps: optional(label, 'A checksum of its steps.'),
    step: required(step, 'The step that is open, from 0.'),
    finished: optional(instant, 'When it was finished.'),
    seed: optional(seed, 'The seed of the own run.'),
    prediction: optional(prediction, 'What was predicted.'),
    answers: defaulted(
      list(answer, { min: 0, max: keepingLimits.parts }),
      [],
      'What was answered.',
    ),
    shown: defaulted(
      list(row, { min: 0, max: keepingLimits.parts }),
      [],
      'Where the runs showed what they were to show.',
    ),
    positions: defaulted(positions, [], 'Where the controls stand.'),
    attempts: defaulted(
      list(attempt, { min: 0, max: keepingLimits.parts }),
      [],
      'The changes that were tried.',
    ),
    skipped: defaulted(
      list(step, { min: 0, max: keepingLimits.parts }),
      [],
      'The steps that were left out.',
    ),
    exitCard: defaulted(prose, '', 'The sentence on the exit card.'),
    exitLevel: optional(choice(['weak', 'fair', 'strong']), 'Which model answer it is like.'),
    changed: required(instant, 'When it was last changed.'),
  },
);

/** The progress in all lessons. */
export const lessonProgress = datedList<LessonProgress>({
  entry: oneLesson,
  idOf: ({ lesson }) => lesson,
  max: keepingLimits.lessons,
});
