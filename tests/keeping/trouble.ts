/** Stores in trouble: calls that fail, tear or never end, clocks and tabs that a test holds in its hand. */
import type { Backend, Channel, Notice, Standing, Timers } from '../../src/keeping/index.ts';
import { MemoryBackend } from '../../src/keeping/index.ts';

/** How a call goes wrong: nothing is done, all is done and yet it throws, or half a text is written. */
export type Mishap = 'not done' | 'done' | 'torn';
export const mishaps: readonly Mishap[] = ['not done', 'done', 'torn'];

/** What a full store throws. */
export function quotaError(): Error {
  return Object.assign(new Error('full'), { name: 'QuotaExceededError' });
}

/** A store of which one call goes wrong; with `forever`, so do all after it: the page was killed. */
export class TroubledBackend implements Backend {
  calls = 0;
  readonly texts: Map<string, string>;
  readonly #inner: MemoryBackend;
  readonly #trouble: Trouble;

  constructor(texts: ReadonlyMap<string, string>, trouble: Trouble) {
    this.texts = new Map(texts);
    this.#inner = memoryOver(this.texts);
    this.#trouble = trouble;
  }

  get(key: string): Promise<string | undefined> {
    return this.#call(() => this.#inner.get(key));
  }
  keys(): Promise<readonly string[]> {
    return this.#call(() => this.#inner.keys());
  }
  delete(key: string, provided: readonly Standing[]): Promise<boolean> {
    return this.#call(() => this.#inner.delete(key, provided));
  }
  set(key: string, text: string, provided: readonly Standing[]): Promise<boolean> {
    const half = text.slice(0, text.length / 2);
    return this.#call(
      () => this.#inner.set(key, text, provided),
      () => this.#inner.set(key, half, provided),
    );
  }

  // Not async on purpose: a backend may throw at once as well.
  #call<T>(whole: () => Promise<T>, torn = whole): Promise<T> {
    this.calls += 1;
    const { at, mishap, forever = false, error = () => new Error('killed') } = this.#trouble;
    if (this.calls < at || (this.calls > at && !forever)) return whole();
    if (this.calls > at || mishap === 'not done') throw error();
    return (mishap === 'torn' ? torn() : whole()).then(() => {
      throw error();
    });
  }
}

interface Trouble {
  /** Which call, from 1. */
  readonly at: number;
  readonly mishap: Mishap;
  readonly forever?: boolean;
  readonly error?: () => Error;
}

/** A memory whose texts a test can see and damage: it works on the very map. */
export function memoryOver(texts: Map<string, string>): MemoryBackend {
  const backend = new MemoryBackend();
  const stands = (provided: readonly Standing[]) =>
    provided.every(({ key, text }) => texts.get(key) === text);
  return Object.assign(backend, {
    get: async (key: string) => texts.get(key),
    keys: async () => [...texts.keys()],
    set: async (key: string, text: string, provided: readonly Standing[]) =>
      stands(provided) && texts.set(key, text) === texts,
    delete: async (key: string, provided: readonly Standing[]) => {
      if (!stands(provided)) return false;
      texts.delete(key);
      return true;
    },
  });
}

/** Calls that wait until the test lets one of them happen: every order can be tried. */
export class SteeredBackend {
  readonly texts = new Map<string, string>();
  readonly waiting: (() => void)[] = [];
  readonly #inner = memoryOver(this.texts);

  /** The same store as one tab sees it. */
  readonly backend: Backend = {
    get: (key) => this.#wait(() => this.#inner.get(key)),
    keys: () => this.#wait(() => this.#inner.keys()),
    set: (key, text, provided) => this.#wait(() => this.#inner.set(key, text, provided)),
    delete: (key, provided) => this.#wait(() => this.#inner.delete(key, provided)),
  };

  #wait<T>(call: () => Promise<T>): Promise<T> {
    return new Promise((resolve) => this.waiting.push(() => resolve(call())));
  }
}

/** Time that passes when the test says so. */
export class HeldTimers implements Timers {
  now = 0;
  readonly #due: { at: number; work: () => void }[] = [];

  after(ms: number, work: () => void): () => void {
    const entry = { at: this.now + ms, work };
    this.#due.push(entry);
    return () => {
      const place = this.#due.indexOf(entry);
      if (place >= 0) this.#due.splice(place, 1);
    };
  }

  /** Goes on to an instant, and lets what is due happen on the way. */
  async goTo(instant: number): Promise<void> {
    for (;;) {
      const next = this.#due.filter(({ at }) => at <= instant).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#due.splice(this.#due.indexOf(next), 1);
      this.now = next.at;
      next.work();
      await settled();
    }
    this.now = instant;
  }
}

/** Waits until nothing happens any more without a call of the store or a timer. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** The channels of several tabs: what one tells, the others hear. */
export function channelsOf(count: number): readonly Channel[] {
  const ears = Array.from({ length: count }, () => new Set<(notice: Notice) => void>());
  return ears.map((own) => ({
    tell(notice) {
      for (const others of ears.filter((each) => each !== own))
        for (const listener of others) listener(notice);
    },
    hear(listener) {
      own.add(listener);
      return () => own.delete(listener);
    },
  }));
}
