/** Compiles the Markdown of one panel: paragraphs and lists of one level. */
import type { LessonProblems } from '../reading/problems.ts';
import { readLine } from './line.ts';
import type { Block, Prose } from './tree.ts';

const bullet = /^- +(.*)$/;
const numbered = /^\d{1,2}\. +(.*)$/;
const foreign: readonly (readonly [RegExp, string])[] = [
  [/^#{1,6} /, 'a heading'],
  [/^>/, 'a quotation'],
  [/^\|/, 'a table'],
  [/^(\* |\+ )/, 'a list with other marks than hyphens'],
  [/^(---+|\*\*\*+|___+)$/, 'a rule'],
  [/^\s+(- |\d+\. )/, 'a list within a list'],
  [/^( {4}|\t)/, 'indented code'],
  [/^\[[^\]]*\]:/, 'a link definition'],
  [/^(===+)$/, 'a heading'],
];

/** The tree of a panel's Markdown; problems name `path`. */
export function readProse(source: string, path: string, problems: LessonProblems): Prose {
  const chunks = source.split(/\n[ \t]*\n/).map((chunk) => chunk.replace(/^\n+|\s+$/g, ''));
  return chunks
    .filter((chunk) => chunk !== '')
    .map((chunk) => readBlock(chunk.split('\n'), path, problems));
}

function readBlock(lines: readonly string[], path: string, problems: LessonProblems): Block {
  const first = lines[0] ?? '';
  const mark = [bullet, numbered].find((each) => each.test(first));
  for (const line of lines) tellForeign(line, path, problems);
  if (mark === undefined) {
    const whole = lines.map((line) => line.trim()).join(' ');
    return { kind: 'paragraph', line: readLine(whole, path, problems) };
  }
  const items: string[] = [];
  for (const line of lines) {
    const item = mark.exec(line)?.[1];
    // A line without a mark goes on with the item before it.
    if (item === undefined) items.push(`${items.pop() ?? ''} ${line.trim()}`);
    else items.push(item);
  }
  return {
    kind: 'list',
    isOrdered: mark === numbered,
    items: items.map((item) => readLine(item, path, problems)),
  };
}

function tellForeign(line: string, path: string, problems: LessonProblems): void {
  const found = foreign.find(([pattern]) => pattern.test(line));
  if (found === undefined) return;
  const fix = 'Lessons use paragraphs and simple lists.';
  problems.add('foreign-markdown', path, `"${line.slice(0, 40)}" is ${found[1]}.`, fix);
}
