/** Takes a learner through a lesson, one act at a time: predict before the run, observe before the why, name the price. */
import type { Lesson, LessonStep, StepOf } from '../content/lesson.ts';
import { isAsExpected } from '../query/matcher.ts';
import type { Act, Progress } from './progress.ts';

/** Why an act was not taken. */
export type Refusal =
  | 'finished'
  | 'not-now'
  | 'no-such-option'
  | 'no-such-control'
  | 'nothing-said'
  | 'nothing-changed';

/** How far the learner is after an act, or why it was not taken. */
export type Taken =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'refused'; readonly because: Refusal };

/** Takes one act. The same acts always lead to the same progress, whenever they are taken. */
export function take(lesson: Lesson, progress: Progress, act: Act): Taken {
  const step = lesson.steps[progress.at];
  if (step === undefined) return refused('finished');
  if (act.kind === 'recall' || act.kind === 'leave-recall') return recalled(progress, act);
  if (act.kind === 'skip') {
    const skipped = [...progress.skipped, progress.at];
    return onward(lesson, { ...progress, skipped, reply: null });
  }
  return taken(lesson, { ...progress, reply: null }, { step, act });
}

interface Meeting {
  readonly step: LessonStep;
  readonly act: Act;
}

function taken(lesson: Lesson, progress: Progress, { step, act }: Meeting): Taken {
  switch (act.kind) {
    case 'read':
      return step.kind === 'hook' || step.kind === 'explain'
        ? onward(lesson, progress)
        : refused('not-now');
    case 'predict':
      return step.kind === 'predict'
        ? predicted(lesson, progress, { step, act })
        : refused('not-now');
    case 'ran':
      return step.kind === 'run'
        ? onward(lesson, { ...progress, shown: [...progress.shown, act.row] })
        : refused('not-now');
    case 'observe':
      return step.kind === 'observe'
        ? observed(lesson, progress, { step, act })
        : refused('not-now');
    case 'choose':
      return step.kind === 'change' ? chosen(lesson, progress, act) : refused('not-now');
    case 'try':
      if (step.kind !== 'change') return refused('not-now');
      return isChanged(lesson, progress) ? onward(lesson, progress) : refused('nothing-changed');
    case 'judge':
      return step.kind === 'promise' ? judged(lesson, progress, { step, act }) : refused('not-now');
    case 'pick':
      return step.kind === 'price' || step.kind === 'transfer'
        ? picked(lesson, progress, { step, option: act.option })
        : refused('not-now');
    case 'exit': {
      if (step.kind !== 'exit') return refused('not-now');
      if (act.said.trim() === '') return refused('nothing-said');
      return onward(lesson, { ...progress, exit: { said: act.said, level: act.level } });
    }
    case 'recall':
    case 'leave-recall':
    case 'skip':
      return refused('not-now');
  }
}

function refused(because: Refusal): Taken {
  return { kind: 'refused', because };
}

function staying(progress: Progress): Taken {
  return { kind: 'progress', progress };
}

/** Goes to the next step. What was skipped before it was changed is not judged. */
function onward(lesson: Lesson, progress: Progress): Taken {
  const at = Math.min(progress.at + 1, lesson.steps.length);
  return staying({ ...progress, at });
}

/** What comes before the first step does not come later, and no question comes twice. */
function recalled(progress: Progress, act: ActOf<'recall' | 'leave-recall'>): Taken {
  if (progress.at > 0 || progress.leavesRecall) return refused('not-now');
  if (act.kind === 'leave-recall') return staying({ ...progress, leavesRecall: true });
  const { question, isRight } = act;
  if (progress.recalled.some((each) => each.question === question)) return refused('not-now');
  return staying({ ...progress, recalled: [...progress.recalled, { question, isRight }] });
}

type ActOf<K extends Act['kind']> = Extract<Act, { readonly kind: K }>;

function predicted(
  lesson: Lesson,
  progress: Progress,
  { step, act }: { readonly step: StepOf<'predict'>; readonly act: ActOf<'predict'> },
): Taken {
  const { option, confidence, why } = act;
  if (!step.options.some(({ id }) => id === option)) return refused('no-such-option');
  if (why.trim() === '') return refused('nothing-said');
  return onward(lesson, { ...progress, prediction: { option, confidence, why } });
}

function observed(
  lesson: Lesson,
  progress: Progress,
  { step, act }: { readonly step: StepOf<'observe'>; readonly act: ActOf<'observe'> },
): Taken {
  const { said, truth } = act;
  const { at } = progress;
  const isRight = isSeenRight(step, said, truth.value);
  const observations = [...progress.observations, { step: at, said, isRight }];
  const reply = { step: at, isRight, option: '', row: truth.row, style: truth.style };
  const after = { ...progress, observations, reply };
  return isRight ? onward(lesson, after) : staying(after);
}

function chosen(lesson: Lesson, progress: Progress, act: ActOf<'choose'>): Taken {
  const control = lesson.controls.find(({ id }) => id === act.control);
  if (control === undefined) return refused('no-such-control');
  if (!control.choices.some(({ id }) => id === act.choice)) return refused('no-such-option');
  return staying({ ...progress, choices: { ...progress.choices, [act.control]: act.choice } });
}

function isChanged({ controls }: Lesson, { choices }: Progress): boolean {
  return controls.some(
    (control) => (choices[control.id] ?? control.choices[0]?.id) !== control.choices[0]?.id,
  );
}

/** A promise that holds opens the way; one that does not leads back to the change. */
function judged(
  lesson: Lesson,
  progress: Progress,
  { step, act }: { readonly step: StepOf<'promise'>; readonly act: ActOf<'judge'> },
): Taken {
  const held = act.held.length === step.styles.length && act.held.every(Boolean);
  const attempts = [...progress.attempts, { choices: progress.choices, held }];
  const reply = { step: progress.at, isRight: held, option: '', row: -1, style: lesson.style };
  const after = { ...progress, attempts, reply };
  if (held) return onward(lesson, after);
  return staying({ ...after, at: lesson.steps.findIndex(({ kind }) => kind === 'change') });
}

/** No fix is free: a wrong price is answered, and asked again. */
function picked(
  lesson: Lesson,
  progress: Progress,
  { step, option }: { readonly step: StepOf<'price' | 'transfer'>; readonly option: string },
): Taken {
  const found = step.options.find(({ id }) => id === option);
  if (found === undefined) return refused('no-such-option');
  const isRight = found.right === true;
  const picks = [...progress.picks, { step: progress.at, option, isRight }];
  const reply = { step: progress.at, isRight, option, row: -1, style: lesson.style };
  const after = { ...progress, picks, reply };
  return isRight ? onward(lesson, after) : staying(after);
}

/** Whether what was said of a run is what the run says. */
export function isSeenRight(
  { within }: StepOf<'observe'>,
  said: number | string,
  truth: number | string | null,
): boolean {
  return typeof said === 'number' && typeof truth === 'number'
    ? Math.abs(said - truth) <= within
    : said === truth;
}

/** Id of the option of a prediction that the run bears out, undefined when it is none of them. */
export function borneOut(
  step: StepOf<'predict'>,
  value: number | string | null,
): string | undefined {
  return step.options.find(({ is }) => isAsExpected(value, is))?.id;
}
