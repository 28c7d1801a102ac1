/** How far a learner is in a lesson: plain data, so that it can be kept, sent and run again. */
import type { Choices } from '../content/lesson.ts';
import type { Answer } from '../query/answer.ts';
import type { Style } from '../../trace/index.ts';

/** How sure a learner is: 1 a guess, 4 certain. */
export type Confidence = 1 | 2 | 3 | 4;

/** A prediction, given before the run. */
export interface Prediction {
  readonly option: string;
  readonly confidence: Confidence;
  /** The sentence why. */
  readonly why: string;
}

/** What a learner said to a question about the run. */
export interface Observation {
  readonly step: number;
  readonly said: number | string;
  readonly isRight: boolean;
}

/** One try of a change: the positions of the controls, and how the promise judged it. */
export interface Attempt {
  readonly choices: Choices;
  readonly held: boolean;
}

/** An option taken at a step. */
export interface Pick {
  readonly step: number;
  readonly option: string;
  readonly isRight: boolean;
}

/** A question of an earlier lesson, asked before this one began. */
export interface Recalled {
  /** Its id in the recall deck. */
  readonly question: string;
  /** Whether the learner knew it, by the learner's own judgement. */
  readonly isRight: boolean;
}

/** A learner's sentence at the end, and which model answer it is most like, by the learner's own judgement. */
export interface ExitCard {
  readonly said: string;
  readonly level: 'weak' | 'fair' | 'strong';
}

/** What is said to the learner after an act. */
export interface Reply {
  readonly step: number;
  readonly isRight: boolean;
  /** The option whose reply is to be shown, empty for none. */
  readonly option: string;
  /** The row to look at, -1 for none. */
  readonly row: number;
  readonly style: Style;
}

/** How far a learner is. */
export interface Progress {
  readonly lesson: string;
  /** Index of the open step; the number of steps once the lesson is finished. */
  readonly at: number;
  /** What was asked before the first step. */
  readonly recalled: readonly Recalled[];
  /** The learner wanted no more of those questions. */
  readonly leavesRecall: boolean;
  readonly prediction: Prediction | null;
  /** For each run, the row at which it showed what it was to show, -1 when it never did. */
  readonly shown: readonly number[];
  readonly observations: readonly Observation[];
  readonly choices: Choices;
  readonly attempts: readonly Attempt[];
  readonly picks: readonly Pick[];
  readonly exit: ExitCard | null;
  /** Indexes of the steps that were skipped. */
  readonly skipped: readonly number[];
  readonly reply: Reply | null;
}

/** Something that a learner does, or that the run says for them. */
export type Act =
  /** Before the first step: a question of an earlier lesson is answered, or the rest of them is left. */
  | ({ readonly kind: 'recall' } & Recalled)
  | { readonly kind: 'leave-recall' }
  | { readonly kind: 'read' }
  | ({ readonly kind: 'predict' } & Prediction)
  /** The run has shown what it was to show at a row, or has ended without (-1). */
  | { readonly kind: 'ran'; readonly row: number }
  | { readonly kind: 'observe'; readonly said: number | string; readonly truth: Answer }
  | { readonly kind: 'choose'; readonly control: string; readonly choice: string }
  | { readonly kind: 'try' }
  /** Whether the promises hold in the changed run, for each style of the step. */
  | { readonly kind: 'judge'; readonly held: readonly boolean[] }
  | { readonly kind: 'pick'; readonly option: string }
  | ({ readonly kind: 'exit' } & ExitCard)
  | { readonly kind: 'skip' };

/** A lesson that was not begun. */
export function begun(lesson: string): Progress {
  return {
    lesson,
    at: 0,
    recalled: [],
    leavesRecall: false,
    prediction: null,
    shown: [],
    observations: [],
    choices: {},
    attempts: [],
    picks: [],
    exit: null,
    skipped: [],
    reply: null,
  };
}
