/** A run that a limit stops says so on the page, and leads to where it was stopped. */
import { readFileSync } from 'node:fs';
import { expect, test } from './fixtures.ts';
import { openLab } from './lab.ts';

/** Orders so far apart that the last ones would come after the last instant that a run may reach. */
function endless(): string {
  const file = new URL('../../scenarios/order-fulfilment/scenario.json', import.meta.url);
  return readFileSync(file, 'utf8')
    .replace('"orders": 50', '"orders": 3')
    .replace('"kind": "random", "everyMs": 250', '"kind": "steady", "everyMs": 3000000');
}

test('a run that a limit stopped says which, goes to the stop, and is dismissed', async ({
  page,
}) => {
  await openLab(page);
  await page.getByLabel('Scenario file').setInputFiles({
    name: 'endless.json',
    mimeType: 'application/json',
    buffer: Buffer.from(endless()),
  });
  await expect(page.getByText('endless.json is open.').first()).toBeVisible();
  await page.getByRole('slider', { name: 'Time' }).fill('3700000');
  const notices = page.getByRole('region', { name: 'Notices' });
  const stop = notices.getByRole('alert').filter({ hasText: 'choreography' });
  await expect(stop).toContainText(
    'The run is stopped: it would go on past 1:00:00.000, the last instant that a run may reach: orders come later still',
  );
  await stop.getByRole('button', { name: 'Go to the stop' }).click();
  await expect(page.getByLabel('Virtual time')).toHaveText(/^(1:00:00|59:5\d)\./);
  await stop.getByRole('button', { name: 'Dismiss this stop of choreography' }).click();
  await expect(stop).toHaveCount(0);
  await expect(notices.getByRole('alert')).toContainText('Stopped by a limit, orchestration.');
});
