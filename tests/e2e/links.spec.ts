/** Links to a moment: made, opened, reproduced, offered when they are somebody else's, and refused in one sentence when they are not in order. */
import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { decodeLink, encodeLink, platformDeflate, type Link } from '../../src/scenario/index.ts';
import { toBase64url } from '../../src/scenario/link/base64url.ts';
import { Crc32 } from '../../src/scenario/link/crc32.ts';
import { expect, test } from './fixtures.ts';
import { goTo, misdeeds, openLab } from './lab.ts';

const plain = readFileSync(
  new URL('../../scenarios/order-fulfilment/scenario.json', import.meta.url),
  'utf8',
);
const platform = platformDeflate(globalThis);

/** Shares the present moment, and returns the link's fragment. */
async function share(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Share this moment' }).click();
  const dialog = page.getByRole('dialog', { name: 'A link to this moment' });
  const address = await dialog.getByRole('textbox', { name: 'Link' }).inputValue();
  await dialog.getByRole('button', { name: 'Close' }).click();
  return new URL(address).hash;
}

async function openOwn(page: Page, title: string): Promise<void> {
  await page.getByLabel('Scenario file').setInputFiles({
    name: 'own.json',
    mimeType: 'application/json',
    buffer: Buffer.from(
      plain.replace('"title": "Order fulfilment"', `"title": ${JSON.stringify(title)}`),
    ),
  });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
}

async function said(fragment: string): Promise<Link> {
  const read = await decodeLink(fragment, platform);
  if (read.kind === 'problems') throw new Error(JSON.stringify(read.problems));
  return read.link;
}

async function fragmentOf(link: Link): Promise<string> {
  const made = await encodeLink(link, platform);
  if (made.kind === 'problems') throw new Error(JSON.stringify(made.problems));
  return `#${made.fragment}`;
}

/** Goes to a fragment as a click on a link does, without a new page. */
async function follow(page: Page, fragment: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, fragment);
}

test('a moment with what was done to it is opened straight from a link, and reproduced', async ({
  page,
  context,
}) => {
  const seen = misdeeds(page);
  await openLab(page, '#s=order-fulfilment&seed=42&style=both');
  await goTo(page, 1500);
  await page.keyboard.press('p');
  await goTo(page, 6000);
  await page.getByRole('button', { name: 'Step forward' }).click();
  // A step may have to ask the worker first.
  await expect(page.getByLabel('Virtual time')).not.toHaveText('00:06.000');
  const clock = await page.getByLabel('Virtual time').innerText();
  const fragment = await share(page);
  const other = await context.newPage();
  await openLab(other, fragment);
  await expect(other.getByText(/^Reproduced: /).first()).toBeVisible();
  await expect(other.getByLabel('Virtual time')).toHaveText(clock);
  await expect(other.getByRole('spinbutton', { name: 'Seed' })).toHaveValue('42');
  const faults = other.getByRole('region', { name: 'Faults', exact: true });
  await expect(faults.getByText('Payment crashes').first()).toBeVisible();
  await expect(other.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  // Shared once more, it says the same.
  expect(await share(other)).toBe(fragment);
  expect(seen).toEqual([]);
});

test('a link says its length, shows itself where the clipboard is closed, and has a bound', async ({
  page,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator.clipboard, 'writeText', {
      value: () => Promise.reject(new Error('closed')),
    });
  });
  await openLab(page);
  await page.getByRole('button', { name: 'Share this moment' }).click();
  const dialog = page.getByRole('dialog', { name: 'A link to this moment' });
  await expect(dialog.getByText('copy the link from the field')).toBeVisible();
  await expect(dialog.getByText(/\d+ of at most 16,384 letters/)).toBeVisible();
  await expect(dialog.getByRole('textbox', { name: 'Link' })).toHaveValue(/\/x\/y\/#1\./);
  await page.keyboard.press('Escape');
  // What a link cannot squeeze: words without a pattern.
  let state = 1;
  const letters = Array.from({ length: 30_000 }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return '\t\n\r '.charAt(state >>> 30);
  }).join('');
  const blank = letters + letters.split('').reverse().join('') + letters.slice(7_000);
  await page.getByLabel('Scenario file').setInputFiles({
    name: 'large.json',
    mimeType: 'application/json',
    buffer: Buffer.from(plain + blank),
  });
  await expect(page.getByText('large.json is open.').first()).toBeVisible();
  await page.getByRole('button', { name: 'Share this moment' }).click();
  await expect(page.getByRole('dialog', { name: 'There is no link to this moment' })).toHaveText(
    /at most 16384 letters.*Send the scenario as a file, with seed 7/,
  );
});

test("somebody else's scenario is shown first, and replaces nothing unless it is opened", async ({
  page,
  context,
}) => {
  await openLab(page);
  await openOwn(page, 'A shop of mine');
  await goTo(page, 3000);
  const fragment = await share(page);
  const other = await context.newPage();
  await openLab(other, fragment);
  const dialog = other.getByRole('dialog', { name: 'Open this link?' });
  await expect(dialog.getByText('made by someone else')).toBeVisible();
  await expect(dialog.getByText('A shop of mine')).toBeVisible();
  await expect(dialog.getByText(/\d services, \d topics, \d steps/)).toBeVisible();
  await expect(dialog.getByText(/\d+ kB of text/)).toBeVisible();
  // Behind it stands the usual scenario, at its beginning.
  await expect(other.locator('h1')).toHaveText('Order fulfilment');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Order fulfilment');
  await expect.poll(() => new URL(other.url()).hash).toContain('#s=order-fulfilment');
  await follow(other, fragment);
  await dialog.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('A shop of mine');
  await expect(other.getByLabel('Virtual time')).toHaveText('00:03.000');
  await expect(other.getByText(/^Reproduced: /).first()).toBeVisible();
  await expect(other.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
});

test('a link asks before it replaces work that is open, and a run that comes out differently is shown beside what it tells', async ({
  page,
}) => {
  await openLab(page);
  await goTo(page, 5000);
  const fragment = await share(page);
  await openOwn(page, 'My work');
  await page.keyboard.press('p');
  await follow(page, fragment);
  const dialog = page.getByRole('dialog', { name: 'Open this link?' });
  await expect(dialog.getByText('replaces My work and what you did to it (1 thing)')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('My work');
  await expect(
    page.getByRole('region', { name: 'Faults', exact: true }).getByText('Payment crashes').first(),
  ).toBeVisible();

  const link = await said(fragment);
  const altered = {
    ...link,
    engine: 'baton-0',
    // A link that is altered may also say a thing twice.
    runs: [...link.runs.slice(0, 1), ...link.runs].map((run) => ({
      ...run,
      hash: '0123456789abcdef',
      figures: [
        ...run.figures.filter(({ name }) => name !== 'completed'),
        { name: 'completed', value: 99 },
        { name: 'promises broken', value: 3 },
      ],
    })),
  };
  await follow(page, await fragmentOf(altered));
  await dialog.getByRole('button', { name: 'Open', exact: true }).click();
  const result = page.getByRole('dialog', { name: 'This run came out differently' });
  await expect(result.getByText('made with engine baton-0')).toBeVisible();
  const row = result.getByRole('row', { name: /completed, choreography/ }).first();
  await expect(row.getByRole('cell').first()).toHaveText('99');
  await expect(
    result.getByRole('row', { name: /fingerprint of orchestration/ }).first(),
  ).toContainText('01234567');
  await expect(result.getByRole('row', { name: /messages/ })).toHaveCount(0);
});

test('a link that is not in order is refused in one sentence with a remedy, and the run stays', async ({
  page,
}) => {
  const seen = misdeeds(page);
  await openLab(page);
  await goTo(page, 2000);
  await page.keyboard.press('p');
  const good = await share(page);
  const link = await said(good);
  const bomb = deflateRawSync(Buffer.alloc(10_000_000));
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(new Crc32().bytes(bomb).value);
  const crash = { kind: 'crash', restartAfterMs: 100 } as const;
  const cases: readonly (readonly [string, RegExp])[] = [
    [good.slice(0, -20), /lost or changed letters.*Copy the whole link once more/],
    [`#2.${good.slice(3)}`, /version that is not known here.*Reload/],
    [
      `#1.${toBase64url(Buffer.concat([sum, bomb]))}`,
      /at most 262144 bytes.*Ask whoever sent it for the scenario as a file/,
    ],
    [
      `#1.${'A'.repeat(20_000)}`,
      /at most 16384 letters.*Ask whoever sent it for the scenario as a file/,
    ],
    [
      await fragmentOf({ ...link, scenario: { kind: 'slug', slug: 'not-here' } }),
      /built-in scenario that is not here: not-here.*Reload/,
    ],
    [
      await fragmentOf({ ...link, scenario: { kind: 'text', text: '{"baton":1}' } }),
      /scenario of the link is not in order.*more problems.*Ask whoever sent it/,
    ],
    [
      await fragmentOf({
        ...link,
        actions: [
          {
            kind: 'inject',
            atMicros: 5,
            fault: { when: { atMs: 5 }, target: { service: 'nobody' }, effect: crash },
          },
        ],
      }),
      /What the link does to the run is not in order.*nobody/,
    ],
    [
      await fragmentOf({
        ...link,
        actions: [{ kind: 'switch', atMicros: 5, service: 'nobody', name: 'inbox', on: true }],
      }),
      /flips a switch of the service nobody/,
    ],
  ];
  for (const [fragment, words] of cases) {
    await follow(page, fragment);
    const dialog = page.getByRole('dialog', { name: 'This link cannot be opened' });
    await expect(dialog).toHaveText(words);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(page.getByLabel('Virtual time')).toHaveText('00:02.000');
  }
  await expect(
    page.getByRole('region', { name: 'Faults', exact: true }).getByText('Payment crashes').first(),
  ).toBeVisible();
  expect(seen).toEqual([]);
});

for (const first of ['put away', 'followed'] as const)
  test(`a link that is followed while another is put away is not lost, whichever is ${first} first`, async ({
    page,
  }) => {
    await openLab(page, '#1.broken');
    const dialog = page.getByRole('dialog', { name: 'This link cannot be opened' });
    await expect(dialog).toHaveText(/lost or changed letters/);
    await page.evaluate((isPutAwayFirst) => {
      const putAway = () => document.querySelector('dialog')?.close();
      if (isPutAwayFirst) putAway();
      else addEventListener('hashchange', putAway, { once: true });
      location.hash = '#2.newer';
    }, first === 'put away');
    await expect(dialog).toHaveText(/version that is not known here/);
    await expect.poll(() => new URL(page.url()).hash).toBe('#2.newer');
    await page.keyboard.press('Escape');
    await expect.poll(() => new URL(page.url()).hash).toContain('#s=order-fulfilment');
  });

test('a page that begins with a broken link says so over the usual scenario', async ({ page }) => {
  await openLab(page, '#1.broken');
  await expect(page.getByRole('dialog', { name: 'This link cannot be opened' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Order fulfilment');
});
