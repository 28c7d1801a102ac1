/** The modules of the interviews, made when the page is built: `virtual:interviews` says which there are, `virtual:interview-bodies` how each is loaded. */
import { runSource } from './run-source.mjs';

const index = 'virtual:interviews';
const bodies = 'virtual:interview-bodies';
const body = 'virtual:interview-body/';

/** @returns {import('vite').Plugin} */
export function interviewsPlugin() {
  /** @type {ReturnType<typeof readAll> | undefined} */
  let reading;
  return {
    name: 'baton-interviews',
    resolveId: (source) =>
      source === index || source === bodies || source.startsWith(body) ? `\0${source}` : undefined,
    watchChange: () => (reading = undefined),
    async load(id) {
      if (![index, bodies, body].some((name) => id.startsWith(`\0${name}`))) return undefined;
      reading ??= readAll();
      const { made: all, files } = await reading;
      for (const file of files) this.addWatchFile(file);
      if (id === `\0${index}`) return asText(all.map(entryOf));
      if (id === `\0${bodies}`) {
        const loaders = all.map(
          ({ interview }) =>
            `${JSON.stringify(interview.id)}: () => import(${JSON.stringify(body + interview.id)})`,
        );
        return `export default { ${loaders.join(', ')} };`;
      }
      return asText(all.find(({ interview }) => `\0${body}${interview.id}` === id));
    },
  };
}

function readAll() {
  return runSource(
    'src/cli/interviews.ts',
    /** @param {typeof import('../cli/interviews.ts')} module */ (module) => module.interviews(),
  );
}

/**
 * What is shown of an interview before it is opened.
 * @param {import('../cli/interviews.ts').InterviewFile} file
 */
function entryOf({ interview: { id, title, trains } }) {
  return { id, title, trains };
}

/**
 * A module whose value is this text: a browser reads JSON sooner than a program.
 * @param {unknown} value
 */
function asText(value) {
  return `export default ${JSON.stringify(JSON.stringify(value))};`;
}
