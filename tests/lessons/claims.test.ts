/** Every "you will see …" of every lesson, executed over many seeds. `LESSON_SEEDS=1000` asks more of them. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import {
  Scales,
  answer,
  assignmentsOf,
  isAsExpected,
  plainText,
  type Claim,
  type Lesson,
} from '../../src/lessons/index.ts';
import { ToldRuns, allLessons, lessonOf } from './told.ts';

/** A lesson is published only when its claims hold over so many. */
const seeds = Number(process.env['LESSON_SEEDS'] ?? 100);
vi.setConfig({ testTimeout: 60_000 + seeds * 6_000, hookTimeout: 60_000 + seeds * 20_000 });

/** What is wrong with each of these claims, a line for each style in which it is not true. Seed by seed, so that claims about the same run share it. */
function complaintsOf(lesson: Lesson, claims: readonly Claim[], more: readonly string[] = []) {
  const scales = claims.map((claim) => new Scales(claim));
  const runs = new ToldRuns();
  for (let seed = 1; seed <= seeds; seed++) {
    claims.forEach((claim, at) => {
      const set = [...assignmentsOf(lesson, claim.with), ...more];
      scales[at]?.add({ seed, runOf: runs.of({ slug: lesson.scenario, set, seed }) });
    });
  }
  return claims.map((claim, at) =>
    (scales[at]?.findings ?? [])
      .filter(({ isTrue }) => !isTrue)
      .map(
        ({ style, kept, counted, contrary }) =>
          `${style}: true in ${kept} of ${counted} runs, ${claim.share} of 100 are claimed; ${contrary}`,
      ),
  );
}

describe.each(allLessons().map((lesson) => [lesson.id, lesson] as const))('in %s', (_, lesson) => {
  const claims = lesson.steps.flatMap((step) => step.claims);
  let complaints: readonly (readonly string[])[] = [];
  beforeAll(() => {
    complaints = complaintsOf(lesson, claims);
  });

  test('something is claimed', () => {
    expect(claims.length).toBeGreaterThan(0);
  });

  test.each(claims.map((claim, at) => [plainText(claim.says), at] as const))('%s', (_, at) => {
    expect(complaints[at]).toEqual([]);
  });

  test('the answers for later days are true of the runs that check them', () => {
    const runs = new ToldRuns();
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
    expect(complaintsOf(lesson, [twice])).toEqual([[]]);
    const planted = ['services.shipping.inbox=true'];
    expect(complaintsOf(lesson, [twice], planted).flat()).toHaveLength(2);
  });

  test('when what it speaks of never happens', () => {
    if (twice === undefined) throw new Error('the lesson claims nothing');
    expect(complaintsOf(lesson, [twice], ['faults=[]']).flat()).toHaveLength(2);
  });
});
