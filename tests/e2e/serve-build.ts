/** Serves the built folder for as long as the end-to-end tests run. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveFolder } from './server.ts';

const builtFolder = fileURLToPath(new URL('../../dist', import.meta.url));

export default async function serveBuild(): Promise<() => Promise<void>> {
  if (!existsSync(path.join(builtFolder, 'index.html'))) {
    throw new Error('There is no built folder to test. Run "npm run build" first.');
  }
  // Two folders deep, because a page that works there works anywhere.
  const server = await serveFolder(builtFolder, '/x/y/');
  // The workers of Playwright inherit this variable; the fixtures turn it into the base address.
  process.env['BATON_ADDRESS'] = server.address;
  return () => server.close();
}
