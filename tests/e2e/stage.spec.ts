/** The stage under the hand: nodes and messages are picked, struck, and looked at more closely; a scenario that means ill changes nothing. */
import type { Page } from '@playwright/test';
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
  await page.getByRole('button', { name: /^Shipping: crashed.* Show why$/ }).press('Enter');
  await expect(page.getByRole('region', { name: 'Why' })).toContainText('Shipping crashes');
  // An order that is picked is followed: what it has not touched is dim.
  await page.getByRole('tab', { name: 'Events' }).click();
  await page
    .getByRole('row')
    .filter({ hasText: / of order \d+/ })
    .first()
    .click();
  await expect(page.locator('.stage .edge.off').first()).toBeAttached();
  await page.getByRole('button', { name: /^Stop following order \d+$/ }).press('Enter');
  await expect(page.locator('.stage .edge.off')).toHaveCount(0);
});

test('a node and a message are struck from the menu under the hand', wide, async ({ page }) => {
  await openLab(page, '#s=order-fulfilment-naive&style=choreography');
  await goTo(page, 2450);
  const faults = page.getByRole('region', { name: 'Faults', exact: true });
  const payment = page.getByRole('button', { name: /^Payment: what it does/ });
  await payment.click({ button: 'right' });
  const card = page.getByRole('dialog', { name: 'Payment' });
  await card.getByRole('button', { name: 'Slow consumer' }).hover();
  await expect(card).toContainText('Payment works 8 times slower at 2.45 s');
  await card.getByRole('button', { name: 'Slow consumer' }).click();
  await expect(card).toBeHidden();
  await expect(faults.getByRole('listitem')).toContainText('Payment works 8 times slower');
  await payment.focus();
  await page.keyboard.press('Shift+F10');
  await expect(card).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(payment).toBeFocused();
});

test.describe('with motion', () => {
  // Without it, messages stand as counts on their way.
  test.use({ motion: 'no-preference' });

  test('a message in the air is held from the menu under the hand', wide, async ({ page }) => {
    await openLab(page, '#s=order-fulfilment-naive&style=choreography');
    const faults = page.getByRole('region', { name: 'Faults', exact: true });
    await goTo(page, 2486);
    const message = await messageInTheAir(page);
    await page.mouse.click(message.x, message.y, { button: 'right' });
    const menu = page.getByRole('dialog', { name: /of order \d+$/ });
    await menu.getByRole('button', { name: 'Hold it for 5 s' }).hover();
    await expect(menu).toContainText(/The network holds the next .* of order \d+ up by 5 s/);
    await menu.getByRole('button', { name: 'Hold it for 5 s' }).click();
    await expect(menu).toBeHidden();
    await expect(faults.getByRole('listitem').last()).toContainText('up by 5 s from');
    await faults.getByRole('button', { name: /^Take back: The network holds/ }).click();
    await expect(faults.getByText('live', { exact: true })).toHaveCount(0);
  });
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
        for (const tab of [
          ...['Score', 'Log', 'Lag', 'Trace', 'States', 'Dead letters', 'Promises', 'Diff'],
          ...['Events', 'Outline', 'Groups', 'Producers', 'Settings', 'Moments', 'Hunt'],
        ]) {
          await page.getByRole('tab', { name: tab, exact: true }).click();
          // Broken, it would leave the panel before it on view, or none.
          await page.locator('#panel > *').first().waitFor();
          await expect(page.getByRole('tabpanel', { name: tab })).not.toBeEmpty();
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

/** Where the canvas of the stage has a message: a place that is painted and not a wake. */
async function messageInTheAir(page: Page): Promise<{ readonly x: number; readonly y: number }> {
  const place = await page.locator('.stage canvas').evaluate((canvas) => {
    if (!(canvas instanceof HTMLCanvasElement)) return undefined;
    const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
    const { left, top } = canvas.getBoundingClientRect();
    for (let at = 0; pixels !== undefined && at < pixels.length; at += 4) {
      const [red = 255, green = 255, blue = 255, alpha = 0] = pixels.slice(at, at + 4);
      if (alpha < 255 || red + green + blue > 600) continue;
      const pixel = at / 4;
      return { x: left + (pixel % canvas.width), y: top + Math.floor(pixel / canvas.width) + 3 };
    }
    return undefined;
  });
  if (place === undefined) throw new Error('no message is in the air');
  return place;
}
