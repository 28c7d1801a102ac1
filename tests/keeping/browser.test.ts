/** The browser's own stores and channels, as far as they can be tried without one. */
import { afterEach, describe, expect, test } from 'vitest';
import {
  broadcastChannel,
  LocalStorageBackend,
  storageEvents,
  storageNotepad,
  type Notice,
} from '../../src/keeping/index.ts';
import { scenario, shop, storeOver } from './kept.ts';
import { quotaError, settled } from './trouble.ts';

/** The browser's localStorage, with as many characters as fit. */
class FakeStorage implements Storage {
  readonly #texts = new Map<string, string>();
  readonly #room: number;

  constructor(room = Infinity) {
    this.#room = room;
  }

  get length(): number {
    return this.#texts.size;
  }
  key(at: number): string | null {
    return [...this.#texts.keys()][at] ?? null;
  }
  getItem(key: string): string | null {
    return this.#texts.get(key) ?? null;
  }
  setItem(key: string, text: string): void {
    const others = [...this.#texts].filter(([each]) => each !== key);
    const used = others.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
    if (used + key.length + text.length > this.#room) throw quotaError();
    this.#texts.set(key, text);
  }
  removeItem(key: string): void {
    this.#texts.delete(key);
  }
  clear(): void {
    this.#texts.clear();
  }
}

describe('localStorage', () => {
  test('keeps documents', async () => {
    const storage = new FakeStorage();
    const store = storeOver(new LocalStorageBackend(storage, '/baton/'));
    expect(await store.save(shop, scenario('first'), 0)).toEqual({ kind: 'saved', version: 1 });
    const other = storeOver(new LocalStorageBackend(storage, '/baton/'));
    expect(await other.read(shop)).toMatchObject({ value: { text: 'first' } });
    expect(await other.remove(shop, 1)).toEqual({ kind: 'removed' });
    expect(storage.length).toBe(0);
  });

  test('sets and deletes only what stands as said', async () => {
    const backend = new LocalStorageBackend(new FakeStorage(), '');
    expect(await backend.set('a', '1', [{ key: 'a', text: undefined }])).toBe(true);
    expect(await backend.set('a', '2', [{ key: 'a', text: undefined }])).toBe(false);
    expect(await backend.set('a', '2', [{ key: 'b', text: '1' }])).toBe(false);
    expect(await backend.delete('a', [{ key: 'a', text: '2' }])).toBe(false);
    expect(await backend.get('a')).toBe('1');
    expect(await backend.delete('a', [{ key: 'a', text: '1' }])).toBe(true);
    expect(await backend.get('a')).toBeUndefined();
  });

  test('is shared with others of the same origin, and each has its own', async () => {
    const storage = new FakeStorage();
    storage.setItem('foreign', 'x');
    const [one, other] = ['/a/', '/b/'].map((prefix) => new LocalStorageBackend(storage, prefix));
    await one?.set('k', 'one', []);
    await other?.set('k', 'other', []);
    expect(await one?.keys()).toEqual(['k']);
    expect(await one?.get('k')).toBe('one');
    expect(storage.getItem('foreign')).toBe('x');
  });

  test('that is full is told as full', async () => {
    const store = storeOver(new LocalStorageBackend(new FakeStorage(300), ''));
    expect(await store.save(shop, scenario('short'), 0)).toMatchObject({ kind: 'saved' });
    const answer = await store.save(shop, scenario('x'.repeat(300)), 1);
    expect(answer).toMatchObject({ kind: 'failed', problem: { code: 'storage-full' } });
    expect(await store.read(shop)).toMatchObject({ value: { text: 'short' } });
  });

  test('is a notepad too', () => {
    const storage = new FakeStorage();
    const [notepad, other] = ['/a/', '/b/'].map((prefix) => storageNotepad(storage, prefix));
    notepad?.write('words', 'mine');
    other?.write('words', 'theirs');
    expect(notepad?.read('words')).toBe('mine');
    expect(notepad?.names()).toEqual(['words']);
    notepad?.forget('words');
    expect(notepad?.read('words')).toBeUndefined();
    expect(other?.names()).toEqual(['words']);
  });

  test('asks for a lock where there are locks', async () => {
    const asked: string[] = [];
    const locks = {
      request: async (name: string, work: () => unknown) => {
        asked.push(name);
        return work();
      },
    };
    const backend = new LocalStorageBackend(
      new FakeStorage(),
      '/baton/',
      locks as unknown as LockManager,
    );
    expect(await backend.set('a', '1', [])).toBe(true);
    expect(asked).toEqual(['/baton/']);
  });
});

describe('tabs', () => {
  const open: BroadcastChannel[] = [];
  const channel = () => {
    const made = new BroadcastChannel('baton-test');
    open.push(made);
    return made;
  };
  afterEach(() => {
    for (const each of open.splice(0)) each.close();
  });

  test('hear each other over a channel, and no nonsense', async () => {
    const [speaker, listener] = [channel(), channel()];
    const heard: Notice[] = [];
    const arrived = new Promise<void>((resolve) => {
      broadcastChannel(listener).hear((notice) => {
        heard.push(notice);
        if (notice.key === 'last') resolve();
      });
    });
    for (const nonsense of [null, 1, 'deck', {}, { key: 1 }, { key: 'x'.repeat(200) }])
      speaker.postMessage(nonsense);
    broadcastChannel(speaker).tell({ key: 'deck' });
    broadcastChannel(speaker).tell({ key: 'last' });
    await arrived;
    expect(heard).toEqual([{ key: 'deck' }, { key: 'last' }]);
  });

  test('can stop to listen, and a closed channel is no error', async () => {
    const [speaker, listener] = [channel(), channel()];
    const heard: Notice[] = [];
    broadcastChannel(listener).hear((notice) => heard.push(notice))();
    broadcastChannel(speaker).tell({ key: 'deck' });
    speaker.close();
    broadcastChannel(speaker).tell({ key: 'deck' });
    await settled();
    expect(heard).toEqual([]);
  });

  test('hear of localStorage from the browser itself', () => {
    const page = new EventTarget();
    const heard: Notice[] = [];
    const events = storageEvents(page as unknown as Window, '/baton/');
    const stop = events.hear((notice) => heard.push(notice));
    const happens = (key: string | null) =>
      page.dispatchEvent(Object.assign(new Event('storage'), { key }));
    happens('/baton/deck#1');
    for (const key of ['/other/deck#1', '/baton/quarantine/deck#1/00', '/baton/deck', null])
      happens(key);
    stop();
    happens('/baton/deck#0');
    events.tell({ key: 'deck' });
    expect(heard).toEqual([{ key: 'deck' }]);
  });
});
