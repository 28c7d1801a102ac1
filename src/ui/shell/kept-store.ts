/** Where the page keeps things in this browser: one store for all, and an own ear for each who asks. Loaded when something is to be kept or found. */
import {
  broadcastChannel,
  DocumentStore,
  firstWorking,
  IndexedDbBackend,
  LocalStorageBackend,
  MemoryBackend,
  noChannel,
  storageNotepad,
  type Backend,
  type Notepad,
} from '../../keeping/index.ts';
import type { Problem } from '../../scenario/index.ts';
import { keepingName } from './keeping-name.ts';

/** A store of the page. */
export interface KeptStore {
  readonly store: DocumentStore;
  readonly notepad: Notepad | undefined;
  /** Why nothing is kept; none when all is well. */
  readonly problems: readonly Problem[];
}

let backend: Promise<{ readonly backend: Backend; readonly problems: readonly Problem[] }>;

/** Opens the store, with an ear of its own: parts of one page hear each other as tabs do. Never throws. */
export async function openStore(): Promise<KeptStore> {
  backend ??= findBackend();
  const found = await backend;
  const channel =
    'BroadcastChannel' in globalThis
      ? broadcastChannel(new BroadcastChannel(keepingName))
      : noChannel;
  return {
    store: new DocumentStore(found.backend, channel),
    notepad: isFramed() ? undefined : storedNotes(),
    problems: found.problems,
  };
}

async function findBackend() {
  if (isFramed()) return { backend: new MemoryBackend(), problems: [framed] };
  return firstWorking([
    () => new IndexedDbBackend(indexedDB, keepingName),
    () => new LocalStorageBackend(localStorage, `${keepingName}:`, navigator.locks),
  ]);
}

/** A page that shows Baton in a frame gets nothing of what is kept, and nothing kept. */
function isFramed(): boolean {
  return globalThis.top !== globalThis.self;
}

const framed: Problem = {
  code: 'storage-blocked',
  path: '',
  message: 'Inside another page nothing is kept.',
  fix: 'Open Baton by itself, or download your work.',
};

/** Storage may be forbidden: then there are no last words. */
function storedNotes(): Notepad | undefined {
  try {
    return storageNotepad(localStorage, `${keepingName}notes:`);
  } catch {
    return undefined;
  }
}
