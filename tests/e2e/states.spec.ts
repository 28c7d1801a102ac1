/** The panel States in a browser: charts drawn from Mermaid's layout, one instance picked by keyboard, and messages linked with moves. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test, wide } from './fixtures.ts';
import { goTo, misdeeds, openLab } from './lab.ts';

async function openStates(page: Page): Promise<void> {
  await openLab(page);
  await goTo(page, 4000);
  await page.getByRole('tab', { name: 'States' }).click();
  await expect(page.getByRole('img', { name: /^The machine order-owner with/ })).toBeVisible();
}

test('a machine is drawn with its instances, and one of them is picked by keyboard', async ({
  page,
}) => {
  const seen = misdeeds(page);
  await openStates(page);
  await page.getByRole('combobox', { name: 'Machine' }).selectOption('payment');
  const chart = page.getByRole('img', { name: /^The machine payment with 7 states/ });
  await expect(chart).toBeVisible();
  await expect(chart.locator('path.arrow')).toHaveCount(12);
  const instances = page.getByRole('region', { name: 'Instances' });
  await instances.getByRole('button', { name: /^order 3 / }).focus();
  await page.keyboard.press('Enter');
  await expect(instances.getByRole('button', { name: /^order 3 / })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  const lines = page.getByRole('list', { name: 'What order 3 went through, the last first' });
  await expect(lines.getByRole('listitem').last()).toContainText('idle → working');
  await page.getByText('The chart in words').click();
  await expect(page.getByText('(taken last)').first()).toBeVisible();
  expect(seen).toEqual([]);
});

test('a move leads to its message, and the message to its moves', async ({ page }) => {
  await openStates(page);
  const lines = page.getByRole('list', { name: /^What order 1 went through/ });
  await lines.getByRole('button', { name: /^Go to what led to idle → / }).click();
  await expect(page.getByText('The picked message led to')).toBeVisible();
  await page.getByRole('button', { name: /^order-owner: idle → / }).click();
  await expect(lines.getByRole('listitem').first()).toContainText('idle →');
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const viewport of [
    { width: 1280, height: 720 },
    { width: 390, height: 844 },
  ]) {
    test.describe(`${viewport.width}×${viewport.height}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });

      test(
        'axe finds nothing in the charts, and nothing is wider than the page',
        wide,
        async ({ page }) => {
          await openStates(page);
          await page.getByText('The chart in words').click();
          const { violations } = await new AxeBuilder({ page }).analyze();
          expect(violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.html}`)).toEqual([]);
          const wider = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          expect(wider).toBe(0);
        },
      );
    });
  }
}
