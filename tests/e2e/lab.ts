/** What the end-to-end tests know of the page: where its parts are, by role and name. */
import type { Page, Request } from '@playwright/test';

/** Opens the page at home, and waits until it can be used. */
export async function openGallery(page: Page): Promise<void> {
  await page.goto('./');
  await page.getByRole('searchbox', { name: 'Search scenarios' }).waitFor();
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** Opens the lab, at order fulfilment unless the hash says otherwise, and waits until its first run stands ready. */
export async function openLab(page: Page, hash = '#s=order-fulfilment'): Promise<void> {
  await page.goto(`./${hash}`);
  await page.getByRole('region', { name: 'Promises' }).waitFor();
  await page.locator('.stage canvas').first().waitFor();
}

/** Moves the playhead to an instant by the time line, in milliseconds of virtual time. */
export async function goTo(page: Page, ms: number): Promise<void> {
  await page.getByRole('slider', { name: 'Time' }).fill(String(ms));
  const clock = page.getByLabel('Virtual time');
  const seconds = Math.floor(ms / 1000);
  const text = `00:${String(seconds).padStart(2, '0')}.${String(ms % 1000).padStart(3, '0')}`;
  await clock.filter({ hasText: text }).waitFor();
}

/** A figure of the panel Diff, by its row and style. */
export async function figure(page: Page, name: string, style: string): Promise<string> {
  await page.getByRole('tab', { name: 'Diff' }).click();
  await page.getByRole('columnheader', { name: 'Figure' }).waitFor();
  const heads = await page.getByRole('columnheader').allInnerTexts();
  const row = page
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name, exact: true }) });
  return row
    .getByRole('cell')
    .nth(heads.indexOf(style) - 1)
    .innerText();
}

const inFlight = new WeakMap<Page, Set<Request>>();

/** Loads the page anew once nothing is on its way to it: what a reload cuts off would be told as failed. For a page whose misdeeds are collected. */
export async function reload(page: Page): Promise<void> {
  await quiet(page, 5);
  await page.reload();
}

/** Waits until nothing has been on its way to the page for a second: what a lab loads once it stands there has come. For a page whose misdeeds are collected. */
export async function atRest(page: Page): Promise<void> {
  await quiet(page, 20);
}

/** Waits until nothing has been on its way to the page at so many looks on end, 50 ms apart: between two files of a panel there is a moment in which nothing is. */
async function quiet(page: Page, looks: number): Promise<void> {
  for (let seen = 0; seen < looks; seen = isLoading(page) ? 0 : seen + 1)
    await page.waitForTimeout(50);
}

function isLoading(page: Page): boolean {
  return (inFlight.get(page)?.size ?? 0) > 0;
}

/** Collects what a page must never do: errors, violations of its policy, and requests to strangers. */
export function misdeeds(page: Page): string[] {
  const seen: string[] = [];
  const open = new Set<Request>();
  inFlight.set(page, open);
  page.on('requestfinished', (request) => open.delete(request));
  page.on('pageerror', (error) => seen.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.text().includes('Content Security Policy'))
      seen.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    // Only the network can be cut off.
    if (request.url().startsWith('http')) open.add(request);
    const { protocol, hostname, pathname } = new URL(request.url());
    const isOurs =
      protocol === 'data:' ||
      protocol === 'blob:' ||
      (hostname === '127.0.0.1' && pathname.startsWith('/x/y/'));
    if (!isOurs) seen.push(`request: ${request.url()}`);
  });
  page.on('requestfailed', (request) => {
    open.delete(request);
    seen.push(`failed: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) seen.push(`${response.status()}: ${response.url()}`);
  });
  return seen;
}
