/** A lesson for a room full of people, led by keys alone. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { misdeeds } from './lab.ts';

const footer = (page: Page) => page.getByRole('contentinfo', { name: 'Presentation' });

async function present(page: Page): Promise<void> {
  await page.goto('./#lesson/lag-is-a-clock');
  const column = page.getByRole('region', { name: 'Lesson', exact: true });
  await expect(column.getByRole('button', { name: 'Read on' })).toBeVisible();
  await page.keyboard.press('Shift+P');
  await expect(footer(page).getByText('1 of 19', { exact: true })).toBeVisible();
}

/** Goes on by the clicker, and waits until the beat stands. */
async function go(page: Page, beat: number): Promise<void> {
  await page.keyboard.press('PageDown');
  await expect(footer(page).getByText(`${beat} of 19`, { exact: true })).toBeVisible();
}

/** Nothing for axe to find, all text at 7 to 1, and no letter smaller than 24 pixels as it is seen: those of a drawing by how it is scaled. */
async function expectLegible(page: Page, where: string): Promise<void> {
  const usual = await new AxeBuilder({ page }).analyze();
  const strict = await new AxeBuilder({ page }).withRules(['color-contrast-enhanced']).analyze();
  const found = [...usual.violations, ...strict.violations];
  expect(found.map(({ id, nodes }) => `${where}: ${id} at ${nodes[0]?.html}`)).toEqual([]);
  const small = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const { parentElement: element, textContent } = node;
      if (element === null || (textContent ?? '').trim() === '' || !element.checkVisibility())
        continue;
      if (element.closest('.unseen, [role="tooltip"], title, script, style') !== null) continue;
      // A pane that is narrower than this is nobody's wall.
      const pane = element.closest('.diagram');
      if (pane !== null && pane.clientWidth < 600) continue;
      const matrix = element instanceof SVGGraphicsElement ? element.getScreenCTM() : null;
      const scale = matrix === null ? element.currentCSSZoom : Math.hypot(matrix.a, matrix.b);
      const size = Number.parseFloat(getComputedStyle(element).fontSize) * scale;
      if (size < 23.99) found.push(`${size}: ${textContent}`);
    }
    return found;
  });
  expect(small, where).toEqual([]);
}

test('a class votes, talks, votes again, and opens the very same moment by a code', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const seen = misdeeds(page);
  await present(page);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'projector');
  await go(page, 2);
  for (const key of ['1', '1', '1', '3', 'Shift+1']) await page.keyboard.press(key);
  const votesFor = (answer: number) =>
    page.getByRole('group', { name: `Votes for answer ${answer}` }).getByRole('status');
  await expect(votesFor(1)).toHaveText('2');
  await page.keyboard.press('r');
  for (const key of ['3', '3', '1']) await page.keyboard.press(key);
  await expect(page.getByText('was 2')).toBeVisible();
  await expect(page.getByText('3 votes')).toBeVisible();
  await expectLegible(page, 'the vote');
  await go(page, 3);
  await page.keyboard.press('f');
  await page.keyboard.press('PageDown');
  await expect(footer(page).getByText('Frozen · 3 of 19')).toBeVisible();
  await page.keyboard.press('f');
  await expect(page.getByText(/^At 00:/)).toHaveCount(0);
  await go(page, 4);
  await expect(page.getByText(/^At 00:/)).toBeVisible();
  await page.keyboard.press('b');
  await expect(page.getByText('The screen is black.')).toBeAttached();
  await page.keyboard.press('PageDown');
  await expect(page.getByText('The screen is black.')).toHaveCount(0);
  await expect(footer(page).getByText('4 of 19', { exact: true })).toBeVisible();
  await page.keyboard.press('q');
  await expect(page.getByRole('img', { name: 'QR code of the link' })).toBeVisible();
  const address = await page.getByText(/#s=lesson\/lag-is-a-clock&seed=7/).innerText();
  await expectLegible(page, 'the code');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'Lesson', exact: true })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await page.goto('./');
  await page.goto(address);
  await expect(page.getByText(/^The same moment of “Lag is a clock”/).first()).toBeVisible();
  await expect(page.getByLabel('Virtual time')).toHaveText('00:24.089');
  await presentTheLab(page);
  expect(seen).toEqual([]);
});

/** The lab on a projector: back by the clicker, frozen, black, and the code of where it stands. */
async function presentTheLab(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.keyboard.press('Shift+P');
  const clock = footer(page).getByLabel('Virtual time');
  await expect(clock).toHaveText('00:24.089');
  await page.keyboard.press('PageUp');
  await expect(clock).not.toHaveText('00:24.089');
  const instant = await clock.innerText();
  await expect(page.getByRole('paragraph').filter({ hasText: instant })).toBeVisible();
  await expectLegible(page, 'the lab');
  await page.keyboard.press('f');
  await expect(footer(page).getByText('Frozen')).toBeVisible();
  await page.keyboard.press('PageUp');
  await page.keyboard.press('f');
  await expect(footer(page).getByText('Frozen')).toHaveCount(0);
  await page.keyboard.press('b');
  await expect(page.getByText('The screen is black.')).toBeAttached();
  await page.keyboard.press('PageUp');
  await expect(page.getByText('The screen is black.')).toHaveCount(0);
  await expect(clock).toHaveText(instant);
  await page.keyboard.press('q');
  await expect(page.getByRole('img', { name: 'QR code of the link' })).toBeVisible();
  await expect(
    page.getByRole('dialog').getByText(/^The link holds all that was done/),
  ).toBeVisible();
  await expectLegible(page, 'the code of the lab');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'Promises' })).toBeVisible();
  await expect(page.getByLabel('Virtual time')).toHaveText(instant);
}

for (const { width, height } of [
  { width: 1920, height: 1080 },
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
])
  test(
    `every beat can be read at ${width}×${height}, and nothing is cut`,
    { tag: '@wide' },
    async ({ page }) => {
      test.setTimeout(300_000);
      await page.setViewportSize({ width, height });
      await present(page);
      for (let beat = 1; beat <= 19; beat++) {
        if (beat > 1) await go(page, beat);
        await expectLegible(page, `beat ${beat}`);
        const wider = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(wider, `beat ${beat}`).toBe(0);
      }
    },
  );
