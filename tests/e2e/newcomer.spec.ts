/** A newcomer's path, by role and name alone: from home to a parcel that was shipped twice, why that was, and how it is mended. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { goTo, misdeeds, openGallery } from './lab.ts';

const kept = 'No order is shipped twice';

/** Crashes Shipping after the work and before the commit, lets the run end, and goes to the broken promise. */
async function shipTwice(page: Page) {
  await openGallery(page);
  await page.getByRole('link', { name: /^Order fulfilment, naive\. / }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Order fulfilment, naive');
  await page.locator('.stage canvas').first().waitFor();
  await goTo(page, 1500);
  await page.getByRole('combobox', { name: 'Point' }).selectOption('before offset-commit');
  await page.getByRole('button', { name: 'Crash Shipping' }).click();
  await page.getByRole('slider', { name: 'Time' }).press('End');
  const promises = page.getByRole('region', { name: 'Promises' });
  const broken = promises.getByRole('button', { name: `${kept}: broken` });
  await expect(broken).toHaveCount(2);
  await broken.first().click();
  await promises.getByRole('button', { name: kept, exact: true }).click();
  const why = promises.getByRole('region', { name: 'What broke it in choreography' });
  await expect(why).toContainText(/inbox/i);
  return { promises, broken, why };
}

test('sees the duplicate, reads why, steps back before it, turns the inbox on, and sees it hold', async ({
  page,
}) => {
  const seen = misdeeds(page);
  const { promises, broken, why } = await shipTwice(page);
  await expect(page.getByRole('region', { name: 'Why' })).toContainText(/shipp/i);
  await page.keyboard.press('z');
  await expect(page.getByRole('tabpanel', { name: 'Score' })).toBeVisible();
  await why.getByRole('button', { name: 'Go to just before' }).click();
  await expect(promises.getByRole('button', { name: `${kept}: breaks` }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Restart' }).click();
  await expect(page.getByLabel('Virtual time')).toHaveText('00:00.000');
  await goTo(page, 1500);
  const shipping = page
    .getByRole('region', { name: 'Faults' })
    .getByRole('group', { name: 'Shipping' });
  await shipping.getByRole('switch', { name: 'Inbox' }).click();
  await page.getByRole('button', { name: 'Crash Shipping' }).click();
  await page.getByRole('slider', { name: 'Time' }).press('End');
  await expect(promises.getByRole('listitem').filter({ hasText: kept })).toContainText('holds');
  await expect(broken).toHaveCount(0);
  expect(seen).toEqual([]);
});

test('runs it again without each cause, and is told that the effect is gone', async ({ page }) => {
  const { broken, why } = await shipTwice(page);
  const again = why.getByRole('group', { name: 'Run it without a cause' });
  await expect(again.getByRole('button', { name: /^Without: Shipping crashes/ })).toBeVisible();
  await again.getByRole('button', { name: 'With the inbox of Shipping' }).click();
  const notices = page.getByRole('region', { name: 'Notices' });
  await expect(notices).toContainText(
    `With the inbox of Shipping: “${kept}” holds to the end of the run. The effect is gone.`,
  );
  await expect(broken).toHaveCount(0);
});
