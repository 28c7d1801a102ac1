/** The sheet that is handed out with a lesson, as Markdown: to predict on, to observe on, and nothing that gives answers away. */
import type { Lesson, LessonStep, StepOf } from '../content/lesson.ts';
import { writeLine, writeProse, type Writing } from '../prose/markdown.ts';
import type { Line } from '../prose/tree.ts';
import { explained } from './words.ts';

/** How a lesson reads on paper: terms stand as words, blanks as lines to fill. */
export const onPaper: Writing = { term: (_, words) => words, blank: () => '\\_\\_\\_\\_' };

/** A line to write on. */
const ruled = '\\_'.repeat(48);

/** The sheet. `diagram` is the source of the Mermaid drawing of the scenario. */
export function handout(lesson: Lesson, diagram: string): string {
  const head = [
    `# ${lesson.title}`,
    `Name: ${'\\_'.repeat(24)}  Seed: ${lesson.seed}  Scenario: ${lesson.scenario}`,
    ['```mermaid', diagram.trim(), '```'].join('\n'),
  ];
  return `${[...head, ...lesson.steps.flatMap(sheetOf), ...explained(lesson)].join('\n\n')}\n`;
}

function sheetOf(step: LessonStep): readonly string[] {
  const lines = workOf(step);
  return lines.length === 0 ? [] : [`## ${step.title}`, ...lines];
}

function workOf(step: LessonStep): readonly string[] {
  switch (step.kind) {
    case 'hook':
      return [writeProse(step.prose, onPaper)];
    case 'predict':
      return [said(step.question), predictionTable(step), `Because ${ruled}`];
    case 'observe':
      return [
        said(step.question),
        ...(step.words === undefined ? [] : [step.words.join(' · ')]),
        ruled,
      ];
    case 'change':
      return [said(step.goal), `I changed ${ruled}`, `The promise held: yes / no`];
    case 'price':
    case 'transfer':
      return [said(step.question), optionList(step.options), ruled];
    case 'exit':
      return [said(step.question), ruled, ruled];
    default:
      return [];
  }
}

function said(line: Line): string {
  return writeLine(line, onPaper);
}

function predictionTable({ options }: StepOf<'predict'>): string {
  const rows = options.map(
    ({ text }, index) => `| ${letter(index)} | ${said(text)} | 1 2 3 4 |  |`,
  );
  return ['|  | I expect | How sure | What happened |', '| --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
}

function optionList(options: readonly { readonly text: Line }[]): string {
  return options.map(({ text }) => `- [ ] ${said(text)}`).join('\n');
}

/** A, B, C. */
export function letter(index: number): string {
  return String.fromCharCode(65 + index);
}
