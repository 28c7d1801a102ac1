/** Whether the questions of a lesson can be answered, and its blanks be filled. */
import { linesOf, piecesOf, plainText } from '../../prose/tree.ts';
import type { LessonProblems } from '../../reading/problems.ts';
import type { Choices, Lesson, LessonStep, StepOf } from '../lesson.ts';

/** Tells what is wrong with the questions of a lesson. */
export function checkContent(lesson: Lesson, problems: LessonProblems): void {
  for (const step of lesson.steps) {
    if (step.kind === 'predict') checkPrediction(step, problems);
    if (step.kind === 'price' || step.kind === 'transfer') checkOptions(step, problems);
    checkBlanks(step, problems);
    if ('options' in step) tellTwice(step.title, step.options, problems);
  }
  tellTwice('controls', lesson.controls, problems);
  for (const { id, choices } of lesson.controls) tellTwice(`control ${id}`, choices, problems);
  tellTwice('recall', lesson.recall, problems);
  for (const { title, claims } of lesson.steps)
    for (const claim of claims)
      checkChoices(title, { lesson, choices: claim.with ?? {} }, problems);
  for (const question of lesson.recall)
    checkChoices(question.id, { lesson, choices: question.with ?? {} }, problems);
  if (lesson.recall.length < 2) {
    const fix = 'Add questions for later days.';
    problems.add('too-few', 'recall', `There are ${lesson.recall.length} for recall.`, fix);
  }
}

function checkChoices(
  path: string,
  { lesson, choices }: { readonly lesson: Lesson; readonly choices: Choices },
  problems: LessonProblems,
): void {
  for (const [control, choice] of Object.entries(choices)) {
    const found = lesson.controls.find(({ id }) => id === control);
    if (found?.choices.some(({ id }) => id === choice) === true) continue;
    const fix = 'Name a control of the lesson and one of its positions.';
    problems.add('unknown-control', path, `There is no "${control}" at "${choice}".`, fix);
  }
}

function checkPrediction({ title, options }: StepOf<'predict'>, problems: LessonProblems): void {
  if (options.some(({ misconception }) => misconception === true)) return;
  const fix = 'Mark the option that those choose who hold it.';
  problems.add('no-misconception', title, 'No option is the misconception.', fix);
}

function checkOptions(
  { title, options }: StepOf<'price' | 'transfer'>,
  problems: LessonProblems,
): void {
  const right = options.filter((option) => option.right === true).length;
  if (right > 0 && right < options.length) return;
  const fix = 'Mark the right ones, and offer wrong ones too.';
  problems.add('no-right-option', title, `${right} of ${options.length} are right.`, fix);
}

function checkBlanks(step: LessonStep, problems: LessonProblems): void {
  const filled = step.kind === 'explain' ? Object.keys(step.blanks) : [];
  const used = linesOf(step.prose)
    .flatMap(piecesOf)
    .flatMap((piece) => (piece.kind === 'blank' ? [piece.name] : []));
  const wrong = [
    ...used.filter((name) => !filled.includes(name)),
    ...filled.filter((name) => !used.includes(name)),
  ];
  for (const name of wrong) {
    const fix = 'Each blank stands in the prose of an explanation and has a query.';
    problems.add('unknown-blank', step.title, `"${name}" is only in one place.`, fix);
  }
  for (const { says } of step.claims) {
    if (/\byou will see\b/i.test(plainText(says))) continue;
    const fix = 'Begin it with "You will see".';
    problems.add('unclaimed-sight', step.title, 'A claim does not say what is seen.', fix);
  }
}

function tellTwice(
  path: string,
  things: readonly { readonly id: string }[],
  problems: LessonProblems,
): void {
  const ids = things.map(({ id }) => id);
  for (const id of new Set(ids.filter((each, index) => ids.indexOf(each) !== index)))
    problems.add('duplicate-id', path, `"${id}" stands twice.`, 'Give each its own id.');
}
