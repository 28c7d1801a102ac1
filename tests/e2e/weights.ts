/** What a load of the page weighs: every answer of the server to the page and its workers, as a host that compresses would send it. */
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';

/** What was loaded: the answers, heaviest first, and their sum in KiB. */
export interface Load {
  readonly kib: number;
  readonly answers: readonly { readonly path: string; readonly bytes: number }[];
}

/** Weighs all that is loaded while `open` opens a page and until the network is at rest. */
export async function weigh(page: Page, open: () => Promise<void>): Promise<Load> {
  const bodies: Promise<Load['answers'][number]>[] = [];
  const onResponse = (response: { url(): string; body(): Promise<Buffer> }) => {
    const { pathname } = new URL(response.url());
    bodies.push(response.body().then((body) => ({ path: pathname, bytes: gzipSync(body).length })));
  };
  page.on('response', onResponse);
  await open();
  await page.waitForLoadState('networkidle');
  const answers = (await Promise.all(bodies)).toSorted((one, other) => other.bytes - one.bytes);
  page.off('response', onResponse);
  return { kib: answers.reduce((sum, { bytes }) => sum + bytes, 0) / 1024, answers };
}
