/** Every "you will see …" of every lesson, executed over many seeds. `LESSON_SEEDS=100` asks as many as a release does. */
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test, vi } from 'vitest';
import {
  answer,
  assignmentsOf,
  isAsExpected,
  plainText,
  weigh,
  type Claim,
  type Lesson,
} from '../../src/lessons/index.ts';
import { ToldRuns, allLessons, lessonOf } from './told.ts';

const seeds = Number(process.env['LESSON_SEEDS'] ?? 10);
vi.setConfig({ testTimeout: 60_000 + seeds * 6_000 });

/** What is wrong with a claim, a line for each style in which it is not true. */
function complaintsOf(lesson: Lesson, claim: Claim, runs: ToldRuns, more: readonly string[] = []) {
  const set = [...assignmentsOf(lesson, claim.with), ...more];
  const numbers = Array.from({ length: seeds }, (_, index) => index + 1);
  const asked = numbers.map((seed) => ({
    seed,
    runOf: runs.of({ slug: lesson.scenario, set, seed }),
  }));
  return weigh(claim, asked)
    .filter(({ isTrue }) => !isTrue)
    .map(
      ({ style, kept, counted, contrary }) =>
        `${style}: true in ${kept} of ${counted} runs, ${claim.share} of 100 are claimed; ${contrary}`,
    );
}

describe.each(allLessons().map((lesson) => [lesson.id, lesson] as const))('in %s', (_, lesson) => {
  // One store of runs for each lesson: its claims ask the same runs, and memory is let go after it.
  const runs = new ToldRuns();
  afterAll(() => runs.forget());
  const claims = lesson.steps.flatMap((step) => step.claims);

  test('something is claimed', () => {
    expect(claims.length).toBeGreaterThan(0);
  });

  test.each(claims.map((claim) => [plainText(claim.says), claim] as const))('%s', (_, claim) => {
    expect(complaintsOf(lesson, claim, runs)).toEqual([]);
  });

  test('the answers for later days are true of the runs that check them', () => {
    for (const { id, with: choices, style, ask, is } of lesson.recall) {
      const set = assignmentsOf(lesson, choices);
      const runOf = runs.of({ slug: lesson.scenario, set, seed: lesson.seed });
      const { value } = answer(ask, runOf, style);
      expect(isAsExpected(value, is), `${id}: the run says ${String(value)}`).toBe(true);
    }
  });
});

describe('a claim fails', () => {
  const file = 'scenarios/order-fulfilment-naive/lessons/what-the-broker-promises.md';
  const lesson = lessonOf(readFileSync(file, 'utf8'));
  const [twice] = lesson.steps.flatMap((step) => step.claims);

  test('when the scenario is changed so that it is no longer true', () => {
    if (twice === undefined) throw new Error('the lesson claims nothing');
    expect(complaintsOf(lesson, twice, new ToldRuns())).toEqual([]);
    const planted = ['services.shipping.inbox=true'];
    expect(complaintsOf(lesson, twice, new ToldRuns(), planted)).toHaveLength(2);
  });

  test('when what it speaks of never happens', () => {
    if (twice === undefined) throw new Error('the lesson claims nothing');
    expect(complaintsOf(lesson, twice, new ToldRuns(), ['faults=[]'])).toHaveLength(2);
  });
});
