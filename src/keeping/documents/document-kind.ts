/** What keeping knows of a kind of document: its shape, what it once was, and how two of them become one. */
import {
  formatJson,
  parseJson,
  ProblemList,
  type Json,
  type Problem,
  type Shape,
} from '../../scenario/index.ts';
import { keepingProblem } from '../keeping-problems.ts';
import { keepingLimits } from './keeping-limits.ts';

/** A kind of document. */
export interface DocumentKind<T> {
  /** The version of its shape, from 1. */
  readonly schema: number;
  readonly shape: Shape<T>;
  /** `upgrades[n]` makes content of version n + 2 of content of version n + 1. */
  readonly upgrades: readonly ((content: Json) => Json)[];
  /** One document that holds all that either holds; undefined where people must choose. */
  merge(one: T, other: T): T | undefined;
}

/** Where a document of a kind is kept. */
export interface Place<T> {
  readonly key: string;
  readonly kind: DocumentKind<T>;
  /** The places of its copies, in turn, for kinds of which there can be copies. */
  readonly copies?: () => Iterable<Place<T>>;
}

/** Content that was read. */
export type ReadContent<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'newer' }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** Reads content of any version that was ever written. Never throws. */
export function readContent<T>(
  { schema, shape, upgrades }: DocumentKind<T>,
  written: { readonly schema: number; readonly content: Json; readonly path: string },
): ReadContent<T> {
  if (written.schema > schema) return { kind: 'newer' };
  const { content, path } = written;
  const problems = new ProblemList();
  let upgraded: Json;
  try {
    upgraded = upgrades.slice(written.schema - 1).reduce((old, upgrade) => upgrade(old), content);
  } catch {
    // Old content was always of its shape when it was written, so this is damage.
    return { kind: 'problems', problems: [keepingProblem('damaged', path)] };
  }
  const value = shape.read(upgraded, path, problems);
  if (value === undefined || problems.count > 0)
    return { kind: 'problems', problems: problems.all() };
  return { kind: 'value', value };
}

/** The canonical text of a value; or all for which it could not be read again. */
export function bodyOf<T>(
  { shape }: DocumentKind<T>,
  value: T,
):
  | { readonly kind: 'body'; readonly body: string }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] } {
  const json = shape.write(value);
  const problems = new ProblemList();
  shape.read(json, '', problems);
  if (problems.count > 0) return { kind: 'problems', problems: problems.all() };
  return { kind: 'body', body: formatJson(json) };
}

/** The JSON of a body. */
export function contentOf(body: string, problems: ProblemList): Json | undefined {
  return parseJson(body, problems, keepingLimits);
}
