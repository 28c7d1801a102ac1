/** What a teacher needs beside a lesson, as Markdown: timing, board plan, common answers, questions to discuss. */
import { minutesOf, warmUpMinutes, type Lesson, type LessonStep } from '../content/lesson.ts';
import { writeLine } from '../prose/markdown.ts';
import { letter, onPaper } from './handout.ts';

/** The notes. */
export function teacherNotes(lesson: Lesson): string {
  const parts = [
    `# ${lesson.title}: notes for teachers`,
    `Directed against: "${lesson.misconception}". ${lesson.minutes} minutes, seed ${lesson.seed}.`,
    '## Timing',
    timing(lesson),
    '## Board plan',
    board(lesson),
    '## Common answers',
    ...lesson.steps.flatMap(commonAnswers),
    '## To discuss',
    discussion(lesson),
    '## When it goes wrong',
    'Everybody with the same seed sees the same run. If a screen differs, load the seed again.',
  ];
  return `${parts.join('\n\n')}\n`;
}

function timing({ steps }: Lesson): string {
  let minute = warmUpMinutes;
  const rows = steps.map(({ kind, title }) => {
    const from = minute;
    minute += minutesOf[kind];
    return `| ${from}–${minute} | ${kind} | ${title} |`;
  });
  const warmUp = `| 0–${warmUpMinutes} | recall | Two questions from earlier lessons |`;
  return ['| Minute | Step | What |', '| --- | --- | --- |', warmUp, ...rows].join('\n');
}

function board({ concepts, misconception, controls }: Lesson): string {
  return [
    `- Left: "${misconception}", and the votes before the run.`,
    `- Middle: the picture, and these words as they come: ${concepts.join(', ')}.`,
    `- Right: what was changed (${controls.map(({ label }) => label).join(', ')}), and its price.`,
  ].join('\n');
}

function commonAnswers(step: LessonStep): readonly string[] {
  if (!('options' in step)) return [];
  const lines = step.options.map(({ text, reply, ...option }, index) => {
    const mark = 'misconception' in option && option.misconception === true ? ' (expected)' : '';
    return `- ${letter(index)}${mark}: ${writeLine(text, onPaper)} → ${writeLine(reply, onPaper)}`;
  });
  return [`**${step.title}**`, lines.join('\n')];
}

function discussion({ steps, recall }: Lesson): string {
  const asked = steps.flatMap((step) =>
    step.kind === 'transfer' || step.kind === 'exit' ? [step.question] : [],
  );
  return [...asked, ...recall.map(({ question }) => question)]
    .map((question) => `- ${writeLine(question, onPaper)}`)
    .join('\n');
}
