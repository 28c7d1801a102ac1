/** The modules of the interviews, made when the page is built: `virtual:interviews` says which there are, `virtual:interview-bodies` how each is loaded. */
import { documentsPlugin } from './documents.mjs';

/** @returns {import('vite').Plugin} */
export function interviewsPlugin() {
  return documentsPlugin({
    kind: 'interview',
    source: 'src/cli/interviews.ts',
    /** @param {typeof import('../cli/interviews.ts')} module */
    readAll: (module) => module.interviews(),
    idOf: ({ interview: { id } }) => id,
    entryOf,
  });
}

/**
 * What is shown of an interview before it is opened.
 * @param {import('../cli/interviews.ts').InterviewFile} file
 */
function entryOf({ interview: { id, title, trains } }) {
  return { id, title, trains };
}
