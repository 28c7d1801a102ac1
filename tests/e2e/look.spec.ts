/** How the page stands at the three sizes, light and dark: nothing for axe to find, nothing cut off, nothing to scroll sideways. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test, wide } from './fixtures.ts';
import { goTo, openGallery, openLab } from './lab.ts';

/** Every size and every theme once; a colour does not depend on the size, and a size not on the colour. */
const looks = [
  { width: 1440, height: 900, theme: 'projector', details: {} },
  { width: 390, height: 844, theme: 'dark', details: {} },
  { width: 1440, height: 900, theme: 'light', details: wide },
  { width: 1280, height: 720, theme: 'dark', details: wide },
  { width: 1024, height: 768, theme: 'light', details: wide },
] as const;
/** 1440×900 and 1280×720 at a zoom of 200 %. */
const zoomedSizes = [
  { width: 720, height: 450 },
  { width: 640, height: 360 },
];

type Findings = Awaited<ReturnType<AxeBuilder['analyze']>>;

function namesOf({ violations }: Findings): string[] {
  return violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.html}`);
}

/** Axe as this theme wants it: a projector's text must have a contrast of 7 to 1. */
function axe(page: Page, theme: string): AxeBuilder {
  const rules = { 'color-contrast-enhanced': { enabled: theme === 'projector' } };
  return new AxeBuilder({ page }).options({ rules });
}

for (const { width, height, theme, details } of looks) {
  test.describe(`${width}×${height}, ${theme}`, () => {
    test.use({ viewport: { width, height }, colorScheme: theme === 'dark' ? 'dark' : 'light' });
    test.beforeEach(async ({ page }) => {
      await page.addInitScript((name) => {
        if (name === 'projector') localStorage.setItem('baton.theme', name);
      }, theme);
    });

    test('axe finds nothing in any panel', details, async ({ page }) => {
      await openLab(page);
      await goTo(page, 1500);
      await page.getByRole('button', { name: 'Crash Shipping' }).click();
      await page.getByRole('slider', { name: 'Time' }).fill('2400');
      const whole = await axe(page, theme).analyze();
      expect(namesOf(whole)).toEqual([]);
      for (const tab of [
        ...['Lag', 'Trace', 'States', 'Dead letters', 'Promises', 'Diff', 'Events'],
        ...['Outline', 'Groups', 'Producers', 'Settings'],
        ...(details === wide ? ['Score', 'Moments', 'Hunt'] : []),
      ]) {
        await page.getByRole('tab', { name: tab, exact: true }).click();
        // It is loaded when it is first opened.
        await page.locator('#panel > *').first().waitFor();
        const panel = await axe(page, theme).include('#panel').analyze();
        expect(namesOf(panel)).toEqual([]);
      }
    });

    test(
      'axe finds nothing in the gallery, and nothing is cut off there',
      details,
      async ({ page }) => {
        await openGallery(page);
        expect(namesOf(await axe(page, theme).analyze())).toEqual([]);
        await expectNothingCut(page);
        await page.getByRole('searchbox').fill('rebalance');
        expect(namesOf(await axe(page, theme).analyze())).toEqual([]);
        await expectNothingCut(page);
      },
    );

    test('nothing is cut off sideways', async ({ page }) => {
      await openLab(page);
      await goTo(page, 2000);
      await expectNothingCut(page);
    });
  });
}

for (const viewport of zoomedSizes) {
  test.describe(`${viewport.width}×${viewport.height}, as at a zoom of 200 %`, () => {
    test.use({ viewport });

    test('nothing is cut off sideways', async ({ page }) => {
      await openGallery(page);
      await expectNothingCut(page);
      await openLab(page);
      await goTo(page, 2000);
      await expectNothingCut(page);
    });
  });
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
