/** Every panel at every size, and at a zoom of 200 %: no text is cut off, and none lies over another. */
import type { Page } from '@playwright/test';
import { expect, test, wide } from './fixtures.ts';
import { goTo, openLab } from './lab.ts';
import { misplacedText } from './misplaced.ts';

const sizes = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
  // 1440×900, 1280×720 and 1024×768 at a zoom of 200 %.
  { width: 720, height: 450 },
  { width: 640, height: 360 },
  { width: 512, height: 384 },
];
const panels = [
  ...['Score', 'Log', 'Lag', 'Trace', 'States', 'Dead letters', 'Promises', 'Diff', 'Events'],
  ...['Outline', 'Groups', 'Producers', 'Settings', 'Moments', 'Hunt'],
];

async function expectReadable(page: Page, where: string): Promise<void> {
  const wider = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect.soft(wider, `${where} is wider than the window`).toBe(0);
  expect.soft(await misplacedText(page), where).toEqual([]);
}

test('what is cut off, shortened or covered is found, and nothing else', wide, async ({ page }) => {
  await page.setContent(`
    <div style="width: 60px; overflow: hidden; white-space: nowrap">cut off at its rim</div>
    <div style="width: 60px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis">shortened without a title</div>
    <div title="in full" style="width: 60px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis">shortened with a title</div>
    <div style="width: 60px; overflow: auto; white-space: nowrap">can be scrolled to its end</div>
    <div style="position: relative; height: 40px">
      <span style="position: absolute; left: 0">lies below</span><span style="position: absolute; left: 9px">lies above</span>
    </div>
    <select aria-label="Narrow" style="width: 60px"><option>a long choice</option></select>`);
  const found = await misplacedText(page);
  expect(found.map((line) => line.replace(/ \(.*$/, ''))).toEqual([
    'cut: “cut off at its rim”',
    'shortened and nowhere in full: “shortened without a title”',
    'cut: “a long choice” in the field Narrow',
    'over each other: “lies below”',
  ]);
});

for (const { width, height } of sizes) {
  test.describe(`${width}×${height}`, () => {
    test.use({ viewport: { width, height } });

    test('all text of the lab can be read', wide, async ({ page }) => {
      await openLab(page, '#s=order-fulfilment-naive');
      await goTo(page, 2000);
      await page.getByRole('combobox', { name: 'Point' }).selectOption('before offset-commit');
      await page.getByRole('button', { name: 'Crash Shipping' }).click();
      await goTo(page, 6000);
      for (const name of panels) {
        await page.getByRole('tab', { name, exact: true }).click();
        await page.locator('#panel > *').first().waitFor();
        await expectReadable(page, name);
        if (name !== 'Trace') continue;
        for (const view of ['Gantt', 'Sequence']) {
          await page.getByRole('button', { name: view, exact: true }).click();
          await page.locator(view === 'Gantt' ? '.gantt' : '[data-picture="sequence"]').waitFor();
          await expectReadable(page, view);
        }
      }
    });

    test('all text of the dialogs and cards can be read', wide, async ({ page }) => {
      await openLab(page, '#s=order-fulfilment-naive&style=choreography');
      await goTo(page, 2000);
      await page.getByRole('button', { name: /^Shipping: what it does/ }).press('Enter');
      await page.getByRole('dialog', { name: 'Shipping' }).waitFor();
      await expectReadable(page, 'the card of a node');
      await page.keyboard.press('Escape');
      for (const [key, name] of [
        ['?', 'Keys'],
        ['Control+k', 'Commands'],
      ] as const) {
        await page.keyboard.press(key);
        await page.getByRole('dialog').waitFor();
        await expectReadable(page, name);
        await page.keyboard.press('Escape');
        // One that is closed has no role any more, and yet stands there until the page hears of it.
        await page.locator('dialog').waitFor({ state: 'detached' });
      }
      await page.getByRole('button', { name: 'Export the run' }).click();
      await page.getByRole('dialog', { name: 'Export' }).waitFor();
      await expectReadable(page, 'Export');
    });
  });
}
