/** Runs a source of ours while the page is built. One after the other: while one reckons, another's import would wait past its time-out. */
import path from 'node:path';
import { runnerImport } from 'vite';
import { root } from './project.mjs';

/** @type {Promise<unknown>} */
let last = Promise.resolve();

/**
 * What a source makes of itself, and the files that it was made of.
 * @template Module, Made
 * @param {string} file Below the root.
 * @param {(module: Module) => Made} use
 * @returns {Promise<{ made: Made, files: string[] }>}
 */
export function runSource(file, use) {
  const run = last.then(async () => {
    /** @type {{ module: Module, dependencies: string[] }} */
    const { module, dependencies } = await runnerImport(path.join(root, file), {
      root,
      logLevel: 'warn',
    });
    return { made: use(module), files: dependencies.map((each) => path.resolve(root, each)) };
  });
  last = run.catch(() => undefined);
  return run;
}
