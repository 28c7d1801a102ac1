/** The hunt on the page: it finds what was planted, can be stopped, and opens what it found just before it breaks. */
import { canary, canaryPromise } from '../../src/hunt/index.ts';
import { writeScenario } from '../../src/scenario/index.ts';
import { small } from '../hunt/small.ts';
import { expect, test } from './fixtures.ts';
import { misdeeds, openLab } from './lab.ts';

test('finds a planted failure, opens it paused before it breaks, and leads back', async ({
  page,
}) => {
  const seen = misdeeds(page);
  const planted = canary(small('order-fulfilment', 3));
  if (planted === undefined) throw new Error('the scenario has effects');
  const text = planted.promises.find(({ id }) => id === canaryPromise)?.text ?? '';
  await openLab(page);
  await page.getByLabel('Scenario file').setInputFiles({
    name: 'planted.json',
    mimeType: 'application/json',
    buffer: Buffer.from(writeScenario(planted)),
  });
  await expect(page.getByText('planted.json is open.').first()).toBeVisible();
  await page.getByRole('tab', { name: 'Hunt' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Hunt' });
  await panel.getByRole('combobox', { name: 'Promise' }).selectOption({ label: text });
  await panel.getByRole('spinbutton', { name: 'Seeds' }).fill('10000');
  // A double click begins one hunt, and its second half does not stop it.
  await panel.getByRole('button', { name: 'Hunt' }).dblclick();
  await expect(panel.getByText(/^[1-9]\d* of 10000$/)).toBeVisible();
  await panel.getByRole('button', { name: 'Stop' }).click();
  await expect(panel.getByText('Stopped.')).toBeVisible();
  await panel.getByRole('spinbutton', { name: 'Seeds' }).fill('2');
  await panel.getByRole('button', { name: 'Hunt' }).click();
  await expect(panel.getByText('Done.')).toBeVisible({ timeout: 30_000 });
  await expect(panel.getByText('0 (0 %)')).toBeVisible();
  const found = panel.getByRole('list', { name: 'Broken promises' });
  await expect(found.getByText(/^Seed \d+, (choreography|orchestration), 1 order$/)).toBeVisible();
  await found.getByRole('button', { name: `Open: ${text}` }).click();
  await expect(page.getByText(/^Paused just before the promise breaks/).first()).toBeVisible();
  const promise = page
    .getByRole('region', { name: 'Promises' })
    .getByRole('listitem')
    .filter({ hasText: text });
  await expect(promise).not.toContainText('broken');
  await page.getByRole('button', { name: 'Step forward' }).click();
  await expect(promise).toContainText('broken');
  const back = panel.getByRole('button', { name: 'Back to what was open' });
  await back.click();
  await expect(page.getByLabel('Virtual time')).toHaveText('00:00.000');
  await expect(back).toHaveCount(0);
  expect(seen).toEqual([]);
});
