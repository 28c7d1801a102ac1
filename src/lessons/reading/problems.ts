/** The catalogue of what can be wrong with a lesson file, and the list in which its problems are collected. */
import type { Problem } from '../../scenario/index.ts';

/** Every code with the mistake that it stands for. */
export const lessonProblemCodes = {
  // The file.
  'no-front-matter': 'The file does not begin with its front matter.',
  'bad-front-matter': 'A line of the front matter is not written as name: value.',
  'repeated-field': 'The same field stands twice.',
  'open-fence': 'A fenced block is never closed.',
  'unknown-block': 'A fenced block is of no known kind.',
  'not-json': 'A fenced block is not JSON.',
  // The shape of its data.
  'wrong-type': 'A value is of the wrong type.',
  'unknown-field': 'An object has a field that lessons do not know.',
  'missing-field': 'An object lacks a field.',
  'not-one-of': 'A word is none of those that are allowed.',
  'out-of-range': 'A number is smaller or larger than allowed.',
  'text-too-long': 'A text is longer than allowed.',
  'blank-text': 'A text says nothing.',
  'too-many': 'A list has too many entries.',
  'too-few': 'A list has too few entries.',
  'too-deep': 'A pattern or a query is nested too deeply.',
  'duplicate-id': 'Two things of a kind have the same id.',
  // The prose.
  'raw-html': 'The prose holds markup that is not Markdown of ours.',
  'foreign-markdown': 'The prose holds Markdown that lessons do not use.',
  'open-mark': 'Emphasis, code, a link or a blank is begun and not ended.',
  'unknown-link': 'A link leads elsewhere than to the glossary.',
  'unknown-term': 'A term is not in the glossary.',
  // The lesson as a whole.
  'two-acts': 'A section asks for two things at once.',
  'missing-step': 'A lesson lacks a step.',
  'misplaced-step': 'The steps of a lesson do not come in their order.',
  'wrong-minutes': 'The minutes of a lesson are not those of its steps.',
  'too-many-words': 'A panel has more words than people read at once.',
  'unlinked-term': 'A term is used before it is explained.',
  'unused-term': 'A lesson names a term that it does not use.',
  'brand-name': 'A product is named where the idea should stand for itself.',
  'unclaimed-sight': 'Something is said to be seen, and no claim is there to be tested.',
  'no-right-option': 'A question has no right answer, or nothing but right answers.',
  'no-misconception': 'A prediction does not offer the misconception.',
  'unknown-control': 'A position is asked of a control that does not have it.',
  'unknown-blank': 'A blank is not filled, or is filled and does not stand in the text.',
} as const;

/** A kind of mistake. */
export type LessonProblemCode = keyof typeof lessonProblemCodes;

/** A mistake before its place in the file is put before its path. */
export type LessonProblem = Problem & { readonly code: LessonProblemCode };

/** Collects problems in the order in which they are found. */
export class LessonProblems {
  readonly #told: LessonProblem[] = [];

  /** How many were found. */
  get count(): number {
    return this.#told.length;
  }

  /** Adds one: its code, where, what is wrong, and what to do about it. */
  add(code: LessonProblemCode, path: string, message: string, fix: string): void {
    this.#told.push({ code, path, message, fix });
  }

  /** All of them. */
  all(): readonly LessonProblem[] {
    return [...this.#told];
  }
}
