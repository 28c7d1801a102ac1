/** A worker that hangs or dies is replaced, and the run goes on as if nothing had happened. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { decodeLink, platformDeflate } from '../../src/scenario/index.ts';
import { Simulation } from '../../src/worker/simulation.ts';
import { expect, test } from './fixtures.ts';
import { goTo, openLab } from './lab.ts';

const text = readFileSync(
  new URL('../../scenarios/order-fulfilment/scenario.json', import.meta.url),
  'utf8',
);

/** What the run is up to an instant when nobody disturbs it. */
function undisturbed(atMicros: number): readonly string[] {
  const simulation = new Simulation(() => 0);
  simulation.load({ text, seed: 7, styles: ['choreography', 'orchestration'] });
  simulation.advance({ untilMicros: atMicros, maxEvents: Infinity });
  return simulation.fingerprints(atMicros).map(({ hash }) => hash);
}

/** What the page says that the run is, in a link to the present moment. */
async function fingerprints(page: Page): Promise<readonly string[]> {
  await page.getByRole('button', { name: 'Share this moment' }).click();
  const address = await page.getByRole('textbox', { name: 'Link' }).inputValue();
  const read = await decodeLink(new URL(address).hash, platformDeflate(globalThis));
  return read.kind === 'link' ? read.link.runs.map(({ hash }) => hash) : [];
}

test('a worker that hangs, and one that dies without a word, leave the very same run', async ({
  page,
}) => {
  // What a crash of the browser's worker looks like from the page: nothing is ever heard of it again.
  await page.addInitScript(() => {
    const made: Worker[] = [];
    const Real = Worker;
    globalThis.Worker = class extends Real {
      constructor(address: string | URL, options?: WorkerOptions) {
        super(address, options);
        made.push(this);
      }
    };
    Object.assign(globalThis, { killWorker: () => made.at(-1)?.terminate() });
  });
  await openLab(page);
  await goTo(page, 1000);
  void page
    .workers()[0]
    ?.evaluate('for (;;);')
    .catch(() => undefined);
  const notices = page.getByRole('region', { name: 'Notices' });
  // It is watched for all the way, because a notice goes away by itself.
  const isTold = () => expect(notices).toContainText('It is the very same run.');
  await Promise.all([goTo(page, 2500), isTold()]);
  await notices.getByRole('button', { name: 'Dismiss this notice' }).first().click();
  await page.evaluate('killWorker()');
  await Promise.all([goTo(page, 4000), isTold()]);
  expect(await fingerprints(page)).toEqual(undisturbed(4_000_000));
});
