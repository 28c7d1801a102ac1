/** What is printed of a lesson: a sheet without answers, the answers, and notes for whoever teaches it. */
import { describe, expect, test } from 'vitest';
import {
  answerSheet,
  assignmentsOf,
  handout,
  minutesOf,
  plainText,
  readPaper,
  teacherNotes,
  termOf,
} from '../../src/lessons/index.ts';
import { topology } from '../../src/projections/index.ts';
import { ToldRuns, allLessons } from './told.ts';

const lessons = allLessons();
const diagram = 'flowchart LR\n  a --> b';

describe.each(lessons.map((lesson) => [lesson.id, lesson] as const))(
  'on paper, %s',
  (_, lesson) => {
    const runs = new ToldRuns();
    const runOf = runs.of({
      slug: lesson.scenario,
      set: assignmentsOf(lesson),
      seed: lesson.seed,
    });
    const sheet = handout(lesson, diagram);

    test('asks everything, with the picture and the words', () => {
      expect(sheet).toContain(lesson.title);
      expect(sheet).toContain(diagram);
      for (const id of lesson.terms) expect(sheet).toContain(termOf(id)?.meaning);
      for (const step of lesson.steps)
        if (step.kind === 'observe') expect(sheet).toContain(`## ${step.title}`);
    });

    test('gives no answer away on the sheet', () => {
      for (const step of lesson.steps) {
        if ('options' in step)
          for (const { reply } of step.options) expect(sheet).not.toContain(plainText(reply));
        if (step.kind === 'exit') expect(sheet).not.toContain(plainText(step.models.strong));
      }
    });

    test('has the answers on a page of their own, from a run', () => {
      const answers = answerSheet(lesson, runOf);
      expect(answers).not.toMatch(/undefined|null|\{[a-z]+\}/);
      for (const step of lesson.steps)
        if (step.kind === 'observe') expect(answers).toContain(`## ${step.title}`);
      expect(answers).toContain('**Strong**');
    });

    test('tells the teacher when, what to draw, and what will be answered', () => {
      const notes = teacherNotes(lesson);
      const last = lesson.steps.at(-1);
      if (last === undefined) throw new Error('a lesson has steps');
      expect(notes).toContain(lesson.misconception);
      expect(notes).toContain(`| ${lesson.minutes - minutesOf[last.kind]}–${lesson.minutes} |`);
      expect(notes).toContain('(expected)');
      expect(notes).toContain('## Board plan');
    });

    test('is read back without a mark of Markdown left over', () => {
      for (const written of [sheet, answerSheet(lesson, runOf), teacherNotes(lesson)]) {
        const parts = readPaper(written);
        expect(parts[0]).toMatchObject({ kind: 'heading', level: 1 });
        const lines = parts.flatMap((part) => {
          if ('line' in part) return [part.line];
          if (part.kind === 'list') return part.items;
          return part.kind === 'table' ? [...part.head, ...part.rows.flat()] : [];
        });
        for (const line of lines) expect(plainText(line)).not.toMatch(/^#|\*\*|\\|^\||```|\[ \]/);
        const columns = parts.flatMap((part) =>
          part.kind === 'table' ? part.rows.map((row) => row.length - part.head.length) : [],
        );
        expect(columns.every((more) => more === 0)).toBe(true);
      }
      expect(readPaper(sheet).filter(({ kind }) => kind === 'drawing')).toHaveLength(1);
    });

    test('takes the picture of its own scenario', () => {
      const run = runOf(lesson.style);
      if (run === undefined) throw new Error('the lesson has no run');
      expect(handout(lesson, topology(run.cast).mermaid)).toContain('flowchart');
    });
  },
);
