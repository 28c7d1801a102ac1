/** What the lessons claim ("you will see …"), over as many seeds as a release asks: the tests of the claims, at that number. */
import type { Answer } from './claims.ts';
import { tool } from './tools.ts';

/** Runs every claim of every lesson over so many seeds, in the styles that it speaks of. */
export function lessonsClaimWhatIsTrue(seeds: number): Answer {
  const { status, stdout } = tool('vitest/vitest.mjs', ['run', 'tests/lessons/claims.test.ts'], {
    LESSON_SEEDS: String(seeds),
  });
  const passed = Number(/Tests .*?(\d+) passed/u.exec(stdout)?.[1] ?? 0);
  const failed = [...stdout.matchAll(/^ *(?:×|FAIL) .*$/gmu)].map(([line]) => line.trim());
  const isBroken = status !== 0 || passed === 0;
  return {
    seeds,
    complaints: failed.length === 0 && isBroken ? [stdout.slice(-2000)] : failed,
    figures: { 'claims and their checks': passed },
  };
}
