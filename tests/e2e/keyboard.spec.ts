/** The whole lab by keyboard alone. */
import { expect, test } from './fixtures.ts';
import { openLab } from './lab.ts';

test('plays, steps, opens panels and injects by single keys', async ({ page }) => {
  await openLab(page);
  const clock = page.getByLabel('Virtual time');
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await expect(clock).not.toHaveText('00:00.000');
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await page.keyboard.press('Home');
  await expect(clock).toHaveText('00:00.000');
  await page.keyboard.press('Shift+Period');
  await expect(clock).not.toHaveText('00:00.000');
  const milestone = await clock.innerText();
  await page.keyboard.press('.');
  await page.keyboard.press(',');
  await expect(clock).toHaveText(milestone);
  for (const [key, panel] of [
    ['2', 'Lag'],
    ['3', 'Trace'],
    ['4', 'States'],
    ['5', 'Dead letters'],
    ['6', 'Promises'],
    ['7', 'Diff'],
    ['8', 'Events'],
    ['9', 'Outline'],
    ['0', 'Groups'],
    ['z', 'Score'],
    ['1', 'Log'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole('tab', { name: panel })).toHaveAttribute('aria-selected', 'true');
  }
  await page.keyboard.press('p');
  await expect(
    page.getByRole('region', { name: 'Faults' }).getByText('Payment crashes').first(),
  ).toBeVisible();
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  await expect(keys.getByRole('heading', { name: 'Keys' })).toBeInViewport();
  await page.keyboard.press('Escape');
  await expect(keys).toHaveCount(0);
});

test('reaches every control by Tab, and nothing holds the focus', async ({ page }) => {
  await openLab(page);
  const reached = new Set<string>();
  for (let press = 0; press < 90; press++) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => {
      const focused = document.activeElement;
      return focused?.getAttribute('aria-label') ?? focused?.textContent?.trim() ?? '';
    });
    reached.add(name);
  }
  for (const name of [
    'Play',
    'Step forward',
    'Step back',
    'Restart',
    'Speed',
    'Time',
    'Share this moment',
    'Choreography',
    'Side by side',
    'Orchestration',
    'Crash Shipping',
    'Point',
    'Inbox',
    'Outbox',
    'Log',
  ]) {
    expect([...reached]).toContain(name);
  }
});

test('goes through tabs and events by arrow keys', async ({ page }) => {
  await openLab(page);
  await page.getByRole('slider', { name: 'Time' }).fill('1000');
  await page.getByRole('tab', { name: 'Log' }).focus();
  for (let press = 0; press < 7; press++) await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Events' })).toBeFocused();
  const grid = page.getByRole('grid');
  await grid.focus();
  await page.keyboard.press('ArrowUp');
  await expect(grid.getByRole('row', { selected: true })).toHaveCount(1);
  const sentence = await grid
    .getByRole('row', { selected: true })
    .getByRole('gridcell')
    .last()
    .innerText();
  await expect(page.getByRole('region', { name: 'Why' })).toContainText(sentence);
});
