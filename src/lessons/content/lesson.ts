/** What a lesson is once its file has been checked: plain data, ready to be kept in a bundle. */
import type { Style } from '../../trace/index.ts';
import type { Line, Prose } from '../prose/tree.ts';
import type { FigureName } from '../query/figures.ts';
import type { Expectation, Pattern } from '../query/pattern.ts';
import type { Query } from '../query/query.ts';

/** The kinds of steps, in the order in which a learner meets them. */
export const stepKinds = [
  'hook',
  'predict',
  'run',
  'observe',
  'explain',
  'change',
  'promise',
  'price',
  'transfer',
  'exit',
] as const;
/** A kind of step. */
export type StepKind = (typeof stepKinds)[number];

/** What is lit on the page while a step is open; the rest dims, and these panels open by themselves. */
export interface Stage {
  /** Ids of services, processes and topics. */
  readonly lit: readonly string[];
  readonly panels: readonly Panel[];
}

/** The panels that a lesson can open. */
export const panels = [
  'stage',
  'log',
  'lag',
  'score',
  'trace',
  'machines',
  'promises',
  'events',
  'dead-letters',
  'differences',
] as const;
/** A panel of the page. */
export type Panel = (typeof panels)[number];

/** The position of each control that was moved, by their ids. */
export type Choices = Readonly<Record<string, string>>;

/** A sentence "You will see …", and what makes it true or false. */
export interface Claim {
  readonly says: Line;
  /** Positions of the learner's controls; the others are as they are at the beginning. */
  readonly with?: Choices;
  readonly styles: readonly Style[];
  /** Only runs in which this happens count. */
  readonly given?: Pattern;
  readonly ask: Query;
  readonly is: Expectation;
  /** In how many of a hundred runs it is true, at least. */
  readonly share: number;
}

/** What every step has. */
export interface StepBase {
  readonly title: string;
  readonly prose: Prose;
  readonly claims: readonly Claim[];
  readonly stage?: Stage;
}

/** An answer to choose, and what is said to whoever chooses it. */
export interface Option {
  readonly id: string;
  readonly text: Line;
  readonly reply: Line;
  /** It is a right one. */
  readonly right?: true;
}

/** A guess about the run, made before it. */
export interface PredictedOption {
  readonly id: string;
  readonly text: Line;
  readonly reply: Line;
  /** It is right when the run's answer is this. */
  readonly is: Expectation;
  /** It is what the lesson is directed against. */
  readonly misconception?: true;
}

/** Something that a run must show, in words and as a question. */
export interface Wish {
  readonly says: Line;
  readonly ask: Query;
  readonly is: Expectation;
}

/** A step of a lesson. */
export type LessonStep =
  | (StepBase & { readonly kind: 'hook' })
  | (StepBase & {
      readonly kind: 'predict';
      readonly question: Line;
      readonly ask: Query;
      readonly options: readonly PredictedOption[];
    })
  /** Goes on when the pattern is fulfilled, never after a time. */
  | (StepBase & { readonly kind: 'run'; readonly until: Pattern; readonly style: Style })
  | (StepBase & {
      readonly kind: 'observe';
      readonly question: Line;
      readonly ask: Query;
      /** How far a number may be off. */
      readonly within: number;
      /** Words to choose from; absent when a number is asked. */
      readonly words?: readonly string[];
    })
  | (StepBase & { readonly kind: 'explain'; readonly blanks: Readonly<Record<string, Query>> })
  | (StepBase & { readonly kind: 'change'; readonly goal: Line })
  | (StepBase & {
      readonly kind: 'promise';
      /** Ids of the scenario's promises that judge the change. */
      readonly promises: readonly string[];
      /** What the lesson demands beside them. */
      readonly wish?: Wish;
      readonly styles: readonly Style[];
    })
  | (StepBase & {
      readonly kind: 'price';
      readonly question: Line;
      readonly options: readonly Option[];
      /** Figures of both runs, side by side. */
      readonly figures: readonly FigureName[];
    })
  | (StepBase & {
      readonly kind: 'transfer';
      readonly question: Line;
      readonly options: readonly Option[];
    })
  | (StepBase & {
      readonly kind: 'exit';
      readonly question: Line;
      readonly models: { readonly weak: Line; readonly fair: Line; readonly strong: Line };
    });

/** A step of one kind. */
export type StepOf<K extends StepKind> = Extract<LessonStep, { readonly kind: K }>;

/** A switch or slider that the learner is given: one choice of several, each a change of the scenario. */
export interface Control {
  readonly id: string;
  readonly label: string;
  /** The first is how the lesson begins. */
  readonly choices: readonly Choice[];
}

/** One position of a control. */
export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly set: readonly string[];
}

/** A question that comes back days later, and the run that checks its answer. */
export interface RecallQuestion {
  readonly id: string;
  readonly question: Line;
  readonly answer: Line;
  /** Positions of the controls in the run that checks it. */
  readonly with?: Choices;
  readonly style: Style;
  readonly ask: Query;
  readonly is: Expectation;
}

/** A lesson. */
export interface Lesson {
  readonly id: string;
  readonly title: string;
  /** The one wrong idea that it is directed against, as people say it. */
  readonly misconception: string;
  readonly minutes: number;
  readonly concepts: readonly string[];
  /** Slug of its scenario. */
  readonly scenario: string;
  readonly seed: number;
  /** The style in which it is run unless a step names another. */
  readonly style: Style;
  /** Ids of the glossary's terms that it explains. */
  readonly terms: readonly string[];
  /** What differs from the scenario from the beginning, as path=value. */
  readonly set: readonly string[];
  readonly controls: readonly Control[];
  readonly steps: readonly LessonStep[];
  readonly recall: readonly RecallQuestion[];
}

/** How long each step takes, in minutes. The questions of earlier lessons take one more at the beginning. */
export const minutesOf: Readonly<Record<StepKind, number>> = {
  hook: 1,
  predict: 2,
  run: 1,
  observe: 1,
  explain: 1,
  change: 4,
  promise: 1,
  price: 1,
  transfer: 2,
  exit: 1,
};

/** Minutes of questions from earlier lessons. */
export const warmUpMinutes = 1;
