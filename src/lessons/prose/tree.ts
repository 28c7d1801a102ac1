/** What prose is once it is compiled: a small closed tree, from which a page makes elements and no markup. */

/** A piece of a line. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'emphasis' | 'strong'; readonly inside: Line }
  /** A link to the glossary. */
  | { readonly kind: 'term'; readonly term: string; readonly inside: Line }
  /** A place that is filled from the learner's own run. */
  | { readonly kind: 'blank'; readonly name: string };

/** A line of text. */
export type Line = readonly Inline[];

/** A paragraph or a list of one level. */
export type Block =
  | { readonly kind: 'paragraph'; readonly line: Line }
  | { readonly kind: 'list'; readonly isOrdered: boolean; readonly items: readonly Line[] };

/** What stands on one panel. */
export type Prose = readonly Block[];

/** The lines of prose, in the order in which they are read. */
export function linesOf(prose: Prose): readonly Line[] {
  return prose.flatMap((block) => (block.kind === 'list' ? block.items : [block.line]));
}

/** What a line says, without its marks; a blank reads as an ellipsis. */
export function plainText(line: Line): string {
  return line.map(plainInline).join('');
}

function plainInline(inline: Inline): string {
  switch (inline.kind) {
    case 'text':
    case 'code':
      return inline.text;
    case 'blank':
      return '…';
    default:
      return plainText(inline.inside);
  }
}

/** Every piece of a line, with those inside of others. */
export function piecesOf(line: Line): readonly Inline[] {
  return line.flatMap((piece) =>
    'inside' in piece ? [piece, ...piecesOf(piece.inside)] : [piece],
  );
}

/** How many words a reader meets. */
export function wordCount(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}…]/u.test(word)).length;
}
