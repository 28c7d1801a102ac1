/** The stages of a full test: what each runs, and how its outcome is counted. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { inCache, root, run, toolScript } from './project.mjs';

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Count
 * @typedef {{ ok: boolean, output: string, count: Count, seconds: number }} Outcome
 * @typedef {{ name: string, run: () => Promise<{ ok: boolean, output: string, count: Count }> }} Stage
 */

/**
 * A stage that is either fine or not, and counts as one.
 * @param {string} name
 * @param {() => readonly string[]} words the script and its arguments
 * @returns {Stage}
 */
function single(name, words) {
  return {
    name,
    run: async () => {
      const { code, output } = await run(process.execPath, words());
      const ok = code === 0;
      return { ok, output, count: { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 } };
    },
  };
}

/** What can be said of the sources without running them. @type {readonly Stage[]} */
export const staticStages = [
  single('format (prettier)', () => [
    toolScript('prettier'),
    '--check',
    '.',
    '--log-level',
    'warn',
  ]),
  single('lint (eslint)', () => [toolScript('eslint'), '.', '--max-warnings', '0']),
  single('types of the core (tsc)', () => [
    toolScript('typescript', 'tsc'),
    '-p',
    'tsconfig.core.json',
  ]),
  single('types on Node (tsc)', () => [
    toolScript('typescript', 'tsc'),
    '-p',
    'tsconfig.node.json',
  ]),
  single('types in the browser (svelte-check)', () => [
    toolScript('svelte-check'),
    ...['--tsconfig', 'tsconfig.json', '--fail-on-warnings', '--output', 'human'],
  ]),
  single('unused code (knip)', () => [toolScript('knip'), '--no-progress']),
  single('scenario schema', () => [
    path.join(root, 'src/setup/run-entry.mjs'),
    'schema',
    '--check',
  ]),
];

/** The unit, property, golden and architecture tests. @type {Stage} */
export const unitTests = {
  name: 'tests (vitest)',
  run: async () => {
    const report = emptyReport('vitest.json');
    const { code, output } = await run(process.execPath, [
      toolScript('vitest'),
      ...['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`],
    ]);
    return judged(code, output, existsSync(report) ? countVitest(report) : undefined);
  },
};

/** @type {Stage} */
export const build = single('build (vite)', () => [
  toolScript('vite'),
  'build',
  '--logLevel',
  'warn',
]);

/** The end-to-end tests, in a browser against the built folder. @type {Stage} */
export const endToEndTests = {
  name: 'end to end (playwright)',
  run: async () => {
    const report = emptyReport('playwright.json');
    const { code, output } = await run(
      process.execPath,
      [toolScript('@playwright/test', 'playwright'), 'test', '--reporter=dot,json'],
      { environment: { PLAYWRIGHT_JSON_OUTPUT_FILE: report } },
    );
    return judged(code, output, existsSync(report) ? countPlaywright(report) : undefined);
  },
};

/**
 * A stage that cannot run, and says why. @param {string} name @param {string} reason @returns {Stage}
 */
export function impossible(name, reason) {
  const count = { passed: 0, failed: 1, skipped: 0 };
  return { name, run: () => Promise.resolve({ ok: false, output: `${reason}\n`, count }) };
}

// A runner that breaks down, or finds nothing to run, must never look like a success.
/** @param {number} code @param {string} output @param {Count | undefined} count */
function judged(code, output, count) {
  const { passed, failed, skipped } = count ?? { passed: 0, failed: 0, skipped: 0 };
  const ok = code === 0 && failed === 0 && passed > 0;
  const note = passed + failed === 0 ? 'No test ran.\n' : '';
  return {
    ok,
    output: output + note,
    count: { passed, failed: ok ? 0 : Math.max(failed, 1), skipped },
  };
}

/** @param {string} file @returns {Count} */
function countVitest(file) {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  // A file that does not even load has no failed test, so it counts as one itself.
  const unloadable = report.testResults.filter(
    (/** @type {{ status: string, assertionResults: { status: string }[] }} */ result) =>
      result.status === 'failed' &&
      !result.assertionResults.some(({ status }) => status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloadable.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** @param {string} file @returns {Count} */
function countPlaywright(file) {
  const { stats, errors } = JSON.parse(readFileSync(file, 'utf8'));
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  };
}

/** A report of an earlier run must not be read as this one's. @param {string} name */
function emptyReport(name) {
  const file = inCache(name);
  rmSync(file, { force: true });
  return file;
}
