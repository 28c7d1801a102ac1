/** Fills the blanks of an explanation from the learner's own run. */
import type { Lesson, StepOf } from '../content/lesson.ts';
import type { Block, Inline, Line, Prose } from '../prose/tree.ts';
import { answer } from '../query/answer.ts';
import type { Query } from '../query/query.ts';
import type { RunOf } from '../query/told-run.ts';

/** The prose of an explanation without blanks. What the run cannot say reads "nothing". */
export function filled(lesson: Lesson, step: StepOf<'explain'>, runOf: RunOf): Prose {
  const said = new Map(
    Object.entries(step.blanks).map(([name, query]) => [name, wordsOf(query, lesson, runOf)]),
  );
  return step.prose.map((block) => fillBlock(block, said));
}

function wordsOf(query: Query, lesson: Lesson, runOf: RunOf): string {
  const { value } = answer(query, runOf, lesson.style);
  if (value === null || value === '') return 'nothing';
  return typeof value === 'number' ? String(Math.round(value)) : value;
}

type Said = ReadonlyMap<string, string>;

function fillBlock(block: Block, said: Said): Block {
  if (block.kind === 'paragraph') return { ...block, line: fillLine(block.line, said) };
  return { ...block, items: block.items.map((item) => fillLine(item, said)) };
}

function fillLine(line: Line, said: Said): Line {
  return line.map((piece) => fillPiece(piece, said));
}

function fillPiece(piece: Inline, said: Said): Inline {
  if (piece.kind === 'blank') return { kind: 'text', text: said.get(piece.name) ?? 'nothing' };
  return 'inside' in piece ? { ...piece, inside: fillLine(piece.inside, said) } : piece;
}
