/** Modules of documents that are read when the page is built: which there are is one module, and each is loaded by itself when it is opened. */
import { runSource } from './run-source.mjs';

/**
 * For a kind `thing`: `virtual:things` says which there are, `virtual:thing-bodies` how each is loaded.
 * @template Document
 * @param {{
 *   kind: string,
 *   source: string,
 *   readAll: (module: any) => readonly Document[],
 *   idOf: (document: Document) => string,
 *   entryOf: (document: Document) => unknown,
 *   bodyOf?: (document: Document) => unknown,
 * }} documents `readAll` reads them by the module of `source`; `entryOf` is what is shown of one before it is opened, `bodyOf` what is loaded then
 * @returns {import('vite').Plugin}
 */
export function documentsPlugin({ kind, source, readAll, idOf, entryOf, bodyOf = (all) => all }) {
  const index = `virtual:${kind}s`;
  const bodies = `virtual:${kind}-bodies`;
  const body = `virtual:${kind}-body/`;
  const read = () => runSource(source, readAll);
  /** @type {ReturnType<typeof read> | undefined} */
  let reading;
  return {
    name: `baton-${kind}s`,
    resolveId: (id) =>
      id === index || id === bodies || id.startsWith(body) ? `\0${id}` : undefined,
    watchChange: () => (reading = undefined),
    async load(id) {
      if (![index, bodies, body].some((name) => id.startsWith(`\0${name}`))) return undefined;
      reading ??= read();
      const { made: all, files } = await reading;
      for (const file of files) this.addWatchFile(file);
      if (id === `\0${index}`) return asText(all.map(entryOf));
      if (id === `\0${bodies}`) {
        const loaders = all.map(
          (each) =>
            `${JSON.stringify(idOf(each))}: () => import(${JSON.stringify(body + idOf(each))})`,
        );
        return `export default { ${loaders.join(', ')} };`;
      }
      const found = all.find((each) => `\0${body}${idOf(each)}` === id);
      return asText(found === undefined ? undefined : bodyOf(found));
    },
  };
}

/**
 * A module whose value is this text: a browser reads JSON sooner than a program.
 * @param {unknown} value
 */
export function asText(value) {
  return `export default ${JSON.stringify(JSON.stringify(value))};`;
}
