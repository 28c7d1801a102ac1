/** Whether a lesson says little at a time, explains its words when they first come, names no product, and claims what it shows. */
import { glossary, type Term } from '../../glossary/glossary.ts';
import { linesOf, piecesOf, plainText, wordCount, type Line } from '../../prose/tree.ts';
import type { LessonProblems } from '../../reading/problems.ts';
import type { Lesson } from '../lesson.ts';
import { allTexts, textsOf } from '../texts.ts';
import { brandIn } from './brands.ts';

/** As many words as people read on one panel. */
const mostWords = 80;

/** Tells what is wrong with the words of a lesson. */
export function checkWords(lesson: Lesson, problems: LessonProblems): void {
  checkLength(lesson, problems);
  checkSights(lesson, problems);
  checkTerms(lesson, problems);
  const all = allTexts(lesson).map(plainText);
  const labels = lesson.controls.flatMap(({ label, choices }) => [
    label,
    ...choices.map((choice) => choice.label),
  ]);
  for (const said of [lesson.title, lesson.misconception, ...labels, ...all]) {
    const brand = brandIn(said);
    if (brand === undefined) continue;
    const fix = 'Say what it can do, not what it is called.';
    problems.add('brand-name', said.slice(0, 40), `"${brand}" is named.`, fix);
  }
}

function checkLength(lesson: Lesson, problems: LessonProblems): void {
  for (const step of lesson.steps) {
    const panel = linesOf(step.prose).map(plainText).join(' ');
    const single = textsOf(step).map(plainText);
    for (const said of [panel, ...single]) {
      const words = wordCount(said);
      if (words <= mostWords) continue;
      const fix = `Say it in ${mostWords}, or on two panels.`;
      problems.add('too-many-words', step.title, `A panel has ${words} words.`, fix);
    }
  }
}

/** Whoever says what will be seen makes a claim, and claims are tested. */
function checkSights(lesson: Lesson, problems: LessonProblems): void {
  for (const step of lesson.steps) {
    const claimed = step.claims.map(({ says }) => says);
    for (const said of textsOf(step)) {
      if (claimed.includes(said) || !/\byou will see\b/i.test(plainText(said))) continue;
      const fix = 'Say it in a block ```json claim```, with what makes it true.';
      problems.add('unclaimed-sight', step.title, `"${plainText(said)}" is not a claim.`, fix);
    }
  }
}

function checkTerms(lesson: Lesson, problems: LessonProblems): void {
  const texts = allTexts(lesson);
  const linked = texts.flatMap(linksOf);
  for (const id of new Set([...linked, ...lesson.terms])) {
    if (glossary.some((term) => term.id === id)) continue;
    problems.add('unknown-term', id, `"${id}" is not in the glossary.`, 'Add it there.');
  }
  for (const id of lesson.terms) {
    if (linked.includes(id)) continue;
    problems.add('unused-term', 'front matter', `"${id}" is never linked.`, 'Link or remove it.');
  }
  for (const term of glossary) {
    const first = texts.find((line) => uses(plainText(line), term));
    if (first === undefined || (isLinkedFirst(first, term) && lesson.terms.includes(term.id)))
      continue;
    const where = plainText(first).slice(0, 60);
    const fix = `Link it where it first stands, as [${term.forms[0] ?? ''}](glossary:${term.id}), and name it in terms.`;
    problems.add('unlinked-term', where, `"${term.id}" is used before it is explained.`, fix);
  }
}

function linksOf(line: Line): readonly string[] {
  return piecesOf(line).flatMap((piece) => (piece.kind === 'term' ? [piece.term] : []));
}

function uses(said: string, { id, forms }: Term): boolean {
  // An "idempotency key" is not a key: longer terms are taken out first.
  const longer = glossary
    .filter((other) => other.id !== id)
    .flatMap((other) => other.forms.filter((form) => form.includes(' ')));
  const rest = longer.reduce((text, form) => text.replaceAll(asWord(form), ''), said);
  return forms.some((form) => asWord(form).test(rest));
}

function asWord(form: string): RegExp {
  return new RegExp(`(?<![\\w-])${form}(?![\\w-])`, 'gi');
}

/** Whether nothing before the term's link uses it. */
function isLinkedFirst(line: Line, term: Term): boolean {
  let before = '';
  for (const piece of line) {
    if (piece.kind === 'term' && piece.term === term.id) return !uses(before, term);
    before += plainText([piece]);
  }
  return false;
}
