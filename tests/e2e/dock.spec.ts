/** The dock: taller and lower, two panels beside each other, the whole page; and the palette that finds everything. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test, wide } from './fixtures.ts';
import { goTo, misdeeds, openLab, reload } from './lab.ts';

/** What axe finds on the page, or in a part of it. */
async function findings(page: Page, part?: string): Promise<string[]> {
  const builder = new AxeBuilder({ page });
  const { violations } = await (part === undefined ? builder : builder.include(part)).analyze();
  return violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.html}`);
}

test('is made taller by dragging and by keys, and stays so after a reload', async ({ page }) => {
  await openLab(page);
  const rim = page.getByRole('separator', { name: 'Height of the panels' });
  const dock = page.getByRole('region', { name: 'Panels', exact: true });
  const height = async () => (await dock.boundingBox())?.height ?? 0;
  await expect(rim).toHaveAttribute('aria-valuenow', '36');
  const before = await height();
  await rim.press('ArrowUp');
  await expect(rim).toHaveAttribute('aria-valuenow', '40');
  expect(await height()).toBeGreaterThan(before + 10);
  await rim.press('Home');
  await expect(rim).toHaveAttribute('aria-valuenow', '20');
  await rim.hover();
  await page.mouse.down();
  await page.mouse.move(600, 300, { steps: 4 });
  await page.mouse.up();
  const dragged = Number(await rim.getAttribute('aria-valuenow'));
  expect(dragged).toBeGreaterThan(50);
  expect((await dock.boundingBox())?.y).toBeGreaterThan(290);
  expect((await dock.boundingBox())?.y).toBeLessThan(310);
  await page.reload();
  await expect(rim).toHaveAttribute('aria-valuenow', String(dragged));
});

test('shows two panels beside each other, each with its own style, and says so to axe', async ({
  page,
}) => {
  const seen = misdeeds(page);
  await openLab(page);
  await goTo(page, 2000);
  await page.getByRole('button', { name: 'Two panels beside each other' }).click();
  const [left, right] = ['Left', 'Right'].map((name) =>
    page.getByRole('group', { name, exact: true }),
  );
  if (left === undefined || right === undefined) throw new Error('no sides');
  await right.getByRole('tab', { name: 'Log' }).click();
  await expect(left.getByRole('region', { name: 'Topic orders.events' })).toBeVisible();
  await expect(right.getByRole('region', { name: 'Topic orders.commands' })).toBeVisible();
  // What is picked on the right leaves the left as it is.
  await right.getByRole('tab', { name: 'Events' }).click();
  await right.getByRole('row').nth(3).click();
  await expect(left.getByRole('region', { name: 'Topic orders.events' })).toBeVisible();
  await left.getByRole('tab', { name: 'Events' }).click();
  await expect(left.getByRole('grid', { name: 'Events of choreography' })).toBeVisible();
  await expect(right.getByRole('grid', { name: 'Events of orchestration' })).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await reload(page);
  await expect(right.getByRole('tab', { name: 'Events' })).toHaveAttribute('aria-selected', 'true');
  await expect(right.getByRole('grid', { name: 'Events of orchestration' })).toBeVisible();
  await right.getByRole('tabpanel').focus();
  await page.keyboard.press('v');
  await expect(page.getByRole('grid', { name: 'Events of orchestration' })).toBeVisible();
  await expect(page.getByRole('tablist')).toHaveCount(1);
  expect(seen).toEqual([]);
});

for (const { width, height, details } of [
  { width: 1280, height: 720, details: wide },
  { width: 390, height: 844, details: {} },
]) {
  test.describe(`at ${width}`, () => {
    test.use({ viewport: { width, height } });

    test(
      'fills the page and comes back by Escape; the transport stays',
      details,
      async ({ page }) => {
        await openLab(page);
        await goTo(page, 1500);
        await page.getByRole('button', { name: 'Panels over the whole page' }).click();
        const panel = page.getByRole('tabpanel');
        const box = await panel.boundingBox();
        expect(box?.width).toBe(width);
        expect(box?.height).toBeGreaterThan(height * 0.6);
        await expect(page.getByRole('region', { name: 'Stage' })).toBeHidden();
        await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
        expect(await findings(page)).toEqual([]);
        await page.keyboard.press('Escape');
        await expect(page.getByRole('region', { name: 'Stage' })).toBeVisible();
        await expect(page.locator('.stage canvas').first()).toBeVisible();
      },
    );

    test('shows every tab in full, wherever it stands', details, async ({ page }) => {
      await openLab(page);
      for (const name of ['Hunt', 'Score', 'Diff', 'Moments', 'Log']) {
        const tab = page.getByRole('tab', { name, exact: true });
        await page.getByRole('tab', { selected: true }).focus();
        for (let press = 0; press < 15; press++) {
          if ((await tab.getAttribute('aria-selected')) === 'true') break;
          await page.keyboard.press('ArrowRight');
        }
        await expect(tab).toHaveAttribute('aria-selected', 'true');
        // A panel of one style has a choice of styles beside its tabs, so that the strip changes too.
        await expect
          .poll(async () => {
            const [strip, box] = [
              await page.getByRole('tablist').boundingBox(),
              await tab.boundingBox(),
            ];
            if (strip === null || box === null) return false;
            return box.x >= strip.x && box.x + box.width <= strip.x + strip.width;
          })
          .toBe(true);
      }
    });
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  const details = colorScheme === 'light' ? {} : wide;
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test(
      'the palette finds by letters, goes by keys, and remembers; axe finds nothing in it',
      details,
      async ({ page }) => {
        await openLab(page);
        await page.keyboard.press('Control+k');
        const field = page.getByRole('combobox', { name: 'What to do' });
        await expect(field).toBeFocused();
        expect(await findings(page, 'dialog')).toEqual([]);
        await field.fill('cra ship');
        const options = page.getByRole('dialog').getByRole('option');
        await expect(options.first()).toContainText('Crash Shipping');
        await expect(options.first()).toHaveAttribute('aria-selected', 'true');
        await expect(field).toHaveAttribute('aria-activedescendant', 'command-crash-shipping');
        await page.keyboard.press('Enter');
        await expect(page.getByRole('dialog')).toHaveCount(0);
        await expect(page.getByText('Shipping crashes').first()).toBeVisible();
        await page.keyboard.press('Control+k');
        const last = page.getByRole('group', { name: 'Used last' });
        await expect(last.getByRole('option')).toHaveText(/Crash Shipping/);
        await page.keyboard.press('ArrowUp');
        await expect(options.last()).toHaveAttribute('aria-selected', 'true');
        await page.keyboard.press('ArrowDown');
        await expect(options.first()).toHaveAttribute('aria-selected', 'true');
        await field.fill('linger');
        await page.keyboard.press('Enter');
        await expect(page.getByRole('textbox', { name: 'linger.ms' })).toBeVisible();
        await page.keyboard.press('Control+k');
        await expect(field).toBeFocused();
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog')).toHaveCount(0);
      },
    );

    test('axe finds nothing in the new panels, nor in the help', wide, async ({ page }) => {
      await openLab(page, '#s=poison-blocks-partition');
      await goTo(page, 2500);
      for (const name of ['Dead letters', 'Promises', 'Diff']) {
        await page.getByRole('tab', { name, exact: true }).click();
        await page.locator('#panel > *').first().waitFor();
        expect(await findings(page, '#panel')).toEqual([]);
      }
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
      expect(await findings(page, 'dialog')).toEqual([]);
    });
  });
}

test('a dead letter says why and where, and leads to what led to it', async ({ page }) => {
  await openLab(page, '#s=poison-blocks-partition&style=choreography');
  await page.keyboard.press('5');
  const panel = page.getByRole('tabpanel', { name: 'Dead letters' });
  await expect(panel).toContainText('No record has been given up in choreography');
  await goTo(page, 2500);
  const letter = panel.getByRole('button', { name: /CardCharged of order 8/ });
  await expect(letter).toContainText('gave it up after 3 tries: poisoned message.');
  await expect(letter).toContainText('orders.events.dead-letters-0 at offset 0');
  await letter.click();
  await expect(page.getByRole('region', { name: 'Why' })).toContainText('is a dead letter');
});
