/** One order in three views, and a run that is taken along as files and on paper. */
import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test, wide } from './fixtures.ts';
import { goTo, misdeeds, openLab } from './lab.ts';

async function openView(page: Page, view: string): Promise<void> {
  await page.getByRole('tab', { name: 'Trace' }).click();
  const button = page
    .getByRole('group', { name: 'View of the order' })
    .getByRole('button', { name: view });
  await button.click();
  await expect(button).toHaveAttribute('aria-pressed', 'true');
}

/** Where a drawing stands within what can be scrolled of its panel, and how large it is. */
function placeOf(picture: Locator) {
  return picture.evaluate((drawing) => {
    const { top, width, height } = drawing.getBoundingClientRect();
    const first = document.querySelector('#panel > *')?.getBoundingClientRect().top ?? 0;
    return [top - first, width, height].map(Math.round);
  });
}

/** Presses a button of the export dialog, and gives the file. */
async function take(page: Page, name: string): Promise<{ file: string; text: string }> {
  const dialog = page.getByRole('dialog', { name: 'Export' });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name }).click(),
  ]);
  const file = download.suggestedFilename();
  await expect(dialog.getByRole('status')).toContainText(`${file}, `);
  return { file, text: await readFile(await download.path(), 'utf8') };
}

test('an order is seen in three views that do not move, and the run is taken along', async ({
  page,
}) => {
  const seen = misdeeds(page);
  await openLab(page);
  await goTo(page, 4000);
  await openView(page, 'Gantt');
  const spans = page.getByRole('list', { name: 'Spans of order 1' }).getByRole('button');
  await expect(spans.first()).toHaveAccessibleName(/^Order 1: from 00:00\.\d+, [\d.]+ ms$/);
  await spans.getByText('Payment works on payment').click();
  await expect(page.getByLabel('Virtual time')).not.toHaveText('00:04.000');
  await goTo(page, 4000);
  await openView(page, 'Sequence');
  const picture = page.getByRole('img', { name: /^Sequence diagram of order 1: / });
  await page.getByText('The diagram in words').click();
  const words = page
    .getByRole('group')
    .getByRole('listitem')
    .getByRole('button', { name: / to |answers|: / });
  await expect(words.last()).toHaveText('Order: Order completed');
  await expect(picture.locator('g.item')).toHaveCount(await words.count());
  const place = await placeOf(picture);
  const whole = await words.count();
  await words.first().focus();
  await page.keyboard.press('Enter');
  await expect(words).toHaveCount(1);
  await expect(picture.locator('g.item')).toHaveCount(1);
  expect(whole).toBeGreaterThan(10);
  expect(await placeOf(picture)).toEqual(place);

  await goTo(page, 4000);
  await page.getByRole('button', { name: 'Export the run' }).focus();
  await page.keyboard.press('Enter');
  const csv = await take(page, 'Events as CSV');
  expect(csv.file).toBe('baton-order-fulfilment-choreography-seed7.events.csv');
  expect(csv.text).toMatch(/^row,timeMs,kind,/);
  const svg = await take(page, 'Stage, orchestration as SVG');
  expect(svg.file).toBe('baton-order-fulfilment-orchestration-seed7.svg');
  expect(svg.text).toContain('Payment');
  expect(svg.text).not.toContain('var(--');
  expect(svg.text).not.toContain('<image');
  const panel = await take(page, 'Trace panel, choreography as SVG');
  expect(panel.text).toContain('Order: Order completed');
  const png = await take(page, 'Sequence, choreography as PNG');
  expect(png.text).toContain('PNG');
  const report = await take(page, 'Report in Markdown');
  expect(report.text).toContain('## Promises');
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.html}`)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Export' })).toHaveCount(0);
  expect(seen).toEqual([]);
});

test(
  'faults are searched, aimed, taken back and written anew, by keyboard',
  wide,
  async ({ page }) => {
    const seen = misdeeds(page);
    await openLab(page);
    await goTo(page, 2000);
    const faults = page.getByRole('region', { name: 'Faults', exact: true });
    await faults.getByRole('searchbox', { name: 'Search faults' }).fill('crash pay');
    await expect(faults.getByRole('button', { name: /^Crash / })).toHaveCount(1);
    await expect(faults.getByRole('button', { name: 'Slow consumer' })).toHaveCount(0);
    await faults.getByRole('combobox', { name: 'Point' }).selectOption('after effect');
    await faults.getByRole('spinbutton', { name: 'Match that the fault strikes' }).fill('3');
    await faults.getByRole('button', { name: 'Crash Payment' }).focus();
    const told = 'Payment crashes after effect at match 3 from 2 s on and is back after 2 s.';
    await expect(faults.locator('.preview')).toHaveText(told);
    await page.keyboard.press('Enter');
    await expect(faults.getByText('live', { exact: true })).toBeVisible();
    await expect(faults.getByRole('listitem')).toContainText(told);
    await faults.getByRole('button', { name: 'Edit the live lines' }).click();
    const lines = faults.getByRole('textbox', { name: /^Live faults/ });
    await expect(lines).toBeFocused();
    const text = await lines.inputValue();
    await lines.fill(text.replace('"payment"', '"nobody"'));
    await faults.getByRole('button', { name: 'Run with these' }).click();
    await expect(faults.getByRole('alert')).toContainText('nobody');
    await lines.fill(text.replace('"payment"', '"shipping"'));
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.html}`)).toEqual([]);
    await faults.getByRole('button', { name: 'Run with these' }).click();
    await expect(faults.getByRole('listitem')).toContainText('Shipping crashes after effect');
    await page.keyboard.press('Control+z');
    await expect(faults.getByText('live', { exact: true })).toHaveCount(0);
    await expect(page.getByLabel('Virtual time')).toHaveText('00:02.000');
    expect(seen).toEqual([]);
  },
);

test('every panel can be taken along as a picture', wide, async ({ page }) => {
  await openLab(page);
  await goTo(page, 3000);
  for (const [panel, words] of [
    ['Log', 'orders.events'],
    ['Lag', 'choreography'],
    ['Trace', 'order 1'],
    ['States', 'order-owner'],
    ['Dead letters', 'dead letter'],
    ['Promises', 'No order is shipped twice'],
    ['Diff', 'orders started'],
    ['Events', 'offset-committed'],
    ['Outline', 'Consumer groups'],
    ['Groups', 'Stable'],
    ['Producers', 'In flight'],
  ] as const) {
    await page.getByRole('tab', { name: panel, exact: true }).click();
    await expect(page.locator('#panel')).toContainText(new RegExp(words, 'i'));
    await page.getByRole('button', { name: 'Export the run' }).click();
    const { text } = await take(page, `${panel} panel, choreography as SVG`);
    expect(text.toLowerCase()).toContain(words.toLowerCase());
    expect(text).not.toContain('var(--');
    const isRead = await page.evaluate(
      (svg) =>
        new DOMParser().parseFromString(svg, 'image/svg+xml').querySelector('parsererror') === null,
      text,
    );
    expect(isRead).toBe(true);
    // The table has many more rows than the panel shows.
    if (panel === 'Events') expect(text.match(/record-sent/g)?.length).toBeGreaterThan(50);
    await page.keyboard.press('Escape');
  }
  await page.keyboard.press('z');
  await page.getByRole('slider', { name: 'Score of choreography' }).waitFor();
  await page.getByRole('button', { name: 'Export the run' }).click();
  const score = await take(page, 'Score, choreography and orchestration as SVG');
  expect(score.file).toMatch(/score\.svg$/);
  for (const words of ['CHOREOGRAPHY', 'ORCHESTRATION', 'Payment', 'messages received'])
    expect(score.text).toContain(words);
  expect(score.text.match(/<path/g)?.length).toBeGreaterThan(10);
  expect(score.text).not.toContain('<image');
  const dots = await take(page, 'Score, choreography and orchestration as PNG');
  expect(dots.text).toContain('PNG');
});

test('the views of an order follow time, and nothing in them moves', wide, async ({ page }) => {
  await openLab(page);
  await goTo(page, 4000);
  await goTo(page, 530);
  for (const [view, lines] of [
    ['Gantt', page.getByRole('list', { name: 'Spans of order 1' })],
    ['Causes', page.getByRole('list', { name: 'Causes and effects of order 1' })],
  ] as const) {
    await goTo(page, 530);
    await openView(page, view);
    const height = () => lines.evaluate(({ scrollHeight }) => scrollHeight);
    const shown = () => lines.getByRole('button').count();
    const newest = lines.locator('[data-newest]');
    const [whole, first] = [await height(), await shown()];
    for (const ms of [600, 700, 800]) {
      await goTo(page, ms);
      await expect(newest).toBeInViewport();
      expect(await height()).toBe(whole);
    }
    expect(await shown()).toBeGreaterThan(first);
  }
});

test('the report is alone on paper, black on white', wide, async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await openLab(page, '#s=order-fulfilment-naive');
  // Without the report, it is the stage and its panel that are printed, in letters that are dark on any paper.
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'projector');
  await expect(page.locator('.stage canvas').first()).toBeVisible();
  await expect(page.getByRole('tabpanel')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Crash Shipping' })).toBeHidden();
  await page.emulateMedia({ media: 'screen' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.evaluate(() => (globalThis.print = () => undefined));
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'What to do' }).fill('export the run');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Print the report' }).click();
  const report = page.locator('.paper-report');
  await expect(report).toBeHidden();
  await page.emulateMedia({ media: 'print' });
  await expect(report).toBeVisible();
  await expect(report.getByRole('heading', { name: 'Figures' })).toBeVisible();
  await expect(report).toHaveCSS('color', 'rgb(0, 0, 0)');
  await expect(page.getByRole('main')).toBeHidden();
  await page.evaluate(() => globalThis.dispatchEvent(new Event('afterprint')));
  await expect(report).toHaveCount(0);
});

for (const { width, height, theme } of [
  { width: 1440, height: 900, theme: 'light' },
  { width: 1280, height: 720, theme: 'dark' },
  { width: 390, height: 844, theme: 'projector' },
]) {
  test(
    `axe finds nothing in the views and the export at ${width}×${height}, ${theme}`,
    wide,
    async ({ page }) => {
      await page.setViewportSize({ width, height });
      await page.addInitScript((name) => localStorage.setItem('baton.theme', name), theme);
      await openLab(page, '#s=order-fulfilment-naive');
      await goTo(page, 4000);
      const check = async (at: string) => {
        const rules = { 'color-contrast-enhanced': { enabled: theme === 'projector' } };
        const { violations } = await new AxeBuilder({ page }).options({ rules }).analyze();
        expect(
          violations.map(({ id, nodes }) => `${at}: ${id} at ${nodes[0]?.html}`),
          at,
        ).toEqual([]);
        const wider = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(wider, at).toBe(0);
      };
      await openView(page, 'Gantt');
      await expect(page.getByRole('list', { name: 'Spans of order 1' })).toBeVisible();
      await check('Gantt');
      await openView(page, 'Sequence');
      await expect(page.getByRole('img', { name: /^Sequence diagram/ })).toBeVisible();
      await page.getByText('The diagram in words').click();
      await page.getByText('Mermaid text', { exact: true }).click();
      await check('Sequence');
      await page.getByRole('button', { name: 'Export the run' }).click();
      await expect(page.getByRole('dialog', { name: 'Export' })).toBeVisible();
      await check('Export');
    },
  );
}
