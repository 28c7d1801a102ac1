/** Real time for documents that are being worked on. */
import type { Timers } from '../editing/kept-document.ts';

/** The browser's own timers. */
export const browserTimers: Timers = {
  after(ms, work) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};
