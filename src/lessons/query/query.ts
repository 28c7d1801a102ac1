/** The closed language in which a lesson asks a run: every answer is a number or a word, and a row to look at. */
import type { Style } from '../../trace/index.ts';
import { list, object, optional, text, told, word, type Read } from '../reading/shapes.ts';
import { figureNames, type FigureName } from './figures.ts';
import { bonds, guarded, patternAt, style, type Bond, type Pattern } from './pattern.ts';

/** What can be asked. */
export type Query =
  | CountQuery
  | FieldQuery
  | { readonly figure: FigureName }
  | LagQuery
  | { readonly promise: string }
  | SpanQuery
  | OvertakenQuery
  | InQuery
  | DifferenceQuery;

/** How often a pattern is fulfilled, or by how many orders, messages, partitions, services or processes. */
export interface CountQuery {
  readonly count: Pattern;
  readonly distinct?: Bond;
}

/** What a field of a matching row says: `"field": "service"` asks who. */
export interface FieldQuery {
  readonly field: string;
  readonly of: Pattern;
  /** Which of the matching rows; the first when absent. */
  readonly pick?: 'first' | 'last' | 'most' | 'least';
}

/** How many records a service was behind at most. */
export interface LagQuery {
  /** Id of the service. */
  readonly lag: string;
}

/** Milliseconds from a match of one pattern to the next match of another; the longest of all when there are several. */
export interface SpanQuery {
  readonly span: readonly Pattern[];
  /** What both rows share, for instance an order. */
  readonly same?: Bond;
}

/** How often a matching row comes after one of a later order, or of a higher offset. */
export interface OvertakenQuery {
  readonly overtaken: Pattern;
  /** What is compared; the order's number when absent. */
  readonly by?: 'order' | 'offset';
  /** Only rows that share this are compared. */
  readonly within?: Bond;
}

/** The same question to one style of the run. */
export interface InQuery {
  readonly in: Style;
  readonly ask: Query;
}

/** The first answer less the second. */
export interface DifferenceQuery {
  readonly difference: readonly Query[];
}

function queryAt(depth: number): Read<Query> {
  const inner: Read<Query> = (value, path, problems) => queryAt(depth + 1)(value, path, problems);
  const pattern = patternAt(depth + 1);
  return guarded(
    depth,
    told<Query>({
      count: object<CountQuery>({ count: pattern, distinct: optional(word(bonds)) }),
      field: object<FieldQuery>({
        field: text(40),
        of: pattern,
        pick: optional(word(['first', 'last', 'most', 'least'] as const)),
      }),
      figure: object({ figure: word(figureNames) }),
      lag: object<LagQuery>({ lag: text(40) }),
      promise: object({ promise: text(40) }),
      span: object<SpanQuery>({ span: list(pattern, 2, 2), same: optional(word(bonds)) }),
      overtaken: object<OvertakenQuery>({
        overtaken: pattern,
        by: optional(word(['order', 'offset'] as const)),
        within: optional(word(bonds)),
      }),
      in: object<InQuery>({ in: style, ask: inner }),
      difference: object<DifferenceQuery>({ difference: list(inner, 2, 2) }),
    }),
  );
}

/** Reads a query. */
export const query: Read<Query> = queryAt(1);
