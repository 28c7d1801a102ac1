/** The page as its readers use it, below a sub-path of a plain static host. */
import { Simulation } from '../../src/worker/simulation.ts';
import { recount } from '../../src/projections/index.ts';
import { Trace } from '../../src/trace/index.ts';
import { readFileSync } from 'node:fs';
import { expect, test } from './fixtures.ts';
import { figure, goTo, misdeeds, openLab } from './lab.ts';

const scenario = readFileSync(
  new URL('../../scenarios/order-fulfilment/scenario.json', import.meta.url),
  'utf8',
);

test('opens with a paused run of order fulfilment, and does nothing that it must not', async ({
  page,
}) => {
  const seen = misdeeds(page);
  await openLab(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Order fulfilment');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await expect(page.getByLabel('Virtual time')).toHaveText('00:00.000');
  for (const tab of ['Log', 'Lag', 'Trace', 'Promises', 'Diff', 'Events', 'Outline']) {
    await page.getByRole('tab', { name: tab }).click();
    await expect(page.getByRole('tabpanel', { name: tab })).toBeVisible();
  }
  await goTo(page, 4000);
  await page.getByRole('button', { name: 'Direct' }).click();
  await expect(page.getByRole('region', { name: 'Direct' })).toBeVisible();
  expect(seen).toEqual([]);
});

test('plays, pauses and steps', async ({ page }) => {
  await openLab(page);
  const clock = page.getByLabel('Virtual time');
  await page.getByRole('slider', { name: 'Speed' }).press('End');
  await page.getByRole('slider', { name: 'Speed' }).press('Home');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(clock).not.toHaveText('00:00.000');
  await page.getByRole('button', { name: 'Pause' }).click();
  const paused = await clock.innerText();
  await page.waitForTimeout(300);
  await expect(clock).toHaveText(paused);
  await goTo(page, 1000);
  await page.getByRole('button', { name: 'Step forward' }).click();
  await expect(page.getByRole('region', { name: 'Why' })).not.toContainText('Pick an event');
  const after = await clock.innerText();
  await page.getByRole('button', { name: 'Step forward' }).click();
  await expect(clock).not.toHaveText(after);
  await page.getByRole('button', { name: 'Step back' }).click();
  await expect(clock).toHaveText(after);
  await page.getByRole('button', { name: 'Restart' }).click();
  await expect(clock).toHaveText('00:00.000');
});

test('shows the figures and the fingerprint that a recount in Node finds', async ({ page }) => {
  await openLab(page, '#s=order-fulfilment&seed=11&style=both');
  await goTo(page, 6000);
  const simulation = new Simulation(() => 0);
  const loaded = simulation.load({
    text: scenario,
    seed: 11,
    styles: ['choreography', 'orchestration'],
  });
  if (loaded.kind !== 'loaded') throw new Error('the scenario was refused');
  const batch = simulation.advance({ untilMicros: 6_000_000, maxEvents: Infinity });
  for (const [index, { style, cast }] of loaded.worlds.entries()) {
    const told = batch.worlds[index];
    if (told === undefined) throw new Error('a world is missing');
    const trace = new Trace();
    trace.appendRows(told.rows);
    const { outcomes, messages, deliveries, duplicates, lag } = recount(trace, cast);
    expect(await figure(page, 'completed', style)).toBe(String(outcomes.completed));
    expect(await figure(page, 'failed', style)).toBe(String(outcomes.failed));
    expect(await figure(page, 'messages', style)).toBe(String(messages));
    expect(await figure(page, 'deliveries', style)).toBe(String(deliveries));
    expect(await figure(page, 'duplicates', style)).toBe(String(duplicates));
    expect(await figure(page, 'lag now', style)).toBe(String(lag.end));
    await expect(page.getByRole('tabpanel')).toContainText(told.hash);
  }
});

test('crashes a service at a named point, without an inbox, and leads to the broken promise', async ({
  page,
}) => {
  await openLab(page);
  await goTo(page, 1500);
  const services = page.getByRole('region', { name: 'Faults' });
  await services
    .getByRole('group', { name: 'Shipping' })
    .getByRole('switch', { name: 'Inbox' })
    .click();
  await expect(
    services.getByRole('group', { name: 'Shipping' }).getByRole('switch', { name: 'Inbox' }),
  ).not.toBeChecked();
  await page.getByRole('combobox', { name: 'Point' }).selectOption('before offset-commit');
  await page.getByRole('button', { name: 'Crash Shipping' }).click();
  await expect(services.getByText('live', { exact: true })).toBeVisible();
  await page.getByRole('slider', { name: 'Time' }).press('End');
  const promise = page
    .getByRole('region', { name: 'Promises' })
    .getByRole('button', { name: /No order is shipped twice: broken/ });
  await expect(promise).toHaveCount(2);
  await promise.first().click();
  await expect(page.getByRole('region', { name: 'Why' })).toContainText(/shipp/i);
  await expect(page.getByLabel('Virtual time')).not.toHaveText('00:01.500');
  const promises = page.getByRole('region', { name: 'Promises' });
  await promises.getByRole('button', { name: 'No order is shipped twice', exact: true }).click();
  await expect(promises.getByText('What is checked')).toBeVisible();
  const broken = promises.getByRole('region', { name: 'What broke it in choreography' });
  await broken.getByRole('button', { name: 'Go to just before' }).click();
  const name = /No order is shipped twice: breaks/;
  await expect(promises.getByRole('button', { name }).first()).toBeVisible();
  await broken
    .getByRole('button', { name: /^Row \d+, / })
    .nth(1)
    .click();
  await expect(page.getByRole('region', { name: 'Why' })).toContainText(/shipp/i);
  await expect(promise.first()).toBeVisible();
});

test('looks through the whole history of a run, and says what Kafka allows', async ({ page }) => {
  await openLab(page, '#s=retry-reorders-naive&style=choreography');
  const promises = page.getByRole('region', { name: 'Promises' });
  await promises.getByRole('button', { name: 'History' }).click();
  await promises.getByRole('button', { name: 'Go to the end of the run' }).click();
  const history = promises.getByRole('region', { name: 'History of choreography' });
  await expect(history).toContainText('nonmonotonic-send');
  await expect(history).toContainText('enable.idempotence is off');
  await history
    .getByRole('button', { name: /^Go to the first duplicate/ })
    .first()
    .click();
  await expect(page.getByLabel('Virtual time')).toHaveText('00:01.338');
});

test('says so when it acts in the past', async ({ page }) => {
  await openLab(page);
  await goTo(page, 5000);
  await goTo(page, 2000);
  await page.keyboard.press('s');
  await expect(page.getByText('You acted in the past').first()).toBeVisible();
  await expect(page.getByLabel('Virtual time')).toHaveText('00:02.000');
});

test('keeps scenario, seed and style in the address, and the moment in the shared link', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openLab(page);
  await page.getByRole('spinbutton', { name: 'Seed' }).fill('42');
  await page.getByRole('spinbutton', { name: 'Seed' }).press('Enter');
  await page.getByRole('button', { name: 'Orchestration' }).click();
  await expect
    .poll(() => new URL(page.url()).hash)
    .toBe('#s=order-fulfilment&seed=42&style=orchestration');
  await goTo(page, 3000);
  await page.getByRole('button', { name: 'Share this moment' }).click();
  await expect(page.getByText('Copied to the clipboard.')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const other = await context.newPage();
  await other.goto(link);
  await expect(other.getByLabel('Virtual time')).toHaveText('00:03.000');
  await expect(other.getByRole('spinbutton', { name: 'Seed' })).toHaveValue('42');
  await expect(other.getByRole('region', { name: 'Choreography' })).toHaveCount(0);
  await expect(other.getByRole('region', { name: 'Orchestration' })).toBeVisible();
});

test('names a scenario that does not exist, and opens the usual one', async ({ page }) => {
  // A mark that turns the direction of reading turns the name alone.
  const name = 'no-such-\u202Ething';
  await openLab(page, `#s=${encodeURIComponent(name)}`);
  await expect(page.getByRole('alert').locator('bdi')).toHaveText(name);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Order fulfilment');
});

test('shows all problems of a broken file, and loses nothing', async ({ page }) => {
  await openLab(page);
  await goTo(page, 2000);
  const broken = scenario
    .replace('"orders": 50', '"orders": -5')
    .replace('"seed": 7', '"seed": "seven"');
  await page.getByLabel('Scenario file').setInputFiles({
    name: 'broken.json',
    mimeType: 'application/json',
    buffer: Buffer.from(broken),
  });
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('workload.orders');
  await expect(dialog).toContainText('seed');
  await expect(dialog.getByText('To mend it:').first()).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByLabel('Virtual time')).toHaveText('00:02.000');
  await goTo(page, 2500);
  const own = scenario.replace('"title": "Order fulfilment"', '"title": "My own shop"');
  await page
    .getByLabel('Scenario file')
    .setInputFiles({ name: 'own.json', mimeType: 'application/json', buffer: Buffer.from(own) });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('My own shop');
});

test('injects every kind of fault, and tells what it will do', async ({ page }) => {
  await openLab(page);
  await goTo(page, 1000);
  const faults = page.getByRole('region', { name: 'Faults' });
  const kinds = [
    'Slow consumer',
    'Lose a message',
    'Delay a message',
    'Deliver twice',
    'Poison message',
    'Spike of orders',
  ];
  for (const [index, name] of kinds.entries()) {
    await faults.getByRole('button', { name }).click();
    await expect(faults.getByText('live', { exact: true })).toHaveCount(index + 1);
  }
  for (const service of ['Order', 'Payment', 'Inventory', 'Shipping', 'Notification']) {
    await faults.getByRole('button', { name: `Crash ${service}` }).click();
  }
  await expect(faults.getByText('live', { exact: true })).toHaveCount(11);
  await page.getByRole('slider', { name: 'Time' }).press('End');
  await expect(page.getByLabel('Virtual time')).not.toHaveText('00:01.000');
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('keeps the stage when Mermaid cannot be loaded', async ({ page }) => {
  await page.route(/mermaid/, (route) => route.abort());
  await openLab(page);
  await expect(page.getByText('a plain layout stands in')).toHaveCount(0);
  // Its layout is not one of those that are known without Mermaid.
  await page.getByLabel('Scenario file').setInputFiles({
    name: 'own.json',
    mimeType: 'application/json',
    buffer: Buffer.from(scenario.replaceAll('"partitions": 3', '"partitions": 2')),
  });
  await expect(page.getByText('a plain layout stands in').first()).toBeVisible();
  await goTo(page, 2000);
  await expect(
    page.getByRole('region', { name: 'Choreography' }).getByText('Shipping', { exact: true }),
  ).toBeVisible();
});

test('opens a scenario that has one style only', async ({ page }) => {
  await openLab(page);
  const own = scenario.replace('"seed": 7', '"seed": 7, "styles": ["orchestration"]');
  await page
    .getByLabel('Scenario file')
    .setInputFiles({ name: 'own.json', mimeType: 'application/json', buffer: Buffer.from(own) });
  await expect(page.getByRole('region', { name: 'Orchestration' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Choreography' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Choreography' })).toBeDisabled();
});
