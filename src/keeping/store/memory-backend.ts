/** A store that lasts as long as the page: for a browser that forbids every other one, and for tests. */
import type { Backend, Standing } from './backend.ts';

/** Texts in memory. */
export class MemoryBackend implements Backend {
  readonly #texts: Map<string, string>;

  constructor(texts: Iterable<readonly [string, string]> = []) {
    this.#texts = new Map(texts);
  }

  get(key: string): Promise<string | undefined> {
    return Promise.resolve(this.#texts.get(key));
  }

  set(key: string, text: string, provided: readonly Standing[]): Promise<boolean> {
    const stands = this.#stands(provided);
    if (stands) this.#texts.set(key, text);
    return Promise.resolve(stands);
  }

  delete(key: string, provided: readonly Standing[]): Promise<boolean> {
    const stands = this.#stands(provided);
    if (stands) this.#texts.delete(key);
    return Promise.resolve(stands);
  }

  keys(): Promise<readonly string[]> {
    return Promise.resolve([...this.#texts.keys()]);
  }

  #stands(provided: readonly Standing[]): boolean {
    return provided.every(({ key, text }) => this.#texts.get(key) === text);
  }
}
