/**
 * Keeping in the browser's IndexedDB: room for much, and transactions that no other tab can come between.
 * Written here and not taken from a library, because a save must be one transaction with its own check, and
 * on the disk when it says that it is.
 */
import type { Backend, Standing } from '../store/backend.ts';

const room = 'texts';

/** Texts in a database of this name, which no other application of this origin uses. */
export class IndexedDbBackend implements Backend {
  readonly #factory: IDBFactory;
  readonly #name: string;
  #database: Promise<IDBDatabase> | undefined;

  constructor(factory: IDBFactory, name: string) {
    this.#factory = factory;
    this.#name = name;
  }

  async get(key: string): Promise<string | undefined> {
    const texts = await this.#texts('readonly');
    return textOf(await answerOf(texts.get(key)));
  }

  set(key: string, text: string, provided: readonly Standing[]): Promise<boolean> {
    return this.#provided(provided, (texts) => texts.put(text, key));
  }

  delete(key: string, provided: readonly Standing[]): Promise<boolean> {
    return this.#provided(provided, (texts) => texts.delete(key));
  }

  async keys(): Promise<readonly string[]> {
    const texts = await this.#texts('readonly');
    const keys = await answerOf(texts.getAllKeys());
    return keys.filter((key) => typeof key === 'string');
  }

  /** Checks and does in one transaction; done is only what the browser says is on the disk. */
  async #provided(
    provided: readonly Standing[],
    work: (texts: IDBObjectStore) => void,
  ): Promise<boolean> {
    const texts = await this.#texts('readwrite');
    const { transaction } = texts;
    return new Promise((resolve, reject) => {
      let waiting = provided.length;
      let stands = true;
      transaction.oncomplete = () => resolve(stands);
      transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
      if (waiting === 0) work(texts);
      for (const { key, text } of provided) {
        const asked = texts.get(key);
        asked.onsuccess = () => {
          stands &&= textOf(asked.result) === text;
          waiting -= 1;
          if (waiting === 0 && stands) work(texts);
        };
      }
    });
  }

  async #texts(mode: 'readonly' | 'readwrite'): Promise<IDBObjectStore> {
    const transaction = await this.#begin(mode);
    return transaction.objectStore(room);
  }

  async #begin(mode: 'readonly' | 'readwrite'): Promise<IDBTransaction> {
    const options = { durability: 'strict' } as const;
    try {
      return (await this.#opened()).transaction(room, mode, options);
    } catch {
      // The browser closes databases when it pleases: opened anew, it works, or it truly fails.
      this.#database = undefined;
      return (await this.#opened()).transaction(room, mode, options);
    }
  }

  #opened(): Promise<IDBDatabase> {
    this.#database ??= this.#open().catch((error: unknown) => {
      this.#database = undefined;
      throw error;
    });
    return this.#database;
  }

  async #open(): Promise<IDBDatabase> {
    const asked = this.#factory.open(this.#name, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(room);
    const database = await answerOf(asked);
    const forget = () => {
      this.#database = undefined;
    };
    database.onclose = forget;
    // Another tab wants to remove or renew the database: this one does not stand in its way.
    database.onversionchange = () => {
      database.close();
      forget();
    };
    return database;
  }
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('failed'));
  });
}

function textOf(found: unknown): string | undefined {
  return typeof found === 'string' ? found : undefined;
}
