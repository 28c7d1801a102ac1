/** Runs one of the project's own programs; what it prints and its exit code are the program's alone. */
import './node-version.mjs';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { bundle } from './bundle.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { Remedy, main, root } from './project.mjs';

/** @type {Record<string, string>} */
const entries = {
  baton: 'src/cli/main.ts',
  schema: 'src/cli/schema.ts',
  bench: 'tests/bench/main.ts',
  evidence: 'tests/evidence/main.ts',
};

/** @type {string | undefined} */
let bundleFile;
const [name = '', ...words] = process.argv.slice(2);

await main(async () => {
  const entry = entries[name];
  if (entry === undefined) {
    throw new Remedy(
      `There is no program "${name}". Choose one of: ${Object.keys(entries).join(', ')}.`,
    );
  }
  await ensureDependencies((line) => process.stderr.write(`${line}\n`));
  bundleFile = await bundle({ name, entry });
});

// A world is a hundred small functions that a hunt runs by the million: V8 may write more of them into each other than it would of a
// page's. Said before the program is loaded, and to all of them, so that the bench tells what the others do. How large their young
// generation is must be said before Node begins, so it stands in package.json. See decision 0011.
setFlagsFromString('--max-inlined-bytecode-size-cumulative=3000');

// Outside of main(), so that the program's own errors stay its own.
if (bundleFile !== undefined) {
  process.setSourceMapsEnabled(true);
  process.env['BATON_ROOT'] = root;
  process.argv = [process.execPath, bundleFile, ...words];
  await import(pathToFileURL(bundleFile).href);
}
