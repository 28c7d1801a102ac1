/** The scenarios that were opened last, kept in this browser. The part of Baton that keeps them is loaded when it is needed. */
import { keepingName } from '../shell/keeping-name.ts';
import type { RecentScenarios } from './kept-recents.ts';

/** What was opened last. */
export class Recents {
  #slugs = $state.raw<readonly string[]>([]);
  #kept: Promise<RecentScenarios | undefined> | undefined;

  /** The newest first. */
  get slugs(): readonly string[] {
    return this.#slugs;
  }

  /** Finds out what was opened last. At a first visit there is nothing to find, and nothing is loaded for it. */
  async read(): Promise<void> {
    if (await mayKeepSomething()) await this.#open();
  }

  /** Takes note of a scenario that was opened now, however late the part comes that keeps it. */
  add(slug: string): void {
    const now = Date.now();
    void this.#open().then((kept) => {
      kept?.add(slug, now);
    });
  }

  /** Without it, or in a frame of somebody else's page, nothing is read and nothing is kept. */
  #open(): Promise<RecentScenarios | undefined> {
    if (globalThis.top !== globalThis.self) return Promise.resolve(undefined);
    this.#kept ??= import('./kept-recents.ts')
      .then(({ openRecents }) => openRecents((slugs) => (this.#slugs = slugs)))
      .catch(() => {
        this.#kept = undefined;
        return undefined;
      });
    return this.#kept;
  }
}

/** Whether there can be anything: a browser that does not say so may have it. */
export async function mayKeepSomething(): Promise<boolean> {
  try {
    const names = (await indexedDB.databases()).map(({ name }) => name);
    return names.includes(keepingName);
  } catch {
    return true;
  }
}
