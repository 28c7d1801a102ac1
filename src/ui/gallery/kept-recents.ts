/** The list of what was opened last as a document that other tabs change too. */
import {
  browserTimers,
  broadcastChannel,
  DocumentStore,
  firstWorking,
  IndexedDbBackend,
  KeptDocument,
  LocalStorageBackend,
  noChannel,
  places,
  storageNotepad,
  whenLeaving,
  type Recent,
} from '../../keeping/index.ts';
import { keepingName } from '../shell/keeping-name.ts';

/** What was opened last, and a way to add to it. */
export interface RecentScenarios {
  add(slug: string): void;
}

/** Opens the list; `changed` is told the slugs of the built-in scenarios in it, now and whenever they change. Never throws. */
export async function openRecents(
  changed: (slugs: readonly string[]) => void,
): Promise<RecentScenarios> {
  const name = keepingName;
  const { backend } = await firstWorking([
    () => new IndexedDbBackend(indexedDB, name),
    () => new LocalStorageBackend(localStorage, `${name}:`, navigator.locks),
  ]);
  const channel =
    'BroadcastChannel' in globalThis ? broadcastChannel(new BroadcastChannel(name)) : noChannel;
  const notepad = storedNotes(`${name}notes:`);
  const owner = {
    timers: browserTimers,
    ...(notepad === undefined ? {} : { notepad }),
    changed: () => changed(slugsOf(kept.value)),
  };
  const store = new DocumentStore(backend, channel);
  const kept: KeptDocument<readonly Recent[]> = await KeptDocument.open(
    { store, place: places.recent, owner },
    [],
  );
  whenLeaving(window, () => kept.leave());
  changed(slugsOf(kept.value));
  return {
    add: (id) =>
      kept.edit(places.recent.kind.put(kept.value, { kind: 'built-in', id, changed: Date.now() })),
  };
}

function slugsOf(recents: readonly Recent[]): readonly string[] {
  return recents.filter(({ kind }) => kind === 'built-in').map(({ id }) => id);
}

/** Storage may be forbidden: then there are no last words. */
function storedNotes(prefix: string) {
  try {
    return storageNotepad(localStorage, prefix);
  } catch {
    return undefined;
  }
}
