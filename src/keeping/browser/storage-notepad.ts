/** The browser's localStorage as a notepad for last words: little room, but written at once. */
import type { Notepad } from '../editing/last-words.ts';

/** A notepad under a prefix that no other application of this origin uses. */
export function storageNotepad(storage: Storage, prefix: string): Notepad {
  return {
    names: () =>
      Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '')
        .filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length)),
    read: (name) => storage.getItem(prefix + name) ?? undefined,
    write: (name, text) => storage.setItem(prefix + name, text),
    forget: (name) => storage.removeItem(prefix + name),
  };
}
