/** Reads a sheet back from its Markdown, as far as our sheets use it, so that a page can set it without any markup. */
import { readLine } from '../prose/line.ts';
import type { Line } from '../prose/tree.ts';
import { LessonProblems } from '../reading/problems.ts';

/** A part of a sheet. */
export type PaperPart =
  | { readonly kind: 'heading'; readonly level: 1 | 2; readonly line: Line }
  | { readonly kind: 'paragraph'; readonly line: Line }
  | {
      readonly kind: 'list';
      readonly mark: 'bullet' | 'number' | 'box';
      readonly items: readonly Line[];
    }
  | {
      readonly kind: 'table';
      readonly head: readonly Line[];
      readonly rows: readonly (readonly Line[])[];
    }
  /** Where the drawing of the scenario belongs. */
  | { readonly kind: 'drawing' };

/** The parts of a sheet, in their order. */
export function readPaper(sheet: string): readonly PaperPart[] {
  return sheet
    .split(/\n\n+/)
    .map((chunk) => chunk.trim())
    .filter((chunk) => chunk !== '')
    .flatMap(partOf);
}

const marks = [
  ['box', /^- \[ \] /],
  ['bullet', /^- /],
  ['number', /^\d+\. /],
] as const;

function partOf(chunk: string): readonly PaperPart[] {
  if (chunk.startsWith('```mermaid')) return [{ kind: 'drawing' }];
  if (chunk.startsWith('## ')) return [{ kind: 'heading', level: 2, line: lineOf(chunk.slice(3)) }];
  if (chunk.startsWith('# ')) return [{ kind: 'heading', level: 1, line: lineOf(chunk.slice(2)) }];
  const lines = chunk.split('\n');
  if (chunk.startsWith('|')) return [tableOf(lines)];
  const [mark, pattern] = marks.find(([, each]) => each.test(chunk)) ?? [];
  if (mark === undefined || pattern === undefined)
    return [{ kind: 'paragraph', line: lineOf(lines.join(' ')) }];
  return [{ kind: 'list', mark, items: lines.map((line) => lineOf(line.replace(pattern, ''))) }];
}

function tableOf([head = '', , ...rows]: readonly string[]): PaperPart {
  return { kind: 'table', head: cellsOf(head), rows: rows.map(cellsOf) };
}

function cellsOf(row: string): readonly Line[] {
  return row
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => lineOf(cell.trim()));
}

/** Sheets are our own writing: what a line could be blamed for is of no use here. */
function lineOf(source: string): Line {
  return readLine(source, '', new LessonProblems());
}
