/** A small static file server, as plain as any host of static files: no special headers. */
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';

const mediaTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

export interface FolderServer {
  /** Where the folder is served, with a slash at the end. */
  readonly address: string;
  /** Ends the server, also for pages that are still connected. */
  close(): Promise<void>;
}

/** Serves a folder below a sub-path such as `/x/y/` on a free port of this machine. */
export function serveFolder(folder: string, subPath: string): Promise<FolderServer> {
  const server = createServer((request, response) => {
    const file = fileFor(folder, subPath, request.url ?? '/');
    if (file === undefined) {
      response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('Not found.');
      return;
    }
    const mediaType = mediaTypes[path.extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { 'Content-Type': mediaType });
    createReadStream(file).pipe(response);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const at = server.address();
      if (at === null || typeof at === 'string') throw new Error('The server has no port.');
      resolve({
        address: `http://127.0.0.1:${at.port}${subPath}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}

/** The file that an address names, or nothing when there is none inside the folder. */
function fileFor(folder: string, subPath: string, address: string): string | undefined {
  const pathname = decoded(new URL(address, 'http://localhost').pathname);
  if (pathname === undefined || !pathname.startsWith(subPath)) return undefined;
  const named = path.join(folder, pathname.slice(subPath.length));
  const file = pathname.endsWith('/') ? path.join(named, 'index.html') : named;
  const isInside = file.startsWith(path.resolve(folder) + path.sep);
  return isInside && statSync(file, { throwIfNoEntry: false })?.isFile() ? file : undefined;
}

function decoded(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch {
    // A broken escape names no file.
    return undefined;
  }
}
