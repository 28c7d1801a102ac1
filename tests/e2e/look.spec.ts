/** How the page stands at the three sizes, light and dark: nothing for axe to find, nothing cut off, nothing to scroll sideways. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { goTo, openGallery, openLab } from './lab.ts';

const sizes = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
];

type Findings = Awaited<ReturnType<AxeBuilder['analyze']>>;

function namesOf({ violations }: Findings): string[] {
  return violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.html}`);
}

for (const viewport of sizes) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${viewport.width}×${viewport.height}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });

      test('axe finds nothing in any panel', async ({ page }) => {
        // On a busy machine axe takes its time.
        test.setTimeout(240_000);
        await openLab(page);
        await goTo(page, 1500);
        await page.getByRole('button', { name: 'Crash Shipping' }).click();
        await page.getByRole('slider', { name: 'Time' }).fill('2400');
        const whole = await new AxeBuilder({ page }).analyze();
        expect(namesOf(whole)).toEqual([]);
        for (const tab of [
          'Lag',
          'Trace',
          'Dead letters',
          'Promises',
          'Diff',
          'Events',
          'Outline',
        ]) {
          await page.getByRole('tab', { name: tab }).click();
          // It is loaded when it is first opened.
          await page.locator('#panel > *').first().waitFor();
          const panel = await new AxeBuilder({ page }).include('#panel').analyze();
          expect(namesOf(panel)).toEqual([]);
        }
      });

      test('axe finds nothing in the gallery, and nothing is cut off there', async ({ page }) => {
        test.setTimeout(120_000);
        await openGallery(page);
        expect(namesOf(await new AxeBuilder({ page }).analyze())).toEqual([]);
        await expectNothingCut(page);
        await page.getByRole('searchbox').fill('rebalance');
        expect(namesOf(await new AxeBuilder({ page }).analyze())).toEqual([]);
        await expectNothingCut(page);
      });

      test('nothing is cut off sideways', async ({ page }) => {
        await openLab(page);
        await goTo(page, 2000);
        await expectNothingCut(page);
      });
    });
  }
}

/** Nothing is wider than the window, and no text is wider than its place. */
async function expectNothingCut(page: Page): Promise<void> {
  const wider = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wider).toBe(0);
  const cut = await page.evaluate(() => {
    const texts = [
      ...document.querySelectorAll('button, .strip dt, .strip dd, label, h1, h2, h3, .clock, li'),
    ];
    return texts
      .filter(
        (element) =>
          element instanceof HTMLElement &&
          element.offsetParent !== null &&
          !element.classList.contains('unseen'),
      )
      .filter(
        (element) =>
          element.scrollWidth > element.clientWidth + 1 &&
          getComputedStyle(element).display !== 'inline' &&
          getComputedStyle(element).overflowX !== 'auto',
      )
      .map((element) => `${element.tagName} ${element.textContent?.trim().slice(0, 40)}`);
  });
  expect(cut).toEqual([]);
}

test.describe('with motion', () => {
  test.use({ motion: 'no-preference' });

  test('messages move with virtual time', async ({ page }) => {
    await openLab(page, '#s=order-fulfilment&style=choreography');
    const canvas = page.locator('.stage canvas');
    const picture = () =>
      canvas.evaluate((element) =>
        element instanceof HTMLCanvasElement ? element.toDataURL() : '',
      );
    await goTo(page, 2000);
    const first = await picture();
    const pictures = new Set([first]);
    for (let step = 0; step < 12; step++) {
      await page.keyboard.press('.');
      await page.waitForTimeout(40);
      pictures.add(await picture());
    }
    expect(pictures.size).toBeGreaterThan(3);
    await goTo(page, 2000);
    await expect.poll(picture).toBe(first);
  });
});
