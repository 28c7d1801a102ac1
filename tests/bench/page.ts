/** The page in a real browser: what its first loads weigh, what its main thread does per frame with 10,000 messages in flight, and how long its worker takes to answer. */
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Browser, Page, chromium } from '@playwright/test';
import { findBrowser, launchArguments } from '../../src/setup/browser.mjs';
import { writeScenario } from '../../src/scenario/index.ts';
import { buildPage, workerOf } from '../support/built-page.ts';
import { builtIn } from '../support/runs.ts';
import { goTo, openGallery, openLab } from '../e2e/lab.ts';
import { serveFolder } from '../e2e/server.ts';
import { weigh } from '../e2e/weights.ts';
import { frames, record } from './frames.ts';
import { median, type Measured } from './measure.ts';
import { framesOfTheScore } from './score.ts';

const title = 'Far away';
const orders = 10_000;
/** All orders are on their way to the shop by then, and none has arrived. */
const allInFlightMs = 12_000;
const watchedMs = 5_000;
const roundTrips = 200;
const root = process.env['BATON_ROOT'] ?? process.cwd();

/** Measures the built page; nothing where there is no browser. */
export async function benchPage(): Promise<Readonly<Record<string, Measured>>> {
  const executablePath = findBrowser();
  if (executablePath === undefined) {
    process.stderr.write('There is no Chromium here: the figures of the page are left out.\n');
    return {};
  }
  const folder = buildPage('bench-page');
  const server = await serveFolder(folder, '/x/y/');
  // Asked for at run time: a browser's driver cannot become part of a bundle.
  const playwright = createRequire(path.join(root, 'package.json'))('@playwright/test') as {
    readonly chromium: typeof chromium;
  };
  const browser = await playwright.chromium.launch({ executablePath, args: [...launchArguments] });
  try {
    return {
      ...(await firstLoad(browser, server.address)),
      ...(await framesInFlight(browser, server.address)),
      ...(await framesOfTheScore(browser, server.address)),
      ...(await workerAnswers(browser, server.address, folder)),
    };
  } finally {
    await browser.close();
    await server.close();
  }
}

/** What it takes until the gallery can be used, and until a first lab is drawn: what tests/e2e holds to its budget. */
async function firstLoad(browser: Browser, address: string) {
  // What is kept for later is loaded when the page can be used already.
  const given = { baseURL: address, serviceWorkers: 'block' } as const;
  const page = await browser.newPage(given);
  await page.addInitScript(noteWhenUsable);
  const shell = await weigh(page, () => openGallery(page));
  const usableAt = await page.evaluate<number>('usableAt');
  await page.close();
  const other = await browser.newPage(given);
  const lab = await weigh(other, () => openLab(other));
  await other.close();
  return {
    first_load: { value: shell.kib, unit: 'KiB gz' },
    interactive: { value: usableAt, unit: 'ms' },
    first_load_requests: { value: shell.answers.length, unit: 'requests' },
    first_lab: { value: lab.kib, unit: 'KiB gz' },
    first_lab_requests: { value: lab.answers.length, unit: 'requests' },
  };
}

/** Runs in the page: notes how many ms after its beginning the gallery could be used. */
function noteWhenUsable(): void {
  const seen = new MutationObserver(() => {
    if (document.querySelector('input[type="search"]') === null) return;
    seen.disconnect();
    // The frame in which it is drawn is over when the next one begins.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => Object.assign(globalThis, { usableAt: performance.now() })),
    );
  });
  seen.observe(document, { childList: true, subtree: true });
}

/** A shop so far away that every order of the run is in the air at once. */
function farAway(): string {
  const scenario = builtIn('order-fulfilment');
  return writeScenario({
    ...scenario,
    title,
    styles: ['choreography'],
    network: { ...scenario.network, latency: { minMs: 60_000, maxMs: 90_000 } },
    workload: {
      ...scenario.workload,
      ...{ orders, stock: 3 * orders, arrivals: { kind: 'steady', everyMs: 1 } },
      client: { deadlineMs: 600_000, attempts: 1, backoffMs: 1000 },
    },
  });
}

/** Plays while everything is in flight, and reads the browser's own trace of it. */
async function framesInFlight(browser: Browser, address: string) {
  const page = await browser.newPage({ baseURL: address, viewport: { width: 1440, height: 900 } });
  await openLab(page);
  await page.getByLabel('Scenario file').setInputFiles({
    name: 'far.json',
    mimeType: 'application/json',
    buffer: Buffer.from(farAway()),
  });
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await goTo(page, allInFlightMs);
  const session = await page.context().newCDPSession(page);
  const traced = await record(session, async () => {
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await page.waitForTimeout(watchedMs);
    await page.getByRole('button', { name: 'Pause' }).click();
  });
  await page.close();
  const { scripts, longest, overLong } = frames(traced);
  return {
    frame_script_median: { value: median(scripts), unit: 'ms' },
    frames_per_second: { value: (scripts.length * 1000) / watchedMs, unit: 'frames/s' },
    longest_task: { value: longest, unit: 'ms' },
    tasks_over_50_ms: { value: overLong, unit: 'tasks' },
  };
}

/** How long the page waits for an answer of its worker when there is nothing to simulate: the way alone. */
async function workerAnswers(browser: Browser, address: string, folder: string) {
  const page = await browser.newPage({ baseURL: address });
  await page.goto('./');
  const worker = workerOf(folder);
  const text = writeScenario(builtIn('order-fulfilment'));
  const spans = await answerTimes(page, { worker: `./assets/${worker}`, text, times: roundTrips });
  await page.close();
  return { worker_round_trip: { value: median(spans), unit: 'ms' } };
}

/** Asks the worker as Comlink does, whose messages are plain data. */
function answerTimes(
  page: Page,
  given: { readonly worker: string; readonly text: string; readonly times: number },
): Promise<number[]> {
  return page.evaluate(async ({ worker: file, text, times }) => {
    const worker = new Worker(new URL(file, location.href), { type: 'module' });
    const ask = (id: number, verb: string, request: unknown) =>
      new Promise<void>((resolve) => {
        worker.onmessage = () => resolve();
        const argumentList = [{ type: 'RAW', value: request }];
        worker.postMessage({ id: String(id), type: 'APPLY', path: [verb], argumentList });
      });
    await ask(0, 'load', { text, styles: ['choreography', 'orchestration'] });
    const spans: number[] = [];
    for (let id = 1; id <= times; id++) {
      const begun = performance.now();
      await ask(id, 'advance', { untilMicros: 0, maxEvents: 0 });
      spans.push(performance.now() - begun);
    }
    worker.terminate();
    return spans;
  }, given);
}
