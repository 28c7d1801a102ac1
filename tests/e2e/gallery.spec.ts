/** The gallery as home: what stands in it, the ways to the lab and back, and what the first loads weigh. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test, wide } from './fixtures.ts';
import { goTo, misdeeds, openGallery, openLab } from './lab.ts';
import { weigh } from './weights.ts';

const scenarios = new URL('../../scenarios/', import.meta.url);
const plain = readFileSync(new URL('order-fulfilment/scenario.json', scenarios), 'utf8');

function file(text: string) {
  return { name: 'own.json', mimeType: 'application/json', buffer: Buffer.from(text) };
}

test('home is the gallery: every scenario by concept, with what came of its run', async ({
  page,
}) => {
  const seen = misdeeds(page);
  await openGallery(page);
  await expect(page).toHaveTitle('Baton');
  const hrefs = await page
    .getByRole('article')
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  expect(hrefs.toSorted()).toEqual(readdirSync(scenarios).map((slug) => `#s=${slug}`));
  const groups = page.getByRole('region', { name: 'Consumer groups' });
  const pair = groups.getByRole('article', { name: /One bad record need not hold up/ });
  await expect(
    pair.getByRole('link', {
      name: /^A poisoned record blocks its partition. Breaks at 7\.2 s: Shipping is never more than/,
    }),
  ).toBeVisible();
  await expect(
    pair.getByRole('link', { name: /^A poisoned record is set aside. Keeps all 2 promises/ }),
  ).toBeVisible();
  expect(seen).toEqual([]);
});

test('one click leads to a running lab; back leads home, and forward to the same moment', async ({
  page,
}) => {
  await openGallery(page);
  await page.getByRole('link', { name: /^Start here/ }).click();
  const clock = page.getByLabel('Virtual time');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Order fulfilment');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await expect(clock).not.toHaveText('00:00.000');
  await expect(page).toHaveTitle('Order fulfilment – Baton');
  await page.keyboard.press('p');
  await page.goBack();
  await expect(page.getByRole('searchbox', { name: 'Search scenarios' })).toBeVisible();
  await expect(page.getByRole('link', { name: /^Order fulfilment\. / })).toBeFocused();
  await page.goForward();
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  const paused = await clock.innerText();
  expect(paused).not.toBe('00:00.000');
  await expect(
    page.getByRole('region', { name: 'Faults' }).getByText('live', { exact: true }),
  ).toHaveCount(1);
  // The name of the page leads home as well, and the run is still on the table.
  await page.getByRole('link', { name: 'Baton: all scenarios' }).press('Enter');
  await page.getByRole('link', { name: 'Go on: Order fulfilment' }).click();
  await expect(clock).toHaveText(paused);
});

test('is searched by keyboard, says what it finds, and opens it', async ({ page }) => {
  await openGallery(page);
  await page.keyboard.press('/');
  const field = page.getByRole('searchbox', { name: 'Search scenarios' });
  await expect(field).toBeFocused();
  await page.keyboard.type('tombstone ghost');
  await expect(page.getByRole('article')).toHaveCount(1);
  await expect(page.getByRole('status')).toHaveText('1 of 27 found');
  await page.keyboard.type(' nowhere');
  await expect(
    page.getByText('No scenario, lesson or interview has all of these words.'),
  ).toBeVisible();
  await expect(page.getByRole('status')).toHaveText('Nothing found');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('article')).toHaveCount(17);
  await page.keyboard.type('tombstone');
  const link = page.getByRole('link', { name: /^A compacted log is a table\. / });
  for (let press = 0; press < 8 && !(await isFocused()); press++) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('A compacted log is a table');
  // What was searched for is still there.
  await page.goBack();
  await expect(field).toHaveValue('tombstone');
  await expect(link).toBeFocused();

  function isFocused() {
    return link.evaluate((element) => element === document.activeElement);
  }
});

test('remembers what was opened last, here and nowhere else', async ({ page }) => {
  await openGallery(page);
  await expect(page.getByRole('navigation', { name: 'Opened last' })).toHaveCount(0);
  // What keeps it may come late: the order is that of the opening all the same.
  let letGo = () => {};
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  await page.route(/\/kept-recents-[^/]*\.js$/, async (route) => {
    await gate;
    await route.continue();
  });
  await openLab(page, '#s=spike-and-lag');
  await page.getByRole('combobox', { name: 'Scenario' }).selectOption('keys-move');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/once nothing waits/);
  const came = page.waitForResponse(/\/kept-recents-[^/]*\.js$/);
  letGo();
  await came;
  // Kept within 300 ms.
  await page.waitForTimeout(600);
  await openGallery(page);
  await page.reload();
  const last = page.getByRole('navigation', { name: 'Opened last' });
  await expect(last.getByRole('link')).toHaveText([
    'More partitions, once nothing waits',
    'Spike and lag',
  ]);
  await last.getByRole('link', { name: 'Spike and lag' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Spike and lag');
});

test('opens a file of the reader, or says here what is wrong with it', async ({ page }) => {
  await openGallery(page);
  const chooser = page.getByLabel('Scenario file');
  await chooser.setInputFiles(file(plain.replace('"orders": 50', '"orders": -5')));
  const dialog = page.getByRole('dialog', { name: 'This scenario has 1 problem' });
  await expect(dialog).toContainText('workload.orders');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('searchbox')).toBeVisible();
  await chooser.setInputFiles(file(plain.replace('Order fulfilment', 'My own shop')));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('My own shop');
  await goTo(page, 1500);
  await page.goBack();
  await page.getByRole('link', { name: 'Go on: My own shop' }).click();
  await expect(page.getByLabel('Virtual time')).toHaveText('00:01.500');
  // Nobody but this page knows the file: after a reload it must be opened once more.
  await page.reload();
  await expect(page.getByRole('alert')).toContainText('no longer open');
  await expect(page.getByRole('searchbox')).toBeVisible();
});

test('says so when the lab cannot be loaded, and tries again', async ({ page }) => {
  await openGallery(page);
  await page.route(/\/lab-[^/]*\.js$/, (route) => route.abort());
  await page.getByRole('link', { name: /^Spike and lag/ }).click();
  await expect(page.getByRole('alert')).toContainText('could not be loaded');
  await expect(page.getByRole('searchbox')).toBeVisible();
  await page.unroute(/\/lab-[^/]*\.js$/);
  await page.getByRole('link', { name: /^Spike and lag/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Spike and lag');
});

test('the first load weighs at most 60 KiB, and a first lab at most 300 KiB', async ({
  page,
  context,
}) => {
  const shell = await weigh(page, () => openGallery(page));
  expect(shell.kib, JSON.stringify(shell.answers, undefined, 1)).toBeLessThanOrEqual(60);
  // What is not needed yet is not loaded yet.
  expect(shell.answers.filter(({ path }) => /worker|mermaid|lab-/.test(path))).toEqual([]);
  expect(page.workers()).toEqual([]);
  const other = await context.newPage();
  const lab = await weigh(other, () => openLab(other));
  expect(lab.kib, JSON.stringify(lab.answers, undefined, 1)).toBeLessThanOrEqual(300);
  expect(lab.answers.filter(({ path }) => /simulation\.worker/.test(path))).toHaveLength(1);
  expect(lab.answers.filter(({ path }) => /mermaid|uPlot/.test(path))).toEqual([]);
});

for (const motion of ['no-preference', 'reduce'] as const) {
  test.describe(`where motion is set to ${motion}`, wide, () => {
    test.use({ motion });

    test('a run that is pointed at passes by, or stands still', async ({ page }) => {
      await openGallery(page);
      const link = page.getByRole('article').getByRole('link').nth(3);
      const moving = () =>
        link.evaluate((each) => each.getAnimations({ subtree: true }).length > 0);
      await expect.poll(moving).toBe(false);
      await link.hover();
      await expect.poll(moving).toBe(motion === 'no-preference');
    });
  });
}
