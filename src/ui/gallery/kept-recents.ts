/** The list of what was opened last as a document that other tabs change too. */
import {
  browserTimers,
  KeptDocument,
  places,
  whenLeaving,
  type Recent,
} from '../../keeping/index.ts';
import { openStore } from '../shell/kept-store.ts';

/** What was opened last, and a way to add to it. */
export interface RecentScenarios {
  /** `opened`: when, in milliseconds since 1970. */
  add(slug: string, opened: number): void;
}

/** Opens the list; `changed` is told the slugs of the built-in scenarios in it, now and whenever they change. Never throws. */
export async function openRecents(
  changed: (slugs: readonly string[]) => void,
): Promise<RecentScenarios> {
  const { store, notepad } = await openStore();
  const owner = {
    timers: browserTimers,
    ...(notepad === undefined ? {} : { notepad }),
    changed: () => changed(slugsOf(kept.value)),
  };
  const kept: KeptDocument<readonly Recent[]> = await KeptDocument.open(
    { store, place: places.recent, owner },
    [],
  );
  whenLeaving(window, () => kept.leave());
  changed(slugsOf(kept.value));
  return {
    add: (id, changed) =>
      kept.edit(places.recent.kind.put(kept.value, { kind: 'built-in', id, changed })),
  };
}

function slugsOf(recents: readonly Recent[]): readonly string[] {
  return recents.filter(({ kind }) => kind === 'built-in').map(({ id }) => id);
}
