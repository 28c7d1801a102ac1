/** Puts a service worker into the build, with the list of the files that it keeps: all that the page can ask for. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { root } from './project.mjs';

/** Of Mermaid only what lays out and draws the diagrams that we have: the rest of it is larger than the page. */
const ourDiagrams = /^(flowDiagram|sequenceDiagram|dagre)-/;
const fromPublic = /^(icon.*|manifest\.webmanifest)$/;

/** @returns {import('vite').Plugin} */
export function offlinePlugin() {
  return {
    name: 'baton-offline',
    apply: 'build',
    // After Vite has made index.html.
    enforce: 'post',
    async generateBundle(_, bundle) {
      // The worker of a page is a build of its own, and none of ours.
      if (!('index.html' in bundle)) return;
      const contents = new Map(reachable(bundle).map((name) => [name, contentOf(bundle[name])]));
      for (const name of readdirSync(path.join(root, 'public')).filter((file) =>
        fromPublic.test(file),
      ))
        contents.set(name, readFileSync(path.join(root, 'public', name)));
      const files = [...contents.keys()].sort();
      const hash = createHash('sha256');
      for (const name of files) hash.update(name).update(contents.get(name) ?? '');
      const source = await serviceWorker();
      const version = hash.update(source).digest('hex').slice(0, 12);
      this.emitFile({
        type: 'asset',
        fileName: 'service-worker.js',
        source: `const precached = ${JSON.stringify({ version, files })};\n${source}`,
      });
    },
  };
}

/** @param {import('vite').Rollup.OutputBundle[string] | undefined} output */
function contentOf(output) {
  return output?.type === 'chunk' ? output.code : (output?.source ?? '');
}

/**
 * The files of the build that the page can ask for.
 * @param {import('vite').Rollup.OutputBundle} bundle
 */
function reachable(bundle) {
  const found = new Set(
    Object.values(bundle)
      .filter((output) => output.type === 'asset' || output.isEntry)
      .map(({ fileName }) => fileName),
  );
  for (const name of found) {
    const output = bundle[name];
    if (output?.type !== 'chunk') continue;
    const isMermaid = output.moduleIds.some((id) => id.includes('/node_modules/mermaid/'));
    const later = output.dynamicImports.filter(
      (file) => !isMermaid || ourDiagrams.test(path.basename(file)),
    );
    for (const file of [...output.imports, ...later]) found.add(file);
  }
  return [...found].filter((name) => !name.endsWith('.map'));
}

async function serviceWorker() {
  const { rolldown } = await import('rolldown');
  const build = await rolldown({
    input: path.join(root, 'src/ui/offline/service-worker.ts'),
    platform: 'browser',
    logLevel: 'silent',
  });
  const { output } = await build.generate({ format: 'iife', minify: true });
  await build.close();
  return output[0].code;
}
