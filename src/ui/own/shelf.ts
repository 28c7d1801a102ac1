/** The shelf of own scenarios in the gallery: nothing of it is loaded where nothing can be on it. */
import { mayKeepSomething } from '../gallery/recents.svelte.ts';
import type OwnShelf from './OwnShelf.svelte';

/** The shelf, if there may be something on it. */
export async function ownShelf(): Promise<typeof OwnShelf | undefined> {
  if (globalThis.top !== globalThis.self || !(await mayKeepSomething())) return undefined;
  return import('./OwnShelf.svelte').then(
    (loaded) => loaded.default,
    () => undefined,
  );
}
