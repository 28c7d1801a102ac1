/** What is kept of a way through a lesson: it comes back as it was, whatever was said, and fits its lesson only. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { places } from '../../src/keeping/index.ts';
import { readContent } from '../../src/keeping/documents/document-kind.ts';
import { begun, take, type Act, type Lesson, type Progress } from '../../src/lessons/index.ts';
import { dayOf, deckOf, keptCard } from '../../src/ui/learning/days.ts';
import { keptOf, progressOf } from '../../src/ui/learning/kept-lesson.ts';
import { recallsBefore, type Keeper } from '../../src/ui/lessons/keeper.ts';
import { momentAddress, momentIn } from '../../src/ui/lessons/moment-address.ts';
import { readAddress } from '../../src/ui/run/address.ts';
import { allLessons } from '../lessons/told.ts';

const lessons = allLessons();
const anyLesson = fc.constantFrom(...lessons);

/** Some act that suits the open step, or leaves it out. */
function actAt(lesson: Lesson, { at }: Progress, pick: number, words: string): Act {
  const step = lesson.steps[at];
  const of = <T>(all: readonly T[]): T | undefined => all[pick % Math.max(1, all.length)];
  const style = lesson.style;
  if (at === 0 && pick > 6) return { kind: 'leave-recall' };
  if (at === 0 && pick > 2)
    return { kind: 'recall', question: `some-lesson/q${pick}`, isRight: pick % 2 === 0 };
  switch (step?.kind) {
    case 'hook':
    case 'explain':
      return { kind: 'read' };
    case 'predict':
      return { kind: 'predict', option: of(step.options)?.id ?? '', confidence: 3, why: words };
    case 'run':
      return { kind: 'ran', row: pick - 1 };
    case 'observe': {
      const said = step.words === undefined ? pick : (of(step.words) ?? '');
      const truth = { value: pick % 3 === 0 ? said : 'else', row: -1, style };
      return { kind: 'observe', said, truth };
    }
    case 'change': {
      const control = of(lesson.controls);
      if (pick % 2 === 0) return { kind: 'try' };
      return {
        kind: 'choose',
        control: control?.id ?? '',
        choice: of(control?.choices ?? [])?.id ?? '',
      };
    }
    case 'promise':
      return { kind: 'judge', held: step.styles.map(() => pick % 2 === 0) };
    case 'price':
    case 'transfer':
      return { kind: 'pick', option: of(step.options)?.id ?? '' };
    case 'exit':
      return { kind: 'exit', said: words, level: 'fair' };
    case undefined:
      return { kind: 'skip' };
  }
}

const anyWay = fc.record({
  lesson: anyLesson,
  picks: fc.array(fc.record({ pick: fc.nat(9), skips: fc.nat(9) }), { maxLength: 40 }),
  words: fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.trim() !== ''),
});

function after(lesson: Lesson, picks: readonly { pick: number; skips: number }[], words: string) {
  let progress = begun(lesson.id);
  for (const { pick, skips } of picks) {
    const act: Act = skips === 0 ? { kind: 'skip' } : actAt(lesson, progress, pick, words);
    const taken = take(lesson, progress, act);
    if (taken.kind === 'progress') progress = taken.progress;
  }
  return progress;
}

describe('a way through a lesson', () => {
  test('comes back as it was left, through the store', () => {
    fc.assert(
      fc.property(anyWay, ({ lesson, picks, words }) => {
        const progress = after(lesson, picks, words);
        const kept = keptOf(lesson, progress, { now: 9, before: undefined });
        const { kind } = places.lessons;
        const content = kind.shape.write([kept]);
        const read = readContent(kind, { schema: 1, content, path: '' });
        expect(read).toEqual({ kind: 'value', value: [kept] });
        expect(progressOf(lesson, kept)).toEqual({ ...progress, reply: null });
      }),
    );
  });

  test('of a lesson that has changed is not taken over', () => {
    const [lesson] = lessons;
    if (lesson === undefined) throw new Error('there are no lessons');
    const kept = keptOf(lesson, begun(lesson.id), { now: 1, before: undefined });
    expect(progressOf({ ...lesson, seed: lesson.seed + 1 }, kept)).toBeUndefined();
    expect(progressOf({ ...lesson, steps: lesson.steps.slice(1) }, kept)).toBeUndefined();
  });

  test('that was finished once stays finished when it is taken again', () => {
    const [lesson] = lessons;
    if (lesson === undefined) throw new Error('there are no lessons');
    const done = { ...begun(lesson.id), at: lesson.steps.length };
    const before = keptOf(lesson, done, { now: 5, before: undefined });
    expect(before.finished).toBe(5);
    expect(keptOf(lesson, begun(lesson.id), { now: 8, before })).toMatchObject({
      ...{ finished: 5, step: 0, changed: 8 },
    });
  });

  test('with very many wrong answers keeps the first and the last to each question', () => {
    const lesson = lessons.find(({ steps }) => steps.some(({ kind }) => kind === 'observe'));
    if (lesson === undefined) throw new Error('no lesson asks what was seen');
    const step = lesson.steps.findIndex(({ kind }) => kind === 'observe');
    const observations = Array.from({ length: 200 }, (_, said) => ({ step, said, isRight: false }));
    const kept = keptOf(
      lesson,
      { ...begun(lesson.id), observations },
      { now: 1, before: undefined },
    );
    expect(kept.answers).toHaveLength(60);
    expect(kept.answers[0]?.answer).toBe('0');
    expect(kept.answers.at(-1)?.answer).toBe('199');
  });
});

describe('what is recalled before a lesson', () => {
  const [lesson] = lessons;
  if (lesson === undefined) throw new Error('there are no lessons');
  const known = begun(lesson.id);
  const keeper = (ids: readonly string[]): Keeper => ({
    ...{ progress: undefined, keep: () => undefined, recalled: () => undefined, problem: () => '' },
    recalls: (most) => ids.slice(0, most),
  });

  test('is two questions, and after a reload those of them that are left', () => {
    expect(recallsBefore(known, keeper(['a/1', 'b/1', 'c/1']))).toEqual(['a/1', 'b/1']);
    const taken = take(lesson, known, { kind: 'recall', question: 'a/1', isRight: true });
    if (taken.kind === 'refused') throw new Error(taken.because);
    expect(recallsBefore(taken.progress, keeper(['b/1', 'a/1', 'c/1']))).toEqual(['a/1', 'b/1']);
  });

  test('is nothing where no lesson was finished', () => {
    expect(recallsBefore(known, keeper([]))).toEqual([]);
  });

  test('comes before the first step only, and no question twice', () => {
    const act = { kind: 'recall', question: 'a/1', isRight: false } as const;
    const once = take(lesson, known, act);
    if (once.kind === 'refused') throw new Error(once.because);
    expect(once.progress).toEqual({
      ...known,
      recalled: [{ question: 'a/1', isRight: false }],
    });
    expect(take(lesson, once.progress, act)).toEqual({ kind: 'refused', because: 'not-now' });
    for (const before of [
      { ...known, at: 1 },
      { ...known, leavesRecall: true },
    ])
      for (const each of [act, { kind: 'leave-recall' } as const])
        expect(take(lesson, before, each)).toEqual({ kind: 'refused', because: 'not-now' });
  });
});

describe('the days of the deck', () => {
  test('begin at midnight where the reader is', () => {
    const evening = Date.UTC(2026, 0, 10, 23, 30);
    expect(dayOf(evening, -60) - dayOf(evening, 0)).toBe(1);
    expect(dayOf(evening, 60)).toBe(dayOf(evening, 0));
  });

  test('are the same after a card was kept', () => {
    const card = { id: 'lag-is-a-clock/drain', step: 2, due: 20_500 };
    expect(deckOf([keptCard(card, { now: 1, lapses: 0 })])).toEqual([card]);
  });
});

describe('the address of a moment of a lesson', () => {
  test('leads back to its lesson, its positions and its instant', () => {
    for (const lesson of lessons) {
      const choices = Object.fromEntries(
        lesson.controls.map(({ id, choices: all }) => [id, all.at(-1)?.id ?? '']),
      );
      const hash = momentAddress(lesson, { choices, shown: [lesson.style], at: 1_234_567 });
      const said = readAddress(hash, '');
      expect(said).toMatchObject({ seed: lesson.seed, at: 1_234_567, shown: [lesson.style] });
      expect(momentIn(said.slug)).toEqual({ lesson: lesson.id, choices });
      expect(hash.length).toBeLessThan(200);
    }
  });

  test.each(['lesson/', 'lesson/../x', 'lesson/a/b', 'own/a', 'lesson/a/b.c.d', ''])(
    'is not one: %s',
    (slug) => {
      expect(momentIn(slug)).toBeUndefined();
    },
  );
});
