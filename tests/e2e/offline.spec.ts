/** Without a network the page works all the same, and a new version is taken when the reader says so. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { goTo } from './lab.ts';
import { serveFolder, type FolderServer } from './server.ts';

const built = fileURLToPath(new URL('../../dist', import.meta.url));
const plain = readFileSync(
  new URL('../../scenarios/order-fulfilment/scenario.json', import.meta.url),
  'utf8',
);

test.use({ serviceWorkers: 'allow' });

let folder = '';
let server: FolderServer;

// A server of its own, which can be closed, and whose files can change.
test.beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'baton-offline-'));
  cpSync(built, folder, { recursive: true });
  server = await serveFolder(folder, '/some/where/');
});

test.afterEach(async () => {
  await server.close().catch(() => undefined);
  rmSync(folder, { recursive: true });
});

/** Waits until the browser keeps a whole version of the page. */
async function isKept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
}

test('after the first load it works without a network: gallery, lab, panels, and Mermaid', async ({
  page,
}) => {
  await page.goto(server.address);
  await isKept(page);
  await server.close();
  await page.reload();
  await page.getByRole('link', { name: /^Start here/ }).click();
  await expect(page.getByLabel('Virtual time')).not.toHaveText('00:00.000');
  for (const tab of ['Lag', 'Groups', 'Settings', 'Moments', 'Hunt']) {
    await page.getByRole('tab', { name: tab }).click();
    await expect(page.getByRole('tabpanel', { name: tab })).not.toBeEmpty();
  }
  await page.getByLabel('Scenario file').setInputFiles({
    name: 'own.json',
    mimeType: 'application/json',
    buffer: Buffer.from(plain.replaceAll('"partitions": 3', '"partitions": 2')),
  });
  await expect(page.getByText('own.json is open.').first()).toBeVisible();
  await expect(page.locator('.stage canvas').first()).toBeVisible();
  await expect(page.getByText('a plain layout stands in')).toHaveCount(0);
  await page.getByRole('link', { name: 'Baton: all scenarios' }).click();
  await page.getByRole('link', { name: /^Lag is a clock/ }).click();
  await page.getByRole('button', { name: 'Read on' }).click();
  await page.getByRole('button', { name: 'Skip the prediction' }).click();
  await page.getByRole('button', { name: 'Show me at once' }).click();
  await expect(page.getByText(/^There it is, at /)).toBeVisible();
});

test('a new version is offered and not forced; taken, it brings the run back at its moment', async ({
  page,
}) => {
  await page.goto(server.address);
  await isKept(page);
  await page.goto('about:blank');
  await page.goto(`${server.address}#s=order-fulfilment`);
  await page.getByRole('region', { name: 'Promises' }).waitFor();
  await goTo(page, 1500);
  await page.keyboard.press('p');
  const faults = page.getByRole('region', { name: 'Faults', exact: true });
  await expect(faults.getByText('live', { exact: true })).toHaveCount(1);
  // Acting in the past keeps that future as a branch; it comes along, and so does a bookmark.
  await goTo(page, 1000);
  await page.keyboard.press('i');
  await expect(page.getByText('You acted in the past').first()).toBeVisible();
  await goTo(page, 1500);
  await page.keyboard.press('b');
  deployAnother();
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update();
  });
  const offer = page.getByRole('status', { name: 'New version' });
  await expect(offer).toContainText('your run comes back at this moment');
  // Nothing has happened to the page yet.
  await expect(page.getByLabel('Virtual time')).toHaveText('00:01.500');
  await expect(page.locator('meta[name="another"]')).toHaveCount(0);
  await offer.getByRole('button', { name: 'Take it now' }).click();
  await expect(page.locator('meta[name="another"]')).toHaveCount(1);
  await expect(page.getByText(/^Reproduced: /).first()).toBeVisible();
  await expect(page.getByLabel('Virtual time')).toHaveText('00:01.500');
  await expect(faults.getByText('live', { exact: true })).toHaveCount(1);
  await expect(faults.getByRole('listitem')).toContainText('Inventory crashes');
  await page.getByRole('tab', { name: 'Moments' }).click();
  const moments = page.getByRole('tabpanel', { name: 'Moments' });
  for (const name of ['Original', 'Branch 2', 'Bookmark 1'])
    await expect(moments.getByRole('textbox', { name: `Name of ${name}` })).toBeVisible();
  await expect(offer).toHaveCount(0);
});

/** Puts another version into the folder. */
function deployAnother(): void {
  const rewrite = (name: string, change: (text: string) => string) => {
    const file = path.join(folder, name);
    writeFileSync(file, change(readFileSync(file, 'utf8')));
  };
  rewrite('index.html', (text) => text.replace('<title>', '<meta name="another" /><title>'));
  rewrite('service-worker.js', (text) => text.replace('"version":"', '"version":"another-'));
}
