/** The module `virtual:gallery`: what the gallery shows of the built-in scenarios, as JSON, found out when the page is built. */
import { asText } from './documents.mjs';
import { runSource } from './run-source.mjs';

const name = 'virtual:gallery';
const resolved = `\0${name}`;

/** @returns {import('vite').Plugin} */
export function galleryPlugin() {
  return {
    name: 'baton-gallery',
    resolveId: (source) => (source === name ? resolved : undefined),
    async load(id) {
      if (id !== resolved) return undefined;
      const { made, files } = await runSource(
        'src/cli/gallery.ts',
        /** @param {typeof import('../cli/gallery.ts')} module */ (module) => module.gallery(),
      );
      for (const file of files) this.addWatchFile(file);
      return asText(made);
    },
  };
}
