/** The fenced blocks by which a section asks the learner to do something. */
import { readLine } from '../prose/line.ts';
import type { Line } from '../prose/tree.ts';
import { figureNames, type FigureName } from '../query/figures.ts';
import { expectation, pattern, style } from '../query/pattern.ts';
import { query } from '../query/query.ts';
import {
  byName,
  list,
  mark,
  object,
  optional,
  text,
  whole,
  word,
  type Read,
} from '../reading/shapes.ts';
import {
  panels,
  type Choice,
  type Claim,
  type Control,
  type Option,
  type PredictedOption,
  type RecallQuestion,
  type Stage,
  type StepBase,
  type StepKind,
  type StepOf,
  type Wish,
} from './lesson.ts';

/** A text that people read: one line of Markdown. */
export const line: Read<Line> = (value, path, problems) => {
  const source = text(600)(value, path, problems);
  return source === undefined ? undefined : readLine(source, path, problems);
};

const stage = optional(
  object<Stage>({ lit: list(text(60), 0, 9), panels: list(word(panels), 0, 4) }),
);
const id = text(40);

/** What is changed: values by their paths, which become assignments for `setPath`. */
export const assignments: Read<readonly string[]> = (value, path, problems) => {
  const values = byName<unknown>((each) => each ?? null)(value, path, problems);
  return values === undefined
    ? undefined
    : Object.entries(values).map(([place, each]) => `${place}=${JSON.stringify(each)}`);
};

const option = object<Option>({ id, text: line, reply: line, right: optional(mark) });
const predictedOption = object<PredictedOption>({
  id,
  text: line,
  reply: line,
  is: expectation,
  misconception: optional(mark),
});

const wish = object<Wish>({ says: line, ask: query, is: expectation });

/** What a block of a kind says: a step without what its section says. */
export type Act<K extends StepKind> = Omit<StepOf<K>, 'kind' | Exclude<keyof StepBase, 'stage'>>;

/** The shapes of the acts. */
export const acts: { readonly [K in Exclude<StepKind, 'hook'>]: Read<Act<K>> } = {
  predict: object<Act<'predict'>>({
    question: line,
    ask: query,
    options: list(predictedOption, 2, 6),
    stage,
  }),
  run: object<Act<'run'>>({ until: pattern, style, stage }),
  observe: object<Act<'observe'>>({
    question: line,
    ask: query,
    within: whole(0, 1_000_000),
    words: optional(list(text(80), 2, 6)),
    stage,
  }),
  explain: object<Act<'explain'>>({ blanks: byName(query), stage }),
  change: object<Act<'change'>>({ goal: line, stage }),
  promise: object<Act<'promise'>>({
    promises: list(id, 1, 4),
    wish: optional(wish),
    styles: list(style, 1, 3),
    stage,
  }),
  price: object<Act<'price'>>({
    question: line,
    options: list(option, 2, 6),
    figures: list(word(figureNames), 0, 6) as Read<readonly FigureName[]>,
    stage,
  }),
  transfer: object<Act<'transfer'>>({ question: line, options: list(option, 2, 6), stage }),
  exit: object<Act<'exit'>>({
    question: line,
    models: object({ weak: line, fair: line, strong: line }),
    stage,
  }),
};

const choices = byName(id);

/** The shape of a claim. */
export const claim = object<Claim>({
  says: line,
  with: optional(choices),
  styles: list(style, 1, 3),
  given: optional(pattern),
  ask: query,
  is: expectation,
  share: whole(1, 100),
});

/** The shape of what a lesson changes from the beginning, and of what the learner may change. */
export const scene = object<{
  readonly set: readonly string[];
  readonly controls: readonly Control[];
}>({
  set: assignments,
  controls: list(
    object<Control>({
      id,
      label: text(60),
      choices: list(object<Choice>({ id, label: text(60), set: assignments }), 2, 6),
    }),
    1,
    5,
  ),
});

/** The shape of a question for later. */
export const recall = object<RecallQuestion>({
  id: text(60),
  question: line,
  answer: line,
  with: optional(choices),
  style,
  ask: query,
  is: expectation,
});
