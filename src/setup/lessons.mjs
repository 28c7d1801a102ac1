/** The modules of the lessons, made when the page is built: `virtual:lessons` says which there are, `virtual:lesson-bodies` how each is loaded. */
import { documentsPlugin } from './documents.mjs';

/** @returns {import('vite').Plugin} */
export function lessonsPlugin() {
  return documentsPlugin({
    kind: 'lesson',
    source: 'src/cli/lessons.ts',
    /** @param {typeof import('../cli/lessons.ts')} module */
    readAll: (module) => module.lessons(),
    idOf: ({ id }) => id,
    entryOf,
    bodyOf: withoutClaims,
  });
}

/**
 * What is shown of a lesson before it is opened.
 * @param {import('../lessons/index.ts').Lesson} lesson
 */
function entryOf({ id, title, misconception, minutes, concepts, scenario, steps }) {
  return { id, title, misconception, minutes, concepts, scenario, steps: steps.length };
}

/**
 * Claims are for the tests.
 * @param {import('../lessons/index.ts').Lesson} lesson
 */
function withoutClaims(lesson) {
  return { ...lesson, steps: lesson.steps.map((step) => ({ ...step, claims: [] })) };
}
