/** Keeping in the browser's localStorage: little room, and answered at once. */
import type { Backend, Standing } from '../store/backend.ts';

/** The part of the browser's locks that is used here. */
type Locks = Pick<LockManager, 'request'>;

/** Texts in localStorage, under a prefix that no other application of this origin uses. */
export class LocalStorageBackend implements Backend {
  readonly #storage: Storage;
  readonly #prefix: string;
  readonly #locks: Locks | undefined;

  /**
   * With locks not even a tab in another process can come between, but a page that is leaving may be gone before
   * it has one; without, the browser's own care must do.
   */
  constructor(storage: Storage, prefix: string, locks?: Locks) {
    this.#storage = storage;
    this.#prefix = prefix;
    this.#locks = locks;
  }

  // Asynchronous, so that what the browser throws becomes a refusal.
  async get(key: string): Promise<string | undefined> {
    return this.#text(key);
  }

  set(key: string, text: string, provided: readonly Standing[]): Promise<boolean> {
    return this.#alone(() => {
      const stands = this.#stands(provided);
      if (stands) this.#storage.setItem(this.#prefix + key, text);
      return stands;
    });
  }

  delete(key: string, provided: readonly Standing[]): Promise<boolean> {
    return this.#alone(() => {
      const stands = this.#stands(provided);
      if (stands) this.#storage.removeItem(this.#prefix + key);
      return stands;
    });
  }

  async keys(): Promise<readonly string[]> {
    const all = Array.from(
      { length: this.#storage.length },
      (_, at) => this.#storage.key(at) ?? '',
    );
    return all
      .filter((key) => key.startsWith(this.#prefix))
      .map((key) => key.slice(this.#prefix.length));
  }

  async #alone(work: () => boolean): Promise<boolean> {
    return this.#locks === undefined ? work() : this.#locks.request(this.#prefix, work);
  }

  #stands(provided: readonly Standing[]): boolean {
    return provided.every(({ key, text }) => this.#text(key) === text);
  }

  #text(key: string): string | undefined {
    return this.#storage.getItem(this.#prefix + key) ?? undefined;
  }
}
