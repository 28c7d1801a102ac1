/** What the lessons claim ("you will see …"), over as many seeds as a release asks: the tests of the claims, at that number. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { Answer } from './claims.ts';

const root = process.env['BATON_ROOT'] ?? '.';

/** Runs every claim of every lesson over so many seeds, in the styles that it speaks of. */
export function lessonsClaimWhatIsTrue(seeds: number): Answer {
  const { status, stdout } = spawnSync(
    process.execPath,
    [path.join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'tests/lessons/claims.test.ts'],
    {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1', LESSON_SEEDS: String(seeds) },
      encoding: 'utf8',
      maxBuffer: 100_000_000,
    },
  );
  const passed = Number(/Tests .*?(\d+) passed/u.exec(stdout)?.[1] ?? 0);
  const failed = [...stdout.matchAll(/^ *(?:×|FAIL) .*$/gmu)].map(([line]) => line.trim());
  const isBroken = status !== 0 || passed === 0;
  return {
    seeds,
    complaints: failed.length === 0 && isBroken ? [stdout.slice(-2000)] : failed,
    figures: { 'claims and their checks': passed },
  };
}
