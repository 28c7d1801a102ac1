/** Writes a tree as Markdown again, for what is printed and handed out. */
import type { Block, Inline, Line, Prose } from './tree.ts';

/** How a link to the glossary and a blank are written. */
export interface Writing {
  readonly term: (term: string, words: string) => string;
  readonly blank: (name: string) => string;
}

/** Writes what `readProse` reads back. */
export const asSource: Writing = {
  term: (term, words) => `[${words}](glossary:${term})`,
  blank: (name) => `{${name}}`,
};

/** Paragraphs and lists, with an empty line between them. */
export function writeProse(prose: Prose, writing: Writing): string {
  return prose.map((block) => writeBlock(block, writing)).join('\n\n');
}

function writeBlock(block: Block, writing: Writing): string {
  if (block.kind === 'paragraph') return writeLine(block.line, writing);
  const mark = (index: number): string => (block.isOrdered ? `${index + 1}.` : '-');
  return block.items.map((item, index) => `${mark(index)} ${writeLine(item, writing)}`).join('\n');
}

/** One line. */
export function writeLine(line: Line, writing: Writing): string {
  return line.map((piece) => writeInline(piece, writing)).join('');
}

function writeInline(piece: Inline, writing: Writing): string {
  switch (piece.kind) {
    case 'text':
      return piece.text.replace(/[\\`*_{}[\]<]/g, '\\$&');
    case 'code':
      return `\`${piece.text}\``;
    case 'emphasis':
      return `_${writeLine(piece.inside, writing)}_`;
    case 'strong':
      return `**${writeLine(piece.inside, writing)}**`;
    case 'term':
      return writing.term(piece.term, writeLine(piece.inside, writing));
    case 'blank':
      return writing.blank(piece.name);
  }
}
