/** Reads the lines between the first two rules of a lesson file: `name: value`, a list in brackets. */
import { styles } from '../../trace/index.ts';
import type { LessonProblems } from '../reading/problems.ts';
import { list, object, text, whole, word } from '../reading/shapes.ts';
import type { Lesson } from './lesson.ts';

/** What the front matter says. */
export type FrontMatter = Pick<
  Lesson,
  | 'id'
  | 'title'
  | 'misconception'
  | 'minutes'
  | 'concepts'
  | 'scenario'
  | 'seed'
  | 'style'
  | 'terms'
>;

const shape = object<FrontMatter>({
  id: text(60),
  title: text(60),
  misconception: text(120),
  minutes: whole(12, 18),
  concepts: list(text(40), 1, 8),
  scenario: text(60),
  seed: whole(0, 4_294_967_295),
  style: word(styles),
  terms: list(text(40), 1, 24),
});

const line = /^([a-z]+): +(\S.*)$/;

/** The front matter, or undefined once `problems` has been told what is wrong. */
export function readFrontMatter(
  lines: readonly string[],
  problems: LessonProblems,
): FrontMatter | undefined {
  const fields: Record<string, unknown> = {};
  for (const each of lines) {
    const [, name, value] = line.exec(each) ?? [];
    if (name === undefined || value === undefined) {
      const fix = 'Write name: value, one to a line.';
      problems.add('bad-front-matter', 'front matter', `"${each}" is no field.`, fix);
    } else if (Object.hasOwn(fields, name)) {
      problems.add('repeated-field', 'front matter', `"${name}" stands twice.`, 'Keep one.');
    } else fields[name] = valueOf(value);
  }
  return shape(fields, 'front matter', problems);
}

function valueOf(words: string): unknown {
  if (/^\d+$/.test(words)) return Number(words);
  const inside = /^\[(.*)\]$/.exec(words)?.[1];
  if (inside === undefined) return words;
  return inside
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}
