/** What a learner hands in of a lesson, as a file: the way through it, and what came of each run, so that all of it can be run again. */
import {
  choice,
  fixed,
  formatJson,
  id,
  list,
  object,
  required,
  text,
} from '../../scenario/index.ts';
import { keepingLimits } from '../documents/keeping-limits.ts';
import {
  oneLesson,
  type ControlPosition,
  type LessonProgress,
} from '../documents/lesson-progress.ts';

/** A run of a result, by where the controls stood. */
export interface ResultRun {
  readonly positions: readonly ControlPosition[];
  readonly prints: readonly {
    readonly style: 'choreography' | 'orchestration' | 'direct';
    readonly hash: string;
  }[];
}

/** A result. */
export interface LessonResult {
  readonly result: 'baton-lesson';
  readonly version: 1;
  /** The name that the learner wrote; may be empty. */
  readonly learner: string;
  /** The version of the engine that made the runs. */
  readonly engine: string;
  readonly way: LessonProgress;
  readonly runs: readonly ResultRun[];
}

/** Whose a file is, as it was written; may be empty. */
export const learnerName = text({ min: 0, max: 80 });

/** The version of files that are handed in. */
export const resultVersion = fixed(1, {
  code: 'wrong-version',
  fix: 'Reload to get the newer Baton, and try again.',
});

const position = object<ControlPosition>(
  { title: 'Position', sentence: 'Where a control stood.' },
  { control: required(id, 'Which control.'), choice: required(id, 'Which of its choices.') },
);

const print = object<ResultRun['prints'][number]>(
  { title: 'Fingerprint', sentence: 'What came of one style.' },
  {
    style: required(choice(['choreography', 'orchestration', 'direct']), 'Which style.'),
    hash: required(text({ min: 1, max: 80 }), 'The fingerprint.'),
  },
);

const run = object<ResultRun>(
  { title: 'Run', sentence: 'A run of the result.' },
  {
    positions: required(
      list(position, { min: 0, max: keepingLimits.parts }),
      'Where the controls stood.',
    ),
    prints: required(list(print, { min: 0, max: 3 }), 'What came of it.'),
  },
);

/** Its shape. */
export const lessonResult = object<LessonResult>(
  { title: 'Result', sentence: 'What was handed in.' },
  {
    result: required(fixed('baton-lesson'), 'What it is.'),
    version: required(resultVersion, 'The version of such files.'),
    learner: required(learnerName, 'Whose it is.'),
    engine: required(learnerName, 'The version of the engine.'),
    way: required(oneLesson, 'The way through the lesson.'),
    runs: required(list(run, { min: 0, max: keepingLimits.parts }), 'The runs.'),
  },
);

/** The text of a result. */
export function writeResult(result: LessonResult): string {
  return formatJson(lessonResult.write(result));
}
