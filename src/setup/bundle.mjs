/** Turns a TypeScript entry into one file that Node runs, and only when a source has changed. */
import {
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { Remedy, inCache, root } from './project.mjs';

/**
 * @param {{ name: string, entry: string }} program
 * @returns {Promise<string>} the path of the bundle
 */
export async function bundle({ name, entry }) {
  const entryFile = path.join(root, entry);
  if (!existsSync(entryFile)) {
    throw new Remedy(`"npm run ${name}" starts from ${entry}, and that file does not exist.`);
  }
  const bundleFile = inCache(`${name}.mjs`);
  const sources = ['src', 'scenarios', 'tests/support', path.dirname(entry), 'package-lock.json'];
  const newest = Math.max(...sources.map((source) => newestChange(path.join(root, source))));
  if (!existsSync(bundleFile) || statSync(bundleFile).mtimeMs <= newest) {
    await writeBundle(entryFile, bundleFile).catch(explain(entry));
  }
  return bundleFile;
}

/** Vite's `?raw`: the text of a file as its module. */
const rawText = {
  name: 'raw-text',
  /** @param {string} source @param {string | undefined} importer */
  resolveId(source, importer) {
    if (!source.endsWith('?raw') || importer === undefined) return undefined;
    return path.resolve(path.dirname(importer), source);
  },
  /** @param {string} id */
  load(id) {
    if (!id.endsWith('?raw')) return undefined;
    const text = readFileSync(id.slice(0, -'?raw'.length), 'utf8');
    return { code: `export default ${JSON.stringify(text)};`, moduleType: 'js' };
  },
};

/** @param {string} entryFile @param {string} bundleFile */
async function writeBundle(entryFile, bundleFile) {
  const startedAt = new Date();
  // Loaded here and not above, because it exists only once the dependencies are installed.
  const { rolldown } = await import('rolldown');
  const { viteImportGlobPlugin } = await import('rolldown/experimental');
  const build = await rolldown({
    input: entryFile,
    cwd: root,
    platform: 'node',
    logLevel: 'silent',
    plugins: [viteImportGlobPlugin({ root }), rawText],
  });
  const { output } = await build.generate({
    format: 'esm',
    codeSplitting: false,
    sourcemap: 'inline',
  });
  await build.close();
  // Written beside and then moved, so that two commands at once never read half a bundle.
  const draft = `${bundleFile}.${process.pid}`;
  writeFileSync(draft, output[0].code);
  // A source that is saved while we bundle must count as newer than the bundle.
  utimesSync(draft, startedAt, startedAt);
  renameSync(draft, bundleFile);
}

/**
 * A source that does not compile is told by the bundler's message; its stack would be of the bundler.
 * @param {string} entry
 */
function explain(entry) {
  /** @param {unknown} reason */
  return (reason) => {
    throw new Remedy(
      `${entry} could not be bundled. ${reason instanceof Error ? reason.message : String(reason)}`,
    );
  };
}

/**
 * The latest change below a path. Folders count too, because a removed file changes only its folder.
 * @param {string} place
 * @returns {number}
 */
function newestChange(place) {
  const stats = statSync(place, { throwIfNoEntry: false });
  if (stats === undefined) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  const inside = readdirSync(place).map((name) => newestChange(path.join(place, name)));
  return Math.max(stats.mtimeMs, ...inside);
}
