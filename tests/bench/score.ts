/** How fast the score is drawn when its trace has a million rows: each frame shows another part of it. */
import type { Browser, Page } from '@playwright/test';
import { writeScenario } from '../../src/scenario/index.ts';
import { builtIn } from '../support/runs.ts';
import { openLab } from '../e2e/lab.ts';
import { frames, record } from './frames.ts';
import { median, type Measured } from './measure.ts';

const title = 'A million rows';
/** Each order of order fulfilment tells some 188 rows. */
const orders = 5400;
const watchedMs = 4000;
/** To simulate a million rows takes its time. */
const patienceMs = 300_000;

/** Measures frames while the whole run is zoomed, and while a second of it is panned. */
export async function framesOfTheScore(
  browser: Browser,
  address: string,
): Promise<Readonly<Record<string, Measured>>> {
  const page = await browser.newPage({ baseURL: address, viewport: { width: 1440, height: 900 } });
  await openLab(page);
  await page.getByLabel('Scenario file').setInputFiles({
    name: 'million.json',
    mimeType: 'application/json',
    buffer: Buffer.from(millionRows()),
  });
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await page.getByRole('slider', { name: 'Time', exact: true }).press('End');
  await page
    .getByLabel('Virtual time')
    .filter({ hasNotText: /^00:/ })
    .waitFor({ timeout: patienceMs });
  const begun = performance.now();
  await page.getByRole('tab', { name: 'Score' }).click();
  const words = page.getByRole('list', { name: 'The score of choreography in words' });
  await words.getByText(/^Client: /).waitFor({ timeout: patienceMs });
  const opened = performance.now() - begun;
  await page.getByRole('slider', { name: 'Time', exact: true }).fill('600000');
  const near = await watch(page, { x: 9, y: 0 });
  await page.getByRole('button', { name: 'Show the whole run' }).click();
  const far = await watch(page, { x: 0, y: -6 });
  await page.close();
  return {
    score_opens: { value: opened, unit: 'ms' },
    score_frame_near: { value: median(near), unit: 'ms' },
    score_frame_far: { value: median(far), unit: 'ms' },
  };
}

function millionRows(): string {
  const scenario = builtIn('order-fulfilment');
  const workload = { ...scenario.workload, orders, stock: 5 * orders };
  return writeScenario({ ...scenario, title, styles: ['choreography'], faults: [], workload });
}

/** Turns the wheel a little in every frame, to and fro, and reads how much script each frame ran. */
async function watch(page: Page, turn: { readonly x: number; readonly y: number }) {
  const session = await page.context().newCDPSession(page);
  const events = await record(session, () =>
    page.evaluate(
      ({ x, y, ms }) =>
        new Promise<void>((resolve) => {
          const pane = document.querySelector('[aria-label="Score of choreography"]');
          const end = performance.now() + ms;
          let frame = 0;
          requestAnimationFrame(function next() {
            const side = Math.floor(frame++ / 40) % 2 === 0 ? 1 : -1;
            const init = { deltaX: x * side, deltaY: y * side, bubbles: true, cancelable: true };
            pane?.dispatchEvent(new WheelEvent('wheel', init));
            if (performance.now() < end) requestAnimationFrame(next);
            else resolve();
          });
        }),
      { ...turn, ms: watchedMs },
    ),
  );
  return frames(events).scripts;
}
