/** A document that is being worked on: when it is saved, what its owner is told, and what other tabs do to it. */
import { describe, expect, test } from 'vitest';
import {
  browserTimers,
  DocumentStore,
  KeptDocument,
  places,
  whenLeaving,
  type Backend,
  type Channel,
  type LessonProgress,
  type News,
  type Notepad,
  type OwnScenario,
  type Place,
} from '../../src/keeping/index.ts';
import { lesson, lessons, scenario, shop, shopIn, textsAfter } from './kept.ts';
import {
  channelsOf,
  HeldTimers,
  memoryOver,
  quotaError,
  settled,
  TroubledBackend,
} from './trouble.ts';

async function opened<T>(given: {
  backend: Backend;
  place: Place<T>;
  initial: T;
  channel?: Channel;
  notepad?: Notepad;
}) {
  const timers = new HeldTimers();
  const news: News[] = [];
  const changed = (each?: News) => void (each === undefined || news.push(each));
  const [alone] = channelsOf(1);
  const store = new DocumentStore(given.backend, given.channel ?? (alone as Channel));
  const { notepad } = given;
  const owner = { timers, changed, ...(notepad === undefined ? {} : { notepad }) };
  const kept = await KeptDocument.open({ store, place: given.place, owner }, given.initial);
  return { kept, timers, news };
}

const notepadOver = (notes: Map<string, string>): Notepad => ({
  names: () => [...notes.keys()],
  read: (name) => notes.get(name),
  write: (name, text) => void notes.set(name, text),
  forget: (name) => void notes.delete(name),
});

const shopOver = (texts: Map<string, string>, channel?: Channel) =>
  opened<OwnScenario>({
    backend: memoryOver(texts),
    place: shop,
    initial: scenario(''),
    ...(channel === undefined ? {} : { channel }),
  });

describe('edits', () => {
  test('older than 300 ms are never lost, whenever the page is killed', async () => {
    for (let killedAt = 0; killedAt < 2_000; killedAt += 37) {
      const texts = new Map<string, string>();
      const { kept, timers } = await shopOver(texts);
      for (let now = 0; now <= killedAt; now += 10) {
        await timers.goTo(now);
        kept.edit(scenario(`typed at ${now}`));
      }
      await timers.goTo(killedAt);
      const saved = Number(/\d+/.exec(await shopIn(texts))?.[0] ?? -1);
      expect(killedAt - saved).toBeLessThanOrEqual(300);
    }
  });

  test('are saved at once when the page may be leaving', async () => {
    const texts = new Map<string, string>();
    const { kept } = await shopOver(texts);
    const page = Object.assign(new EventTarget(), {
      document: Object.assign(new EventTarget(), { visibilityState: 'visible' }),
    });
    const stop = whenLeaving(page as unknown as Window, () => kept.leave());
    kept.edit(scenario('one'));
    page.document.dispatchEvent(new Event('visibilitychange'));
    await settled();
    expect(await shopIn(texts)).toBe('(absent)');
    page.document.visibilityState = 'hidden';
    page.document.dispatchEvent(new Event('visibilitychange'));
    await settled();
    expect(await shopIn(texts)).toBe('one');
    kept.edit(scenario('two'));
    page.dispatchEvent(new Event('pagehide'));
    await settled();
    expect(await shopIn(texts)).toBe('two');
    stop();
    kept.edit(scenario('three'));
    page.dispatchEvent(new Event('pagehide'));
    await settled();
    expect(await shopIn(texts)).toBe('two');
  });

  test('that are saved take one call, for a page that is leaving has no time for more', async () => {
    const backend = new TroubledBackend(new Map(), { at: Infinity, mishap: 'done' });
    const { kept } = await opened({ backend, place: shop, initial: scenario('') });
    const calls = backend.calls;
    kept.edit(scenario('one'));
    await kept.flush();
    kept.edit(scenario('two'));
    await kept.flush();
    expect(backend.calls - calls).toBe(2);
  });

  test('that cannot be saved stay in memory, and the next edit is another try', async () => {
    const trouble = { at: 3, mishap: 'not done', error: quotaError } as const;
    const backend = new TroubledBackend(new Map(), trouble);
    const { kept, timers } = await opened({ backend, place: shop, initial: scenario('') });
    kept.edit(scenario('one'));
    expect(kept.keeping).toEqual({ kind: 'unsaved' });
    await timers.goTo(300);
    expect(kept.keeping).toMatchObject({ kind: 'failed', problems: [{ code: 'storage-full' }] });
    expect(kept.value.text).toBe('one');
    const { calls } = backend;
    await timers.goTo(60_000);
    expect(backend.calls).toBe(calls);
    kept.edit(scenario('two'));
    await timers.goTo(60_300);
    expect(kept.keeping).toEqual({ kind: 'saved' });
    expect(await shopIn(backend.texts)).toBe('two');
  });

  test('beyond the limits are refused with what is wrong with them', async () => {
    const { kept } = await shopOver(new Map());
    kept.edit({ ...scenario('one'), name: ' ' });
    await kept.flush();
    expect(kept.keeping).toMatchObject({ kind: 'failed', problems: [{ code: 'blank-text' }] });
  });

  test('are possible though nothing could be opened', async () => {
    const backend = new TroubledBackend(await textsAfter('first'), { at: 1, mishap: 'not done' });
    const { kept } = await opened({ backend, place: shop, initial: scenario('fresh') });
    expect(kept.keeping).toMatchObject({ kind: 'failed', problems: [{ code: 'storage-failed' }] });
    kept.edit(scenario('mine'));
    await kept.close();
    expect(kept.key).toBe('scenario/my-shop-2');
    expect(await shopIn(backend.texts)).toBe('first');
  });
});

describe('last words', () => {
  /** A page that goes right after an edit: what it asks of the store is never done. */
  async function gone(texts: Map<string, string>, notes: Map<string, string>, text: string) {
    // Opening takes two calls.
    const trouble = { at: 3, mishap: 'not done', forever: true } as const;
    const backend = new TroubledBackend(texts, trouble);
    const initial = scenario('');
    const { kept } = await opened({ backend, place: shop, initial, notepad: notepadOver(notes) });
    kept.edit(scenario(text));
    kept.leave();
    await settled();
    expect(kept.keeping.kind).toBe('failed');
  }
  const openedAgain = (texts: Map<string, string>, notes: Map<string, string>) =>
    opened<OwnScenario>({
      backend: memoryOver(texts),
      place: shop,
      initial: scenario(''),
      notepad: notepadOver(notes),
    });

  test('of a page that is gone are saved by the next one', async () => {
    for (const texts of [new Map<string, string>(), await textsAfter('first')]) {
      const notes = new Map<string, string>();
      await gone(texts, notes, 'last words');
      const { kept } = await openedAgain(texts, notes);
      expect(kept.value.text).toBe('last words');
      expect(await shopIn(texts)).toBe('last words');
      expect(notes.size).toBe(0);
    }
  });

  test('do not replace what was saved since', async () => {
    const texts = await textsAfter('first');
    const notes = new Map<string, string>();
    await gone(texts, notes, 'one tab');
    await gone(texts, notes, 'another tab');
    expect(notes.size).toBe(2);
    const { kept } = await openedAgain(texts, notes);
    const all = [...texts.values()].join(' ');
    for (const text of ['one tab', 'another tab']) expect(all).toContain(text);
    expect(['one tab', 'another tab']).toContain(kept.value.text);
    expect(notes.size).toBe(0);
  });

  test('are struck out when there was time to save after all', async () => {
    const [texts, notes] = [new Map<string, string>(), new Map<string, string>()];
    const { kept } = await openedAgain(texts, notes);
    kept.leave();
    expect(notes.size).toBe(0);
    kept.edit(scenario('mine'));
    kept.leave();
    expect(notes.size).toBe(1);
    await settled();
    expect(notes.size).toBe(0);
    expect(await shopIn(texts)).toBe('mine');
  });

  test('that are damaged are not believed, and stay', async () => {
    const [texts, notes] = [await textsAfter('first'), new Map<string, string>()];
    await gone(texts, notes, 'last words');
    for (const [name, text] of notes) notes.set(name, text.replace('last', 'lost'));
    const { kept } = await openedAgain(texts, notes);
    expect(kept.value.text).toBe('first');
    expect(notes.size).toBe(1);
  });

  test('that cannot be written or read are no error', async () => {
    const refusing = () => {
      throw quotaError();
    };
    const notepad = { names: refusing, read: refusing, write: refusing, forget: refusing };
    const backend = memoryOver(new Map());
    const { kept } = await opened({ backend, place: shop, initial: scenario(''), notepad });
    kept.edit(scenario('mine'));
    kept.leave();
    await settled();
    expect(kept.keeping).toEqual({ kind: 'saved' });
  });
});

describe('a document of which another tab tells', () => {
  test('is shown as it is there, when nothing was changed here', async () => {
    const [mine, theirs] = channelsOf(2);
    const texts = new Map<string, string>();
    const one = await shopOver(texts, mine);
    const other = await shopOver(texts, theirs);
    other.kept.edit(scenario('theirs'));
    await other.kept.flush();
    await settled();
    expect(one.kept.value.text).toBe('theirs');
    expect(one.news).toEqual([{ kind: 'renewed' }]);
    one.kept.edit(scenario('mine'));
    await one.kept.flush();
    await settled();
    expect(other.kept.value.text).toBe('mine');
    expect(one.kept.key).toBe(other.kept.key);
  });

  test('goes on as a copy, when its text was changed here as well', async () => {
    const [mine, theirs] = channelsOf(2);
    const texts = new Map<string, string>();
    const one = await shopOver(texts, mine);
    const other = await shopOver(texts, theirs);
    one.kept.edit(scenario('mine'));
    other.kept.edit(scenario('theirs'));
    await other.kept.flush();
    await settled();
    expect(one.news).toEqual([{ kind: 'copied', key: 'scenario/my-shop-2' }]);
    expect(one.kept.keeping).toEqual({ kind: 'saved' });
    expect(one.kept.value.text).toBe('mine');
    expect(await shopIn(texts)).toBe('theirs');
  });

  test('is never written over, though the copy cannot be made at once', async () => {
    const texts = await textsAfter('first');
    const inner = memoryOver(texts);
    let refusals = 1;
    const backend = Object.assign(memoryOver(texts), {
      keys: () => (refusals-- > 0 ? Promise.reject(quotaError()) : inner.keys()),
    });
    const { kept, timers } = await opened({ backend, place: shop, initial: scenario('') });
    const store = new DocumentStore(memoryOver(texts), channelsOf(1)[0] as Channel);
    await store.save(shop, scenario('theirs'), 1);
    kept.edit(scenario('mine'));
    await timers.goTo(300);
    expect(kept.keeping).toMatchObject({ kind: 'failed' });
    kept.edit(scenario('mine, later'));
    await timers.goTo(600);
    expect(kept.keeping).toEqual({ kind: 'saved' });
    expect(await shopIn(texts)).toBe('theirs');
    expect([...texts.values()].join(' ')).toContain('mine, later');
  });

  test('is both, when it is a list', async () => {
    const [mine, theirs] = channelsOf(2);
    const texts = new Map<string, string>();
    const over = (channel: Channel | undefined) =>
      opened<readonly LessonProgress[]>({
        backend: memoryOver(texts),
        place: lessons,
        initial: [],
        channel: channel as Channel,
      });
    const [one, other] = [await over(mine), await over(theirs)];
    one.kept.edit([lesson('one', 1)]);
    other.kept.edit([lesson('two', 2)]);
    await other.kept.flush();
    await settled();
    expect(one.news).toEqual([{ kind: 'merged' }]);
    expect(one.kept.value.map((each) => each.lesson)).toEqual(['one', 'two']);
    expect(other.kept.value).toEqual(one.kept.value);
  });

  test('that was removed there comes back with the next edit here', async () => {
    const [mine, theirs] = channelsOf(2);
    const texts = await textsAfter('first');
    const { kept, news } = await shopOver(texts, mine);
    const store = new DocumentStore(memoryOver(texts), theirs as Channel);
    await store.remove(shop, 1);
    await settled();
    expect(news).toEqual([{ kind: 'removed' }]);
    expect(kept.value.text).toBe('first');
    kept.edit(scenario('again'));
    await kept.close();
    expect(await shopIn(texts)).toBe('again');
  });

  test('is heard of no longer when it is closed', async () => {
    const [mine, theirs] = channelsOf(2);
    const { kept, news } = await shopOver(await textsAfter('first'), mine);
    await kept.close();
    (theirs as Channel).tell({ key: shop.key });
    await settled();
    expect(news).toEqual([]);
  });
});

test('a document of a newer Baton is left as it is', async () => {
  const { seal } = await import('../../src/keeping/store/record.ts');
  const key = `${places.deck.key}#1`;
  const text = seal(key, { version: 1, schema: 2, body: '{}\n' });
  const texts = new Map([[key, text]]);
  const { kept } = await opened({ backend: memoryOver(texts), place: places.deck, initial: [] });
  expect(kept.keeping).toMatchObject({ kind: 'failed', problems: [{ code: 'newer-schema' }] });
  kept.edit([]);
  await kept.flush();
  expect(kept.keeping).toMatchObject({ kind: 'failed', problems: [{ code: 'newer-schema' }] });
  expect([...texts]).toEqual([[key, text]]);
});

test('the timers of the browser call back, unless they are told not to', async () => {
  const called: string[] = [];
  browserTimers.after(0, () => called.push('dropped'))();
  await new Promise<void>((resolve) => {
    browserTimers.after(1, () => {
      called.push('due');
      resolve();
    });
  });
  expect(called).toEqual(['due']);
});
