/** How tabs of one browser hear of each other's saves. */
import type { Channel, Notice } from '../store/channel.ts';
import { documentOf } from '../store/slots.ts';

/** Tells and hears over a BroadcastChannel of this name, for any backend. */
export function broadcastChannel(channel: BroadcastChannel): Channel {
  return {
    tell: (notice) => {
      try {
        channel.postMessage(notice);
      } catch {
        // A closed channel: the other tabs find out when they save.
      }
    },
    hear: (listener) => {
      const heard = ({ data }: MessageEvent<unknown>) => {
        const notice = noticeOf(data);
        if (notice !== undefined) listener(notice);
      };
      channel.addEventListener('message', heard);
      return () => channel.removeEventListener('message', heard);
    },
  };
}

/** Hears what the browser itself tells of localStorage, where there is no BroadcastChannel. */
export function storageEvents(
  page: Pick<Window, 'addEventListener' | 'removeEventListener'>,
  prefix: string,
): Channel {
  return {
    // The browser tells of every save by itself.
    tell: () => undefined,
    hear: (listener) => {
      const heard = ({ key }: StorageEvent) => {
        if (key === null || !key.startsWith(prefix)) return;
        const document = documentOf(key.slice(prefix.length));
        if (document !== undefined) listener({ key: document });
      };
      page.addEventListener('storage', heard);
      return () => page.removeEventListener('storage', heard);
    },
  };
}

// Any page of this origin can speak here.
function noticeOf(data: unknown): Notice | undefined {
  if (typeof data !== 'object' || data === null || !('key' in data)) return undefined;
  return typeof data.key === 'string' && data.key.length < 200 ? { key: data.key } : undefined;
}
