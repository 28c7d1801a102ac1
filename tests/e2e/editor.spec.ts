/** The editor: a scenario is changed as text, and the run follows. */
import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { atRest, goTo, misdeeds, openLab, reload } from './lab.ts';
import { weigh } from './weights.ts';

const plain = readFileSync(
  new URL('../../scenarios/order-fulfilment/scenario.json', import.meta.url),
  'utf8',
);

/** Opens the editor by its key, and waits until it can be typed into. */
async function openEditor(page: Page) {
  await page.keyboard.press('e');
  const code = page.getByRole('textbox', { name: 'Scenario as JSON' });
  await expect(code).toBeFocused();
  return code;
}

/** Selects the first place where a text stands. */
async function find(page: Page, text: string) {
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Control+f');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
}

/** Puts a text in place of another one, by the keyboard. */
async function change(page: Page, from: string, to: string) {
  await find(page, from);
  await page.keyboard.insertText(to);
}

test('a change is run at once, at the same moment, and can be taken back', async ({ page }) => {
  const seen = misdeeds(page);
  await openLab(page);
  await goTo(page, 5_000);
  await openEditor(page);
  const editor = page.getByRole('dialog', { name: 'Edit: Order fulfilment' });
  await change(page, '"title": "Order fulfilment"', '"title": "My shop"');
  await change(page, '"orders": 50', '"orders": 40');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('My shop');
  await expect(page.getByRole('dialog', { name: 'Edit: My shop' }).getByRole('status')).toHaveText(
    'Applied.',
  );
  await expect(page.getByLabel('Virtual time')).toHaveText('00:05.000');
  // What is typed into the editor is never taken for a key of the page.
  await page.getByRole('textbox', { name: 'Scenario as JSON' }).focus();
  for (let press = 0; press < 2; press++) await page.keyboard.press('Control+z');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Order fulfilment');
  await editor.getByRole('button', { name: 'Close the editor' }).click();
  await expect(editor).toHaveCount(0);
  expect(seen).toEqual([]);
});

test('a mistake is shown at its line, and the run stays; typed markup stays text', async ({
  page,
}) => {
  const seen = misdeeds(page);
  await openLab(page);
  const fingerprint = await page
    .locator('.transport')
    .getByText(/^C [0-9a-f]+/)
    .innerText();
  await openEditor(page);
  const editor = page.getByRole('dialog', { name: /^Edit/ });
  await change(page, '"orders": 50', '"orders": -5');
  const problems = editor.getByRole('list', { name: 'Problems' });
  await expect(problems.getByRole('button')).toHaveText([/^line 88 .*-5/]);
  await expect(editor.getByRole('status')).toHaveText('1 problem. The run stays as it was.');
  await expect(editor.locator('.cm-lintRange-error')).toHaveText('-5');
  await page.keyboard.press('Control+Home');
  await problems.getByRole('button').click();
  await expect(editor.locator('.cm-activeLine')).toContainText('"orders": -5');
  await expect(page.locator('.transport').getByText(/^C [0-9a-f]+/)).toHaveText(fingerprint);
  // A second mistake, hostile: what the page says of it is text.
  await change(page, '"profile": "kafka"', '"<img src=x onerror=alert(1)>": "</script><b>"');
  await expect(problems.getByRole('button')).toHaveCount(3);
  await expect(problems).toContainText('<img src=x onerror=alert(1)>');
  await editor.locator('.cm-lintRange-error').first().hover();
  await expect(editor.locator('.cm-tooltip')).toBeVisible();
  expect(await editor.locator('img, script').count()).toBe(0);
  expect(seen).toEqual([]);
});

test('the whole editor works by keyboard, is accessible, and is loaded only when it is asked for', async ({
  page,
}) => {
  const seen = misdeeds(page);
  await openLab(page);
  await atRest(page);
  const load = await weigh(page, async () => {
    await openEditor(page);
  });
  // CodeMirror and what it needs, in one piece.
  expect(load.kib).toBeGreaterThan(60);
  expect(load.kib).toBeLessThan(160);
  const code = page.getByRole('textbox', { name: 'Scenario as JSON' });
  await page.keyboard.press('Tab');
  await expect(code).toBeFocused();
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByRole('button', { name: 'Download' })).toBeFocused();
  for (const theme of ['light', 'dark'] as const) {
    await page.evaluate((name) => (document.documentElement.dataset['theme'] = name), theme);
    const { violations } = await new AxeBuilder({ page }).include('dialog').analyze();
    expect(violations).toEqual([]);
  }
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('Edit the scenario');
  expect(seen).toEqual([]);
});

test('a changed scenario is kept: after a reload, in the gallery, deleted and had back', async ({
  page,
}) => {
  const seen = misdeeds(page);
  await openLab(page);
  await openEditor(page);
  const editor = page.getByRole('dialog', { name: /^Edit/ });
  await expect(editor).toContainText('Built in. Your first change makes it');
  await change(page, '"title": "Order fulfilment"', '"title": "<b>My</b> shop"');
  await expect(editor).toContainText('Kept in this browser as “<b>My</b> shop”.');
  await expect(page).toHaveURL(/#s=own\/order-fulfilment&/);
  // With a mistake in it, it is kept as well.
  await change(page, '"orders": 50', '"orders": -5');
  await expect(editor.getByRole('list', { name: 'Problems' })).toBeVisible();
  await expect(editor).toContainText('Kept in this browser as');
  await reload(page);
  await expect(editor.getByRole('list', { name: 'Problems' })).toContainText('-5');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Order fulfilment');
  await change(page, '"orders": -5', '"orders": 5');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('<b>My</b> shop');
  await expect(editor).toContainText('Kept in this browser as “<b>My</b> shop”.');

  await page.getByRole('link', { name: 'Baton: all scenarios' }).click();
  const shelf = page.getByRole('region', { name: 'Your scenarios' });
  await expect(shelf.getByRole('listitem')).toHaveCount(1);
  const row = shelf.getByRole('group', { name: '<b>My</b> shop' });
  await row.getByRole('button', { name: 'Duplicate' }).click();
  await expect(shelf.getByRole('listitem')).toHaveCount(2);
  const copy = shelf.getByRole('group', { name: '<b>My</b> shop (copy)' });
  await copy.getByRole('button', { name: 'Rename' }).click();
  await page.keyboard.insertText('Second shop');
  await page.keyboard.press('Enter');
  const second = shelf.getByRole('group', { name: 'Second shop' });
  const saved = page.waitForEvent('download');
  await second.getByRole('button', { name: 'Download' }).click();
  expect((await saved).suggestedFilename()).toBe('second-shop.json');
  await row.getByRole('button', { name: 'Delete' }).click();
  await expect(shelf.getByRole('listitem')).toHaveCount(1);
  await shelf.getByRole('button', { name: 'Undo' }).click();
  await expect(shelf.getByRole('listitem')).toHaveCount(2);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
  await reload(page);
  await shelf.getByRole('link', { name: 'Second shop' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Second shop');
  expect(seen).toEqual([]);
});

test('a second tab says that the scenario is open twice, and no change is lost', async ({
  page,
  context,
}) => {
  await openLab(page);
  await openEditor(page);
  await change(page, '"title": "Order fulfilment"', '"title": "Mine"');
  await expect(page.getByRole('dialog')).toContainText('Kept in this browser as “Mine”.');
  const other = await context.newPage();
  await openLab(other, '#s=own/order-fulfilment');
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Mine');
  await openEditor(other);
  await expect(other.getByRole('dialog')).toContainText('It is open in another tab too.');
  await change(other, '"title": "Mine"', '"title": "Theirs"');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Theirs');
  await expect(page.getByRole('dialog')).toContainText('It was changed in another tab');
});

test('a file is kept only when its reader says so; without storage nothing is lost', async ({
  page,
}) => {
  await page.addInitScript(() => {
    if (!location.hash.includes('blocked')) return;
    Object.defineProperty(globalThis, 'indexedDB', { get: () => undefined });
    Object.defineProperty(globalThis, 'localStorage', {
      get: () => {
        throw new DOMException('no', 'SecurityError');
      },
    });
  });
  await openLab(page);
  await page.getByLabel('Scenario file').setInputFiles({
    name: 'own.json',
    mimeType: 'application/json',
    buffer: Buffer.from(plain.replace('Order fulfilment', 'From a file')),
  });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('From a file');
  await openEditor(page);
  const editor = page.getByRole('dialog', { name: /^Edit/ });
  await expect(page).toHaveURL(/#s=own-file/);
  await editor.getByRole('button', { name: 'Keep in this browser' }).click();
  await expect(editor).toContainText('Kept in this browser as “From a file”.');
  await expect(page).toHaveURL(/#s=own\/from-a-file/);

  await page.goto('about:blank');
  await openLab(page, '#s=order-fulfilment&x=blocked');
  await openEditor(page);
  await change(page, '"title": "Order fulfilment"', '"title": "Mine"');
  await expect(editor.getByRole('alert')).toContainText('this is not saved');
  const saved = page.waitForEvent('download');
  await editor.getByRole('button', { name: 'Download' }).click();
  expect((await saved).suggestedFilename()).toBe('mine.json');
});

test('the editor offers what fits and says what it means; changes against the built-in are taken back', async ({
  page,
}) => {
  const seen = misdeeds(page);
  await openLab(page);
  await openEditor(page);
  const editor = page.getByRole('dialog', { name: /^Edit/ });
  await find(page, '"seed"');
  await expect(editor.getByText('seed: The seed: the same seed gives the same run')).toBeVisible();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Control+Space');
  const offered = page.getByRole('listbox');
  await expect(offered.getByRole('option', { name: 'readers' })).toBeVisible();
  await page.keyboard.press('Escape');
  await change(page, '"orders": 50', '"orders": 40');
  await change(page, '"title": "Order fulfilment"', '"title": "My shop"');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('My shop');
  await editor.getByRole('button', { name: 'Compare' }).click();
  const bar = editor.getByRole('toolbar', { name: 'Comparison' });
  await expect(bar.getByText('2 changes against the built-in')).toBeVisible();
  await expect(editor.locator('.cm-deletedChunk').first()).toContainText('Order fulfilment');
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.html}`)).toEqual([]);
  await page.getByRole('textbox', { name: 'Scenario as JSON' }).focus();
  await page.keyboard.press('Control+Home');
  await bar.getByRole('button', { name: 'Revert this change' }).focus();
  await page.keyboard.press('Enter');
  await expect(bar.getByText('1 change against the built-in')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Order fulfilment');
  await bar.getByRole('button', { name: 'Revert all' }).click();
  await expect(bar.getByText('No change against the built-in')).toBeVisible();
  expect(seen).toEqual([]);
});
