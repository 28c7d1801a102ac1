/** The modules of the lessons, made when the page is built: `virtual:lessons` says which there are, `virtual:lesson-bodies` how each is loaded. */
import { runSource } from './run-source.mjs';

const index = 'virtual:lessons';
const bodies = 'virtual:lesson-bodies';
const body = 'virtual:lesson-body/';

/** @returns {import('vite').Plugin} */
export function lessonsPlugin() {
  /** @type {ReturnType<typeof readAll> | undefined} */
  let reading;
  return {
    name: 'baton-lessons',
    resolveId: (source) =>
      source === index || source === bodies || source.startsWith(body) ? `\0${source}` : undefined,
    watchChange: () => (reading = undefined),
    async load(id) {
      if (![index, bodies, body].some((name) => id.startsWith(`\0${name}`))) return undefined;
      reading ??= readAll();
      const { made: lessons, files } = await reading;
      for (const file of files) this.addWatchFile(file);
      if (id === `\0${index}`) return asText(lessons.map(entryOf));
      if (id === `\0${bodies}`) {
        const loaders = lessons.map(
          (lesson) =>
            `${JSON.stringify(lesson.id)}: () => import(${JSON.stringify(body + lesson.id)})`,
        );
        return `export default { ${loaders.join(', ')} };`;
      }
      const lesson = lessons.find((each) => `\0${body}${each.id}` === id);
      // Claims are for the tests.
      return asText({ ...lesson, steps: lesson?.steps.map((step) => ({ ...step, claims: [] })) });
    },
  };
}

function readAll() {
  return runSource(
    'src/cli/lessons.ts',
    /** @param {typeof import('../cli/lessons.ts')} module */ (module) => module.lessons(),
  );
}

/**
 * What is shown of a lesson before it is opened.
 * @param {import('../lessons/index.ts').Lesson} lesson
 */
function entryOf({ id, title, misconception, minutes, concepts, scenario, steps }) {
  return { id, title, misconception, minutes, concepts, scenario, steps: steps.length };
}

/**
 * A module whose value is this text: a browser reads JSON sooner than a program.
 * @param {unknown} value
 */
function asText(value) {
  return `export default ${JSON.stringify(JSON.stringify(value))};`;
}
