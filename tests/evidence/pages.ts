/** The page in every size, theme and way: the end-to-end tests that look at the same again, and so are left out of `npm test`. */
import type { Answer } from './claims.ts';
import { tool } from './tools.ts';

/** Builds the page and runs the tests with the tag `@wide`. */
export function pageHoldsEverywhere(): Answer {
  const built = tool('vite/bin/vite.js', ['build', '--logLevel', 'warn']);
  if (built.status !== 0)
    return { seeds: 0, complaints: ['the build failed', built.stderr], figures: {} };
  const { status, stdout } = tool('@playwright/test/cli.js', ['test', '--reporter=list'], {
    BATON_E2E: 'wide',
  });
  const passed = Number(/(\d+) passed/.exec(stdout)?.[1] ?? 0);
  const failed = [...stdout.matchAll(/^ +✘ .*$/gmu)].map(([line]) => line.trim());
  const isBroken = status !== 0 || passed === 0;
  return {
    seeds: 1,
    complaints: failed.length === 0 && isBroken ? [stdout.slice(-2000)] : failed,
    figures: { 'tests passed': passed },
  };
}
