/** The lessons themselves: that all are there, that their questions have answers, and that their puzzles can be solved. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  answer,
  assignmentsOf,
  borneOut,
  filled,
  glossary,
  held,
  plainText,
  readLesson,
  type Choices,
  type Lesson,
  type StepKind,
  type StepOf,
} from '../../src/lessons/index.ts';
import { linesOf } from '../../src/lessons/prose/tree.ts';
import { ToldRuns, allLessons, lessonFiles } from './told.ts';

const lessons = allLessons();

function stepOf<K extends StepKind>(lesson: Lesson, kind: K): StepOf<K> {
  const step = lesson.steps.find((each): each is StepOf<K> => each.kind === kind);
  if (step === undefined) throw new Error(`${lesson.id} has no step ${kind}`);
  return step;
}

/** Every position of every control with every other. */
function allChoices({ controls }: Lesson): readonly Choices[] {
  return controls.reduce<readonly Choices[]>(
    (some, { id, choices }) =>
      some.flatMap((each) => choices.map((choice) => ({ ...each, [id]: choice.id }))),
    [{}],
  );
}

test('eight lessons are there, in files that are named after them, beside their scenarios', () => {
  expect(lessons.map(({ title }) => title).sort()).toEqual([
    'Dance or conductor',
    'Doing it twice safely',
    'Lag is a clock',
    'Order, but of what?',
    'Sharing the work',
    'Undo is not rollback',
    'What is that message?',
    'What the broker promises',
  ]);
  lessons.forEach(({ id, scenario }, index) => {
    const file = path.join('scenarios', scenario, 'lessons', `${id}.md`);
    expect(lessonFiles[index]).toBe(file);
  });
});

test('each is directed against a misconception of its own', () => {
  expect(new Set(lessons.map(({ misconception }) => misconception)).size).toBe(lessons.length);
});

test('the glossary has its terms in order, each once', () => {
  const ids = glossary.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].sort());
});

test('a lesson file refuses to name a product or to say too much, wherever it says it', () => {
  for (const file of lessonFiles) {
    const source = readFileSync(file, 'utf8');
    const branded = source.replace('"weak": "', '"weak": "Kafka. ');
    const wordy = source.replace('"weak": "', `"weak": "${'word '.repeat(85)}`);
    for (const [changed, code] of [
      [branded, 'brand-name'],
      [wordy, 'too-many-words'],
    ] as const) {
      const read = readLesson(changed);
      expect(read.kind === 'problems' && read.problems.map((each) => each.code)).toContain(code);
    }
  }
});

describe.each(lessons.map((lesson) => [lesson.id, lesson] as const))('%s', (_, lesson) => {
  const runs = new ToldRuns();
  const runWith = (choices: Choices = {}) =>
    runs.of({
      slug: lesson.scenario,
      set: assignmentsOf(lesson, choices),
      seed: lesson.seed,
    });
  const runOf = runWith();

  test('has a prediction that the run decides, against its misconception', () => {
    const step = stepOf(lesson, 'predict');
    const right = borneOut(step, answer(step.ask, runOf, lesson.style).value);
    const wrong = step.options.find(({ misconception }) => misconception === true)?.id;
    expect(right).toBeDefined();
    expect(right).not.toBe(wrong);
  });

  test('stops its runs at something that happens in them', () => {
    for (const step of lesson.steps) {
      if (step.kind !== 'run') continue;
      const { value } = answer({ count: step.until }, runOf, step.style);
      expect(value, step.title).toBeGreaterThan(0);
    }
  });

  test('asks for what the run can answer', () => {
    for (const step of lesson.steps) {
      if (step.kind !== 'observe') continue;
      const { value } = answer(step.ask, runOf, lesson.style);
      expect(value, step.title).not.toBeNull();
      if (step.words !== undefined) expect(step.words).toContain(value);
    }
  });

  test('explains with words from the run', () => {
    for (const step of lesson.steps) {
      if (step.kind !== 'explain') continue;
      const said = linesOf(filled(lesson, step, runOf))
        .map(plainText)
        .join(' ');
      expect(said).not.toMatch(/…|\bnothing ms\b|\bundefined\b/);
    }
  });

  test('begins with a promise or a wish that is broken, and has a change that mends it', () => {
    const step = stepOf(lesson, 'promise');
    expect(held(step, runOf)).toContain(false);
    const mending = allChoices(lesson).filter((choices) =>
      held(step, runWith(choices)).every(Boolean),
    );
    expect(mending.length).toBeGreaterThan(0);
  });

  test('lights what is there', () => {
    const known = new Set(
      allChoices(lesson).flatMap((choices) => {
        const cast = runWith(choices)(lesson.style)?.cast;
        return [...(cast?.actors ?? []), ...(cast?.services ?? []), ...(cast?.topics ?? [])].map(
          ({ id }) => id,
        );
      }),
    );
    const lit = lesson.steps.flatMap(({ stage }) => stage?.lit ?? []);
    expect(lit.filter((id) => !known.has(id))).toEqual([]);
  });

  test('can be changed in every way that its controls offer', () => {
    for (const choices of allChoices(lesson))
      expect(runWith(choices)(lesson.style)?.scenario.title).not.toBe('');
  });
});
