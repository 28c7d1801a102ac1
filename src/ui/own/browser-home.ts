/** The browser as the home of own scenarios. */
import { browserTimers, whenLeaving } from '../../keeping/index.ts';
import { keepingName } from '../shell/keeping-name.ts';
import { openStore } from '../shell/kept-store.ts';
import type { Home } from './own-work.svelte.ts';

/** Keeps in this browser, saves when the page goes, and sees other tabs by the browser's locks. */
export const browserHome: Home = {
  open: openStore,
  timers: browserTimers,
  leaving: (save) => whenLeaving(window, save),
  async hold(id, released) {
    let isFree = true;
    const asked = navigator.locks?.request(
      `${keepingName} own ${id}`,
      { ifAvailable: true },
      (lock) => {
        isFree = lock !== null;
        answered?.();
        return isFree ? released : undefined;
      },
    );
    let answered: (() => void) | undefined;
    const answer = new Promise<void>((resolve) => (answered = resolve));
    if (asked === undefined) return true;
    await Promise.race([answer, asked.catch(() => undefined)]);
    return isFree;
  },
};
