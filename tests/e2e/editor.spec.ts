/** The editor: a scenario is changed as text, and the run follows. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { goTo, misdeeds, openLab } from './lab.ts';
import { weigh } from './weights.ts';

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
  await openLab(page);
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
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations).toEqual([]);
  }
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('Edit the scenario');
});
