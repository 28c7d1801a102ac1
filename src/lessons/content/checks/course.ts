/** Whether the steps of a lesson are all there, in their order, and take as long as it says. */
import type { LessonProblems } from '../../reading/problems.ts';
import { minutesOf, stepKinds, warmUpMinutes, type Lesson, type StepKind } from '../lesson.ts';

const once: readonly StepKind[] = ['predict', 'change', 'promise', 'price', 'transfer', 'exit'];

/** Tells what is wrong with the course of a lesson. */
export function checkCourse({ steps, minutes }: Lesson, problems: LessonProblems): void {
  for (const kind of stepKinds) {
    const count = steps.filter((step) => step.kind === kind).length;
    if (count === 0) {
      problems.add('missing-step', '', `There is no step "${kind}".`, `Add one.`);
    } else if (count > 1 && once.includes(kind)) {
      problems.add('misplaced-step', '', `There are ${count} steps "${kind}".`, 'Keep one.');
    }
  }
  steps.forEach((step, index) => {
    const before = steps[index - 1];
    if (before === undefined || rank(before.kind) <= rank(step.kind)) return;
    const fix = `The order is ${stepKinds.join(', ')}.`;
    const what = `"${step.kind}" comes after "${before.kind}".`;
    problems.add('misplaced-step', step.title, what, fix);
  });
  const sum = steps.reduce((total, { kind }) => total + minutesOf[kind], warmUpMinutes);
  if (sum === minutes) return;
  const fix = `Write minutes: ${sum}, or have other steps.`;
  problems.add('wrong-minutes', 'front matter', `The steps take ${sum} minutes.`, fix);
}

function rank(kind: StepKind): number {
  return stepKinds.indexOf(kind);
}
