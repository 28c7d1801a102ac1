/** The stage under the hand: nodes and messages are picked, struck, and looked at more closely; a scenario that means ill changes nothing. */
import { hostileScenario } from '../support/hostile.ts';
import { expect, test, wide } from './fixtures.ts';
import { goTo, misdeeds, openLab } from './lab.ts';

test('a node is opened by keyboard, told of, and crashed', async ({ page }) => {
  await openLab(page, '#s=order-fulfilment-naive&style=choreography');
  await goTo(page, 2450);
  const clients = page.getByRole('button', { name: /^Clients: what it does/ });
  await clients.focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('button', { name: /^Order: what it does/ })).toBeFocused();
  const shipping = page.getByRole('button', { name: /^Shipping: what it does/ });
  await shipping.focus();
  await page.keyboard.press('Enter');
  const card = page.getByRole('dialog', { name: 'Shipping' });
  await expect(card).toContainText('lag');
  await page.keyboard.press('Escape');
  await expect(card).toBeHidden();
  await expect(shipping).toBeFocused();
  await page.keyboard.press('Enter');
  await card.getByRole('button', { name: 'Crash Shipping' }).press('Enter');
  await expect(card).toBeHidden();
  await goTo(page, 2500);
  await expect(page.getByText(/^crashed · /)).toBeVisible();
});

test('a drawing comes nearer, moves and fits again', async ({ page }) => {
  await openLab(page, '#s=order-fulfilment&style=choreography');
  const drawing = page.locator('.stage .diagram > svg');
  const shown = () => drawing.getAttribute('viewBox');
  const whole = await shown();
  await page.getByRole('button', { name: /^Payment: what it does/ }).focus();
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await expect.poll(shown).not.toBe(whole);
  const near = await shown();
  const box = await drawing.boundingBox();
  if (box === null) throw new Error('the drawing is not on view');
  await page.mouse.move(box.x + box.width / 2, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 - 60, box.y + 60, { steps: 4 });
  await page.mouse.up();
  await expect.poll(shown).not.toBe(near);
  await page.getByRole('button', { name: 'Fit', exact: true }).click();
  await expect.poll(shown).toBe(whole);
});

test('a message that was picked can be lost after all, in a branch of its own', async ({
  page,
}) => {
  await openLab(page, '#s=order-fulfilment&style=choreography');
  await goTo(page, 2450);
  await page.getByRole('tab', { name: 'Events' }).click();
  await page.getByRole('row').filter({ hasText: 'of the outbox as sent' }).last().click();
  const what = page.getByRole('group', { name: 'What if' });
  await what.getByRole('button', { name: 'Lose it' }).click();
  await expect(page.getByText(/You acted in the past/).first()).toBeVisible();
  await expect(
    page.getByText(/The network loses the next fetch response of Notification with/).first(),
  ).toBeVisible();
});

for (const { width, height, details } of [
  { width: 1440, height: 900, details: wide },
  { width: 390, height: 844, details: {} },
]) {
  test.describe(`${width}×${height}`, () => {
    test.use({ viewport: { width, height } });

    test(
      'a hostile scenario runs nothing, breaks nothing and holds its place',
      details,
      async ({ page }) => {
        const seen = misdeeds(page);
        await openLab(page);
        await page.getByLabel('Scenario file').setInputFiles({
          ...{ name: 'hostile.json', mimeType: 'application/json' },
          buffer: Buffer.from(hostileScenario()),
        });
        await expect(page.getByRole('heading', { level: 1 })).toContainText('<img src=x');
        await page.locator('.stage canvas').first().waitFor();
        await page.getByRole('slider', { name: 'Time' }).fill('1400');
        for (const tab of ['Score', 'Lag', 'Events', 'Trace', 'Outline', 'Groups', 'States']) {
          await page.getByRole('tab', { name: tab }).click();
          await expect(page.getByRole('tabpanel')).not.toBeEmpty();
        }
        const wider = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(wider).toBe(0);
        // The stage keeps to its pane, and no name leaves its node.
        const outside = await page.evaluate(() =>
          [...document.querySelectorAll('.stage .diagram')].filter(
            (diagram) => diagram.scrollWidth > diagram.clientWidth,
          ),
        );
        expect(outside).toEqual([]);
        expect(await page.evaluate(() => Reflect.get(window, 'struck'))).toBeUndefined();
        expect(seen).toEqual([]);
      },
    );
  });
}
