/** Calls of the store that fail: at each of them, nothing is lost but the last unsaved edit, and nothing is thrown. */
import { describe, expect, test } from 'vitest';
import { exportAll, firstWorking, importAll, MemoryBackend } from '../../src/keeping/index.ts';
import { scenario, shop, shopIn, storeOver, textsAfter, versionIn } from './kept.ts';
import { memoryOver, mishaps, quotaError, TroubledBackend } from './trouble.ts';

/** More calls than any of these needs. */
const enough = 40;
const callsOfWork = async (texts: Map<string, string>, work: (b: TroubledBackend) => unknown) => {
  const backend = new TroubledBackend(texts, { at: Infinity, mishap: 'done' });
  await work(backend);
  expect(backend.calls).toBeLessThan(enough);
  return backend.calls;
};

/** A store whose newest slot is damaged, so that a save has to set it aside first. */
async function damagedTexts(): Promise<Map<string, string>> {
  const texts = await textsAfter('first', 'second', 'third');
  texts.set('scenario/my-shop#1', 'baton 3 1 9 00000000\nrubbish');
  return texts;
}

const saving = async (backend: TroubledBackend, text: string) => {
  const store = storeOver(backend);
  const known = await versionIn(store);
  return store.save(shop, scenario(text), known);
};

describe.each([
  ['whole', () => textsAfter('first', 'second')],
  ['damaged', damagedTexts],
])('a page killed at each call while it saves a %s document', (_, begin) => {
  test.each(mishaps)('has lost no more than that save; the last call was %s', async (mishap) => {
    const texts = await begin();
    const calls = await callsOfWork(texts, (backend) => saving(backend, 'newest'));
    for (let at = 1; at <= calls; at++) {
      const backend = new TroubledBackend(texts, { at, mishap, forever: true });
      const answer = await saving(backend, 'newest');
      expect(answer.kind).not.toBe('saved');
      const left = backend.texts;
      const wasDone = mishap === 'done' && at === calls;
      expect(await shopIn(left)).toBe(wasDone ? 'newest' : 'second');
      const damaged = texts.get('scenario/my-shop#1') ?? '';
      const mustStay = damaged.endsWith('rubbish');
      // In its place or aside, it is still to be had.
      if (mustStay) expect([...left.values()]).toContain(damaged);
      const next = storeOver(memoryOver(left));
      const saved = await next.save(shop, scenario('after'), await versionIn(next));
      expect(saved.kind).toBe('saved');
      expect(await shopIn(left)).toBe('after');
      if (mustStay) expect([...left.values()]).toContain(damaged);
    }
  });
});

describe('a full store', () => {
  test.each(mishaps)('at each call answers that it is full; the call was %s', async (mishap) => {
    for (const begin of [() => textsAfter('first', 'second'), damagedTexts]) {
      const texts = await begin();
      const calls = await callsOfWork(texts, (backend) => saving(backend, 'newest'));
      for (let at = 1; at <= calls; at++) {
        const backend = new TroubledBackend(texts, { at, mishap, error: quotaError });
        const store = storeOver(backend);
        const reading = await store.read(shop);
        const known = reading.kind === 'failed' ? 2 : reading.version;
        const answer = await store.save(shop, scenario('newest'), known);
        if (answer.kind === 'failed') expect(answer.problem.code).toBe('storage-full');
        else expect(answer.kind).toBe('saved');
        // There is room again, and the page goes on from what it knows.
        const later = answer.kind === 'saved' ? answer.version : known;
        const again = await store.save(shop, scenario('newest, and more'), later);
        expect(again.kind, `${mishap} at ${at}`).toBe('saved');
        expect(await shopIn(backend.texts)).toBe('newest, and more');
      }
    }
  });

  test('never has a damaged text written over', async () => {
    const texts = await damagedTexts();
    const damaged = texts.get('scenario/my-shop#1') ?? '';
    const inner = memoryOver(texts);
    const backend = Object.assign(new MemoryBackend(), inner, {
      set: (...given: Parameters<MemoryBackend['set']>) =>
        given[0].startsWith('quarantine/') ? Promise.reject(quotaError()) : inner.set(...given),
    });
    const store = storeOver(backend);
    const answer = await store.save(shop, scenario('newest'), await versionIn(store));
    expect(answer).toMatchObject({ kind: 'failed', problem: { code: 'storage-full' } });
    expect(texts.get('scenario/my-shop#1')).toBe(damaged);
    expect(await shopIn(texts)).toBe('second');
  });
});

describe('removing', () => {
  test.each(mishaps)('killed at each call leaves all or nothing; it was %s', async (mishap) => {
    const texts = await textsAfter('first', 'second');
    const removing = async (backend: TroubledBackend) => {
      const store = storeOver(backend);
      return store.remove(shop, await versionIn(store));
    };
    const calls = await callsOfWork(texts, removing);
    for (let at = 1; at <= calls; at++) {
      const backend = new TroubledBackend(texts, { at, mishap, forever: true });
      expect((await removing(backend)).kind).not.toBe('removed');
      expect(['second', '(absent)']).toContain(await shopIn(backend.texts));
    }
    expect((await removing(new TroubledBackend(texts, { at: 99, mishap }))).kind).toBe('removed');
  });
});

describe('a store that fails at any call', () => {
  test('exports, imports, lists and discards without throwing', async () => {
    const texts = await damagedTexts();
    const full = await exportAll(storeOver(memoryOver(await textsAfter('other'))));
    const archive = full.kind === 'archive' ? full.text : '';
    for (let at = 1; at <= enough; at++) {
      const store = storeOver(new TroubledBackend(texts, { at, mishap: 'not done' }));
      await exportAll(store);
      await importAll(store, archive);
      await store.quarantine.list();
      await store.quarantine.discard({ name: 'quarantine/none', text: '' });
      await store.list();
    }
  });

  test('is told from one that is blocked', async () => {
    const blocked = Object.assign(new Error('no'), { name: 'SecurityError' });
    for (const [error, code] of [
      [blocked, 'storage-blocked'],
      [new Error('?'), 'storage-failed'],
      [quotaError(), 'storage-full'],
    ] as const) {
      const trouble = { at: 1, mishap: 'not done', error: () => error } as const;
      const reading = await storeOver(new TroubledBackend(new Map(), trouble)).read(shop);
      expect(reading).toMatchObject({ kind: 'failed', problem: { code } });
    }
  });
});

describe('the first store that works', () => {
  const blocked = () => {
    throw Object.assign(new Error('no'), { name: 'SecurityError' });
  };

  test('is taken, full or not', async () => {
    const full = new TroubledBackend(new Map(), { at: 2, mishap: 'not done', forever: true });
    const chosen = await firstWorking([blocked, () => full, () => new MemoryBackend()]);
    expect(chosen).toEqual({ backend: full, problems: [] });
  });

  test('is memory when the browser forbids all others, and that is told', async () => {
    const { backend, problems } = await firstWorking([blocked]);
    expect(problems).toMatchObject([{ code: 'storage-blocked' }]);
    const store = storeOver(backend);
    expect(await store.save(shop, scenario('in memory'), 0)).toMatchObject({ kind: 'saved' });
    expect(await store.read(shop)).toMatchObject({ value: { text: 'in memory' } });
    expect(await store.remove(shop, 1)).toEqual({ kind: 'removed' });
    expect(await store.list()).toEqual({ kind: 'keys', keys: [] });
  });
});
