/** A few runs have the same fingerprints in Node and in Chromium, on every way to their end; `npm run evidence` asks all scenarios with fifty seeds, and Firefox too. */
import path from 'node:path';
import type { Browser } from '../evidence/determinism/browsers.ts';
import { examine } from '../evidence/determinism/claims.ts';
import { inBrowser, node, pageFiles } from '../evidence/determinism/examinees.ts';
import { keyedTasks } from '../evidence/determinism/tasks.ts';
import { ways } from '../evidence/determinism/ways.ts';
import { expect, test } from './fixtures.ts';

const slugs = ['compaction-changelog', 'offset-reset-latest-skips', 'rebalance-zombie'];
const seeds = 2;
/** Few, for this has to be quick. */
const orders = 8;

test('runs are equal in Node and in the browser, on every way to their end', async ({ page }) => {
  const browser: Browser = {
    name: 'Chromium',
    open: (address) => {
      void page.goto(address);
      return () => page.close();
    },
  };
  const tasks = [...keyedTasks({ slugs, seeds, orders })];
  expect(new Set(tasks.map(({ task }) => task.way)).size).toBe(ways.length);
  const examinees = [node(), await inBrowser(browser, pageFiles(path.resolve('dist')))];
  const { compared, complaints } = await examine(examinees, tasks);
  for (const { close } of examinees) await close();
  expect(complaints).toEqual([]);
  const expected = tasks.reduce((count, task) => count + task.expected.length, 0);
  expect([...compared.values()]).toEqual([expected, expected]);
});
