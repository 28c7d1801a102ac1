/** How far a learner is: kept, shown, looked back on, taken along, and asked again days later. */
import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { misdeeds, openGallery, reload } from './lab.ts';

const title = 'Lag is a clock';
const dayMs = 86_400_000;
const columnOf = (page: Page): Locator => page.getByRole('region', { name: 'Lesson', exact: true });
const shelfOf = (page: Page): Locator => page.getByRole('region', { name: 'Lessons', exact: true });

async function expectSound(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.html}`)).toEqual([]);
  const wider = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wider).toBe(0);
}

/** From wherever it is open to its end, leaving out what can be left out. */
async function leaveTheRestOut(page: Page): Promise<void> {
  const column = columnOf(page);
  const heading = column.getByRole('heading', { level: 1 });
  for (let step = 0; step < 20; step++) {
    const before = await heading.innerText();
    if (before === 'What you found out') return;
    const showMe = column.getByRole('button', { name: 'Show me at once' });
    const on = column.getByRole('button', { name: /^(Read on|Skip)/ });
    await expect(showMe.or(on).first()).toBeEnabled();
    if (await showMe.isVisible()) await showMe.press('Enter');
    await expect(on.first()).toBeEnabled();
    await on.first().press('Enter');
    await expect(heading).not.toHaveText(before);
  }
  throw new Error('the lesson has no end');
}

async function finish(page: Page): Promise<void> {
  await page.goto('./#lesson/lag-is-a-clock');
  await leaveTheRestOut(page);
}

/** Another lesson begins with what was learned before; a room that it is shown to sees none of that. */
async function recallBeforeTheNext(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'All lessons' }).press('Enter');
  await shelfOf(page).locator('a[data-lesson="sharing-the-work"]').press('Enter');
  const column = columnOf(page);
  const heading = column.getByRole('heading', { level: 1 });
  await expect(column.getByText('Question 1 of 2')).toBeVisible();
  await expect(column.getByText('Before step 1')).toBeVisible();
  const asked = await column.getByRole('heading', { level: 2 }).innerText();
  await expectSound(page);
  await column.getByRole('button', { name: 'I do not know' }).press('Enter');
  await expect(column.getByText(/^✓ Checked just now/)).toBeVisible();
  await column.getByRole('button', { name: 'I knew it' }).press('Enter');
  await expect(column.getByText('Question 2 of 2')).toBeVisible();
  await expect(column.getByRole('heading', { level: 2 })).toBeFocused();
  await reload(page);
  await expect(column.getByText('Question 2 of 2')).toBeVisible();
  await expect(column.getByRole('heading', { level: 2 })).not.toHaveText(asked);
  await page.getByRole('button', { name: 'Present' }).press('Enter');
  await expect(page.getByRole('region', { name: 'Beat' })).toBeVisible();
  await expect(page.getByText('Question 2 of 2')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await column.getByRole('button', { name: 'Skip the warm-up' }).press('Enter');
  await expect(column.getByText(/^Step 1 of/)).toBeVisible();
  await expect(heading).toBeFocused();
  await reload(page);
  await expect(column.getByRole('button', { name: 'Read on' })).toBeVisible();
  await expect(column.getByText(/^Step 1 of/)).toBeVisible();
}

test('what a learner said is kept over a reload, and its questions come back the next day', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const seen = misdeeds(page);
  const now = new Date(2026, 2, 3, 10);
  await page.clock.setFixedTime(now);
  await openGallery(page);
  await shelfOf(page).getByRole('link', { name: title }).press('Enter');
  const column = columnOf(page);
  await column.getByRole('button', { name: 'Read on' }).press('Enter');
  await column.getByRole('radio').first().press('Space');
  await column
    .getByRole('group', { name: 'How sure are you?' })
    .getByRole('radio')
    .nth(2)
    .press('Space');
  await column.getByRole('textbox', { name: 'Because …' }).fill('Queues are patient.');
  await column.getByRole('button', { name: 'Place my bet' }).press('Enter');
  await expect(column.getByText('Step 3 of 11')).toBeVisible();
  await reload(page);
  await expect(column.getByText('Step 3 of 11')).toBeVisible();
  await column.getByRole('button', { name: 'Earlier step' }).press('Enter');
  await expect(
    column.getByText('You were sure: quite. Because: Queues are patient.'),
  ).toBeVisible();
  await expect(column.getByRole('radio')).toHaveCount(0);
  await expectSound(page);
  await column.getByRole('button', { name: 'Next step' }).press('Enter');
  await page.getByRole('link', { name: 'Baton: all scenarios' }).press('Enter');
  const card = shelfOf(page).getByRole('listitem').filter({ hasText: title });
  await expect(card.getByText('step 3 of 11')).toBeVisible();
  await card.getByRole('link').press('Enter');
  await leaveTheRestOut(page);
  await page.getByRole('link', { name: 'Baton: all scenarios' }).press('Enter');
  await expect(card.getByText('✓ finished')).toBeVisible();
  await expect(shelfOf(page).getByText('none is due today')).toBeVisible();
  await page.clock.setFixedTime(now.getTime() + dayMs);
  await reload(page);
  await shelfOf(page).getByRole('link', { name: '2 questions are due today' }).press('Enter');
  await expect(page.getByText('Question 1 of 2')).toBeVisible();
  await page
    .getByRole('textbox', { name: 'Your answer, from memory' })
    .fill('By what is left over.');
  await page.getByRole('button', { name: 'Compare' }).press('Enter');
  await expect(page.getByText(/^✓ Checked just now/)).toBeVisible();
  await expectSound(page);
  await page.getByRole('button', { name: 'I knew it' }).press('Enter');
  await expect(page.getByText('Question 2 of 2')).toBeVisible();
  await page.getByRole('button', { name: 'I do not know' }).press('Enter');
  await page.getByRole('button', { name: 'I did not' }).press('Enter');
  await expect(page.getByText('You knew 1 of 2.')).toBeVisible();
  await expect(page.getByText('The next one comes back tomorrow.')).toBeVisible();
  await recallBeforeTheNext(page);
  expect(seen).toEqual([]);
});

test(
  'a file takes all of it to another browser, says first what it brings, and a bad one is refused in a sentence',
  { tag: '@wide' },
  async ({ page, browser }) => {
    test.setTimeout(240_000);
    await finish(page);
    await openGallery(page);
    await shelfOf(page).getByRole('button', { name: 'Take along, bring in' }).press('Enter');
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save all as a file' }).press('Enter');
    const file = await (await downloading).path();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('File to bring in').setInputFiles(file);
    await expect(dialog.getByText('All of it is here already.')).toBeVisible();
    await expectSound(page);
    const context = await browser.newContext({ serviceWorkers: 'block' });
    const other = await context.newPage();
    await openGallery(other);
    await shelfOf(other).getByRole('button', { name: 'Take along, bring in' }).press('Enter');
    const chooser = other.getByLabel('File to bring in');
    const name = 'holiday.json';
    await chooser.setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from('{}') });
    await expect(other.getByRole('alert')).toContainText('holiday.json is no file');
    await chooser.setInputFiles(file);
    await expect(other.getByText(`${title}: ✓ finished, not begun here.`)).toBeVisible();
    await expect(other.getByText('2 questions to recall.')).toBeVisible();
    await expectSound(other);
    await other.getByRole('button', { name: 'Bring it in' }).press('Enter');
    await expect(other.getByText('It is here now.')).toBeVisible();
    await other.getByRole('button', { name: 'Close' }).press('Enter');
    const card = shelfOf(other).getByRole('listitem').filter({ hasText: title });
    await expect(card.getByText('✓ finished')).toBeVisible();
    await context.close();
  },
);

test(
  'a teacher drops results, each is run again, and one that was touched is flagged',
  { tag: '@wide' },
  async ({ page }) => {
    test.setTimeout(240_000);
    await finish(page);
    await columnOf(page)
      .getByRole('textbox', { name: /^Your name/ })
      .fill('Ada');
    const downloading = page.waitForEvent('download');
    await columnOf(page).getByRole('button', { name: 'Save my result as a file' }).press('Enter');
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('lag-is-a-clock-ada-result.json');
    const text = await readFile(await download.path(), 'utf8');
    await openGallery(page);
    await shelfOf(page).getByRole('link', { name: 'Results of a class' }).press('Enter');
    const file = (name: string, content: string) => ({
      ...{ name, mimeType: 'application/json', buffer: Buffer.from(content) },
    });
    const honest = JSON.parse(text) as { readonly way: object; readonly runs: readonly object[] };
    const prints = [{ style: 'choreography', hash: 'beef' }];
    const answers = [{ question: 'step-3', answer: '-5', right: true }];
    const touched = JSON.stringify({
      ...{ ...honest, learner: 'Bob', way: { ...honest.way, answers } },
      runs: honest.runs.map((run) => ({ ...run, prints })),
    });
    await page
      .getByLabel('Result files')
      .setInputFiles([file('a.json', text), file('b.json', touched), file('c.json', '{"x":1}')]);
    await expect(page.getByText('2 results run again, 1 flagged, 1 not read.')).toBeVisible();
    const rowOf = (name: string) => page.getByRole('row').filter({ hasText: name });
    await expect(rowOf('Ada').getByText('✓ the same')).toBeVisible();
    await expect(rowOf('Bob').getByText('another fingerprint here')).toBeVisible();
    await expect(rowOf('Bob').getByText('Step 4: -5 is marked as right')).toBeVisible();
    await expect(page.getByRole('alert')).toContainText('c.json: It is no result of a lesson');
    for (const [width, height] of [
      [1440, 900],
      [1280, 720],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      await expectSound(page);
    }
  },
);
