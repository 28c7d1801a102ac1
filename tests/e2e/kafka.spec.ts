/** The broker on the page: its layer on the stage, its groups and producers, its settings changed live, and a repair that is taken back. */
import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test, wide } from './fixtures.ts';
import { goTo, misdeeds, openLab } from './lab.ts';

const plain = readFileSync(
  new URL('../../scenarios/order-fulfilment/scenario.json', import.meta.url),
  'utf8',
);

/** Order fulfilment on three brokers, with acks=1 and the repair of that. */
const cluster = plain
  .replace('"title": "Order fulfilment"', '"title": "Three brokers"')
  .replace('"profile": "kafka",', '"profile": "kafka", "nodes": 3,')
  .replace('"settings": {', '"settings": { "acks": "1",')
  .replaceAll('"partitions": 3,', '"partitions": 3, "replicas": 3,')
  .replace(
    '"seed": 7,',
    '"seed": 7, "repair": { "promise": "nothing-lost", "set": ["broker.settings.acks=all"], "text": "Wait for all in-sync replicas." },',
  );

async function openCluster(page: Page): Promise<void> {
  await openLab(page);
  await page.getByLabel('Scenario file').setInputFiles({
    name: 'cluster.json',
    mimeType: 'application/json',
    buffer: Buffer.from(cluster),
  });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Three brokers');
}

test('shows the brokers as a layer, and who leads what', async ({ page }) => {
  const seen = misdeeds(page);
  await openCluster(page);
  await goTo(page, 2000);
  await page.getByRole('button', { name: 'Brokers', exact: true }).first().click();
  const layer = page.getByRole('region', { name: 'Brokers of choreography' });
  await expect(layer.getByRole('columnheader', { name: 'Broker 3' })).toBeVisible();
  await expect(layer.getByText('leader', { exact: true })).toHaveCount(3);
  await expect(layer.getByRole('rowheader', { name: /orders\.events-2 HW/ })).toBeVisible();
  await page.getByRole('button', { name: 'Brokers', exact: true }).first().click();
  await expect(layer).toHaveCount(0);
  expect(seen).toEqual([]);
});

test('has no layer of brokers where there is only one', async ({ page }) => {
  await openLab(page);
  await expect(page.getByRole('button', { name: 'Brokers', exact: true })).toHaveCount(0);
});

test('changes a setting live, and lists it with the faults', async ({ page }) => {
  await openLab(page);
  await goTo(page, 1000);
  await page.getByRole('tab', { name: 'Settings' }).click();
  await page.getByRole('searchbox', { name: 'Search knobs and settings' }).fill('linger');
  const linger = page.getByRole('textbox', { name: 'linger.ms' });
  await expect(linger).toHaveValue('5');
  await expect(page.getByText('org.apache.kafka.clients.producer.ProducerConfig')).toBeVisible();
  await linger.fill('a while');
  await linger.press('Tab');
  await expect(page.getByText('linger.ms is a whole number of ms.')).toBeVisible();
  await linger.fill('40');
  await linger.press('Tab');
  const faults = page.getByRole('region', { name: 'Faults', exact: true });
  await expect(faults.getByText(/linger\.ms becomes 40/).first()).toBeVisible();
  await expect(linger).toHaveValue('40');
  await expect(page.getByText('changed live')).toBeVisible();
  await page.getByRole('slider', { name: 'Time' }).fill('500');
  await expect(linger).toHaveValue('5');
});

test('changes a setting of one service only', async ({ page }) => {
  await openLab(page);
  await goTo(page, 1000);
  await page.getByRole('tab', { name: 'Settings' }).click();
  await page.getByLabel('Where the setting counts').selectOption({ label: 'for Payment' });
  await page.getByRole('combobox', { name: 'acks' }).selectOption('1');
  await expect(page.getByText('changed live')).toBeVisible();
  await page.getByLabel('Where the setting counts').selectOption({ label: 'everywhere' });
  await expect(page.getByRole('combobox', { name: 'acks' })).toHaveValue('all');
});

test('repairs what is set wrongly, with the same seed, and takes it back', async ({ page }) => {
  await openCluster(page);
  await goTo(page, 1500);
  const card = page.getByRole('region', { name: 'Repair' });
  await expect(card).toContainText('broker.settings.acks');
  await expect(card).toContainText('Breaks the promise');
  await card.getByRole('button', { name: 'Repair' }).click();
  await expect(card.getByRole('button', { name: 'Undo the repair' })).toBeVisible();
  await expect(page.getByLabel('Virtual time')).toHaveText('00:00.000');
  await expect(page.getByRole('spinbutton', { name: 'Seed' })).toHaveValue('7');
  await card.getByRole('button', { name: 'Undo the repair' }).click();
  await expect(card.getByRole('button', { name: 'Repair', exact: true })).toBeVisible();
});

test('shows groups and producers, and steps through a log by arrow keys', async ({ page }) => {
  await openLab(page);
  await goTo(page, 2000);
  await page.getByRole('toolbar', { name: 'Offsets of p0' }).first().waitFor();
  const cells = page.getByRole('toolbar', { name: 'Offsets of p0' }).first().getByRole('button');
  await cells.last().focus();
  await page.keyboard.press('Home');
  await expect(cells.first()).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(cells.nth(1)).toBeFocused();
  await expect(page.getByLabel('Virtual time')).toHaveText('00:02.000');
  await page.getByRole('tab', { name: 'Groups' }).click();
  const payment = page.getByRole('region', { name: 'Group payment' });
  await expect(payment.getByText('Stable')).toBeVisible();
  await expect(payment.getByText('owns it').first()).toBeAttached();
  await page.getByRole('tab', { name: 'Producers' }).click();
  await expect(page.getByRole('rowheader', { name: 'Payment relay' })).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const viewport of [
    { width: 1280, height: 720 },
    { width: 390, height: 844 },
  ]) {
    test.describe(`${viewport.width}×${viewport.height}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });

      test('axe finds nothing in what the broker shows', wide, async ({ page }) => {
        await openCluster(page);
        await goTo(page, 2000);
        await page.getByRole('button', { name: 'Brokers', exact: true }).first().click();
        await page.getByRole('region', { name: 'Brokers of choreography' }).waitFor();
        const found: string[] = [];
        for (const tab of ['Log', 'Groups', 'Producers', 'Settings']) {
          await page.getByRole('tab', { name: tab }).click();
          await page.locator('#panel > *').first().waitFor();
          // The rest of the page is the same whatever panel is open.
          const whole = new AxeBuilder({ page });
          const { violations } = await (tab === 'Log' ? whole : whole.include('#panel')).analyze();
          found.push(...violations.map(({ id, nodes }) => `${tab}: ${id} at ${nodes[0]?.html}`));
        }
        expect(found).toEqual([]);
        const wider = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(wider).toBe(0);
      });
    });
  }
}
