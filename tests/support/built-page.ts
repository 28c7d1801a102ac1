/** The page as people get it: built into a folder of the cache, for what must be asked of the very files. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

const root = process.env['BATON_ROOT'] ?? process.cwd();

/** Builds the page; returns its folder. */
export function buildPage(name: string): string {
  const folder = path.join(root, 'node_modules/.cache/baton', name);
  const vite = path.join(root, 'node_modules/vite/bin/vite.js');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [vite, 'build', '--outDir', folder, '--emptyOutDir'],
    { cwd: root, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`the page could not be built:\n${stdout}${stderr}`);
  return folder;
}

/** The name of the simulation's worker among the assets of a built page. */
export function workerOf(folder: string): string {
  const files = readdirSync(path.join(folder, 'assets'));
  const worker = files.find((file) => /^simulation\.worker-.*\.js$/.test(file));
  if (worker === undefined) throw new Error('the build has no worker');
  return worker;
}
