/** The answers to a lesson's sheet, on a page of their own, taken from a run of its seed. */
import type { Lesson, LessonStep } from '../content/lesson.ts';
import { borneOut } from '../course/take.ts';
import { filled } from '../course/filled.ts';
import { writeLine, writeProse } from '../prose/markdown.ts';
import { answer } from '../query/answer.ts';
import type { RunOf } from '../query/told-run.ts';
import { letter, onPaper } from './handout.ts';

/** The page. */
export function answerSheet(lesson: Lesson, runOf: RunOf): string {
  const lines = lesson.steps.flatMap((step) => {
    const answers = answersOf(lesson, step, runOf);
    return answers.length === 0 ? [] : [`## ${step.title}`, ...answers];
  });
  return `${[`# ${lesson.title}: answers`, ...lines].join('\n\n')}\n`;
}

function answersOf(lesson: Lesson, step: LessonStep, runOf: RunOf): readonly string[] {
  switch (step.kind) {
    case 'predict': {
      const { value } = answer(step.ask, runOf, lesson.style);
      const at = step.options.findIndex(({ id }) => id === borneOut(step, value));
      const option = step.options[at];
      if (option === undefined) return [`The run says ${String(value)}.`];
      const text = writeLine(option.text, onPaper);
      return [`${letter(at)}: ${text}`, writeLine(option.reply, onPaper)];
    }
    case 'observe':
      return [`${String(answer(step.ask, runOf, lesson.style).value)}`];
    case 'explain':
      return [writeProse(filled(lesson, step, runOf), onPaper)];
    case 'price':
    case 'transfer':
      return step.options
        .filter(({ right }) => right === true)
        .map(({ text, reply }) => `${writeLine(text, onPaper)} ${writeLine(reply, onPaper)}`);
    case 'exit': {
      const { weak, fair, strong } = step.models;
      const models = { Weak: weak, Fair: fair, Strong: strong };
      return Object.entries(models).map(
        ([name, line]) => `**${name}**: ${writeLine(line, onPaper)}`,
      );
    }
    default:
      return [];
  }
}
