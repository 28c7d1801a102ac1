/** The module `virtual:gallery`: what the gallery shows of the built-in scenarios, as JSON, found out when the page is built. */
import path from 'node:path';
import { runnerImport } from 'vite';
import { root } from './project.mjs';

const name = 'virtual:gallery';
const resolved = `\0${name}`;

/** @returns {import('vite').Plugin} */
export function galleryPlugin() {
  return {
    name: 'baton-gallery',
    resolveId: (source) => (source === name ? resolved : undefined),
    async load(id) {
      if (id !== resolved) return undefined;
      const entry = path.join(root, 'src/cli/gallery.ts');
      /** @type {{ module: typeof import('../cli/gallery.ts'), dependencies: string[] }} */
      const { module, dependencies } = await runnerImport(entry, { root, logLevel: 'warn' });
      for (const file of dependencies) this.addWatchFile(path.resolve(root, file));
      return `export default ${JSON.stringify(JSON.stringify(module.gallery()))};`;
    },
  };
}
