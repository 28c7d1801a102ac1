/**
 * Keeps one whole version of the page in the browser, so that it works without a network. Bundled by itself
 * (src/setup/offline.mjs), which puts the list of files before it.
 */

/** What the build puts before this file: the version, and its files below the page's folder. */
declare const precached: { readonly version: string; readonly files: readonly string[] };

/** The part of a service worker's world that is used here: the page's own types have none of it. */
interface ServiceWorkerScope {
  readonly registration: { readonly scope: string };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: Lasting) => void): void;
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void;
  addEventListener(type: 'message', listener: (event: Said) => void): void;
}
interface Lasting {
  waitUntil(work: Promise<unknown>): void;
}
interface Said extends Lasting {
  readonly data: unknown;
}
interface Fetching {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

const scope = globalThis as unknown as ServiceWorkerScope;
const folder = scope.registration.scope;
// Two installations on one origin do not mix: the folder is part of the name.
const family = `baton ${folder} `;
const own = family + precached.version;
/** This version, and the one before it: pages of that one may still be open, and load parts of it. */
const kept = 2;

/** All files, or no version: half a one would fail when it is needed. */
async function install(): Promise<void> {
  const cache = await caches.open(own);
  // What is named by its content may come from the browser's own cache; the rest must be asked for.
  const requests = precached.files.map(
    (file) =>
      new Request(new URL(file, folder), file.startsWith('assets/') ? {} : { cache: 'reload' }),
  );
  await cache.addAll(requests);
}

async function forgetOldVersions(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(family) && name !== own);
  // In the order in which they were made.
  await Promise.all(
    names.slice(0, Math.max(0, names.length - kept + 1)).map((name) => caches.delete(name)),
  );
}

/** Whether a newer version was taken: a browser may let it take over only minutes later, and until then this one serves it. */
let stepsAside = false;

/** The cache that a page is served from. */
async function current(): Promise<Cache> {
  const names = (await caches.keys()).filter((name) => name.startsWith(family));
  return caches.open((stepsAside ? names.at(-1) : undefined) ?? own);
}

/** From this version, from another one that is kept, or else from the network. */
async function answer(request: Request): Promise<Response> {
  const isPage = request.mode === 'navigate';
  const asked = isPage ? new Request(new URL('index.html', folder)) : request;
  const cache = await current();
  const found = (await cache.match(asked)) ?? (await caches.match(asked));
  return found ?? fetch(request);
}

scope.addEventListener('install', (event) => event.waitUntil(install()));
scope.addEventListener('activate', (event) => event.waitUntil(forgetOldVersions()));
// A new version waits until nobody uses the old one, or until a reader has asked for it.
scope.addEventListener('message', (event) => {
  if (event.data === 'take over') event.waitUntil(scope.skipWaiting());
  if (event.data === 'step aside') stepsAside = true;
});
scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const isPageItself = [folder, `${folder}index.html`].includes(withoutQuery(request.url));
  const isOurs = request.method === 'GET' && request.url.startsWith(folder);
  if (isOurs && (request.mode !== 'navigate' || isPageItself)) event.respondWith(answer(request));
});

function withoutQuery(address: string): string {
  const { origin, pathname } = new URL(address);
  return origin + pathname;
}
