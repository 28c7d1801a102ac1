/** Keeping and links in a real browser: its IndexedDB, its tabs and its compression. */
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from '@playwright/test';
import { rolldown } from 'rolldown';
import type { KeptDocument, LessonProgress } from '../../src/keeping/index.ts';
import type {} from './browser-parts.ts';
import { expect, test } from './fixtures.ts';

declare global {
  var kept: KeptDocument<readonly LessonProgress[]>;
}

let script = '';

test.beforeAll(async () => {
  const input = fileURLToPath(new URL('./browser-parts.ts', import.meta.url));
  const build = await rolldown({ input, platform: 'browser', logLevel: 'silent' });
  const { output } = await build.generate({ format: 'iife', codeSplitting: false });
  await build.close();
  script = output[0].code;
});

async function openTab(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript({ content: script });
  // A page without an application: only the origin counts.
  await page.goto('./icon.svg');
  return page;
}

/** Opens the lessons of this tab and keeps them at hand. */
function openLessons(page: Page) {
  return page.evaluate(async () => {
    const { keeping } = globalThis.batonParts;
    const backend = new keeping.IndexedDbBackend(indexedDB, 'baton-test');
    const channel = keeping.broadcastChannel(new BroadcastChannel('baton-test'));
    const notepad = keeping.storageNotepad(localStorage, 'baton-test/');
    const owner = { timers: keeping.browserTimers, notepad, changed: () => undefined };
    const store = new keeping.DocumentStore(backend, channel);
    const place = keeping.places.lessons;
    const kept = await keeping.KeptDocument.open({ store, place, owner }, []);
    keeping.whenLeaving(window, () => kept.leave());
    globalThis.kept = kept;
    return kept.keeping.kind;
  });
}

function finishLessons(page: Page, given: { tab: string; count: number }) {
  return page.evaluate(async ({ tab, count }) => {
    const { places } = globalThis.batonParts.keeping;
    const { kept } = globalThis;
    for (let step = 0; step < count; step++) {
      const nothing = { answers: [], shown: [], positions: [], attempts: [], skipped: [] };
      const entry = { ...nothing, lesson: `${tab}-${step}`, step, exitCard: '', changed: step };
      kept.edit(places.lessons.kind.put(kept.value, entry));
      if (step % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }, given);
}

/** How many lessons a tab finds that is opened now. */
async function countKept(context: BrowserContext): Promise<number> {
  const page = await openTab(context);
  await openLessons(page);
  return page.evaluate(() => globalThis.kept.value.length);
}

test('two tabs lose nothing of each other', async ({ context }) => {
  const [one, other] = [await openTab(context), await openTab(context)];
  expect(await openLessons(one)).toBe('saved');
  expect(await openLessons(other)).toBe('saved');
  await Promise.all([
    finishLessons(one, { tab: 'one', count: 20 }),
    finishLessons(other, { tab: 'other', count: 20 }),
  ]);
  for (const tab of [one, other])
    await tab.waitForFunction(() => globalThis.kept.value.length === 40);
  for (const tab of [one, other])
    await tab.waitForFunction(() => globalThis.kept.keeping.kind === 'saved');
  expect(await countKept(context)).toBe(40);
});

test('a tab that leaves right after an edit has saved it', async ({ context }) => {
  const page = await openTab(context);
  await openLessons(page);
  await finishLessons(page, { tab: 'one', count: 1 });
  await page.goto('./icon-192.png');
  expect(await countKept(context)).toBe(1);
});

test('IndexedDB sets and deletes only what stands as said', async ({ context }) => {
  const page = await openTab(context);
  const answers = await page.evaluate(async () => {
    const { IndexedDbBackend } = globalThis.batonParts.keeping;
    const texts = new IndexedDbBackend(indexedDB, 'baton-contract');
    return [
      await texts.set('a', '1', [{ key: 'a', text: undefined }]),
      await texts.set('a', '2', [{ key: 'a', text: undefined }]),
      await texts.set('a', '2', [
        { key: 'a', text: '1' },
        { key: 'b', text: '1' },
      ]),
      await texts.delete('a', [{ key: 'a', text: '2' }]),
      await texts.get('a'),
      await texts.keys(),
      await texts.delete('a', [{ key: 'a', text: '1' }]),
      (await texts.get('a')) === undefined,
      await texts.set('b', '3', []),
      // Another tab may renew the database at any time: the next call opens it anew.
      await new Promise((resolve) => {
        const gone = indexedDB.deleteDatabase('baton-contract');
        gone.onsuccess = () => resolve('deleted');
        gone.onblocked = () => resolve('blocked');
      }),
      await texts.keys(),
    ];
  });
  expect(answers).toEqual([true, false, false, false, '1', ['a'], true, true, true, 'deleted', []]);
});

test('a link comes back, and a bomb is left at the limit', async ({ context }) => {
  const page = await openTab(context);
  const answers = await page.evaluate(async () => {
    const { decodeLink, encodeLink, platformDeflate, Crc32 } = globalThis.batonParts.scenario;
    const deflate = platformDeflate(globalThis);
    const link = {
      scenario: { kind: 'text' as const, text: 'a ✓ \ud800'.repeat(500) },
      styles: ['choreography' as const],
      repaired: false,
      actions: [],
      engine: '0.1.0',
      runs: [],
    };
    const encoded = await encodeLink(link, deflate);
    if (encoded.kind === 'problems') throw new Error(JSON.stringify(encoded.problems));
    const decoded = await decodeLink(encoded.fragment, deflate);
    const pieces: number[] = [];
    for await (const piece of deflate.deflate(new Uint8Array(10_000_000))) pieces.push(...piece);
    const sum = new Crc32().bytes(pieces).value;
    const bytes = [sum >>> 24, sum >>> 16, sum >>> 8, sum].map((each) => each & 0xff);
    const letters = btoa(String.fromCharCode(...bytes, ...pieces));
    const bomb = `1.${letters.replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')}`;
    let inflated = 0;
    const counting = {
      deflate: deflate.deflate,
      async *inflate(packed: Uint8Array) {
        for await (const piece of deflate.inflate(packed)) {
          inflated += piece.length;
          yield piece;
        }
      },
    };
    const refused = await decodeLink(bomb, counting);
    return {
      same: decoded.kind === 'link' && JSON.stringify(decoded.link) === JSON.stringify(link),
      refused: refused.kind === 'problems' ? refused.problems.map(({ code }) => code) : [],
      inflated,
    };
  });
  expect(answers).toMatchObject({ same: true, refused: ['link-too-large'] });
  expect(answers.inflated).toBeLessThan(600_000);
});
