/** The closed language in which a lesson says what it waits for: plain data, without code and without regular expressions. */
import {
  kinds,
  styles,
  vocabulary,
  type Kind,
  type MessageKind,
  type Style,
} from '../../trace/index.ts';
import type { LessonProblems } from '../reading/problems.ts';
import {
  byName,
  list,
  object,
  optional,
  text,
  told,
  whole,
  word,
  type Read,
} from '../reading/shapes.ts';

/** What rows must share to belong together. */
export const bonds = ['order', 'customer', 'message', 'partition', 'service', 'actor'] as const;
/** What rows must share to belong together. */
export type Bond = (typeof bonds)[number];

/** What a value must be: a number, a word, or bounds. */
export type Expectation =
  | number
  | string
  | { readonly atLeast?: number; readonly atMost?: number; readonly not?: number | string };

/** What to look for in a run. */
export type Pattern = RowPattern | ThenPattern | TimesPattern | AnyPattern;

/** A row of a kind, and what is demanded of it. */
export interface RowPattern {
  readonly row: Kind;
  /** Id of the service that acts. */
  readonly service?: string;
  /** Id of the process that acts: `shipping-2`, `client`. */
  readonly actor?: string;
  readonly order?: number;
  /** The type of the message that it is about. */
  readonly message?: string;
  /** What that message is: a fact, an order to do something, or an answer. */
  readonly carries?: MessageKind;
  /** The fields of its kind. Codes are given as words: `"reason": "out of stock"`. */
  readonly where?: Readonly<Record<string, Expectation>>;
}

/** One after the other; fulfilled at the last of them. */
export interface ThenPattern {
  readonly then: readonly Pattern[];
  readonly same?: Bond;
}

/** The nth time and every later one. */
export interface TimesPattern {
  readonly times: number;
  readonly of: Pattern;
  readonly same?: Bond;
}

/** Whichever comes. */
export interface AnyPattern {
  readonly any: readonly Pattern[];
}

/** How deep patterns and queries may be nested. */
const deepest = 6;

/** Reads what a value must be. */
export const expectation: Read<Expectation> = (value, path, problems) => {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return text(80)(value, path, problems);
  return bounds(value, path, problems);
};

const limit = whole(-1_000_000_000, 1_000_000_000);
const bounds = object<Exclude<Expectation, number | string>>({
  atLeast: optional(limit),
  atMost: optional(limit),
  not: optional((value, path, problems) =>
    typeof value === 'number' ? value : text(80)(value, path, problems),
  ),
});

const name = text(80);
const messageKinds: readonly MessageKind[] = ['event', 'command', 'reply', 'query'];
const shapeOfRow = object<RowPattern>({
  row: word(kinds),
  service: optional(name),
  actor: optional(name),
  order: optional(whole(1, 1_000_000)),
  message: optional(name),
  carries: optional(word(messageKinds)),
  where: optional(byName(expectation)),
});

const rowPattern: Read<RowPattern> = (value, path, problems) => {
  const read = shapeOfRow(value, path, problems);
  const fields: readonly string[] = read === undefined ? [] : vocabulary[read.row];
  for (const field of Object.keys(read?.where ?? {})) {
    if (fields.includes(field)) continue;
    const what = `A row "${read?.row ?? ''}" has no field "${field}".`;
    problems.add('unknown-field', `${path}.where.${field}`, what, `It has ${fields.join(', ')}.`);
  }
  return read;
};

/** Refuses what is nested deeper than a reader can follow. */
export function guarded<T>(depth: number, read: Read<T>): Read<T> {
  return (value, path, problems) => {
    if (depth <= deepest) return read(value, path, problems);
    tellTooDeep(path, problems);
    return undefined;
  };
}

function tellTooDeep(path: string, problems: LessonProblems): void {
  problems.add('too-deep', path, `This is nested more than ${deepest} deep.`, 'Say it simpler.');
}

/** Reads a pattern at a depth of nesting. */
export function patternAt(depth: number): Read<Pattern> {
  const inner: Read<Pattern> = (value, path, problems) =>
    patternAt(depth + 1)(value, path, problems);
  return guarded(
    depth,
    told<Pattern>({
      row: rowPattern,
      then: object<ThenPattern>({ then: list(inner, 2, 6), same: optional(word(bonds)) }),
      times: object<TimesPattern>({
        times: whole(1, 100_000),
        of: inner,
        same: optional(word(bonds)),
      }),
      any: object<AnyPattern>({ any: list(inner, 2, 6) }),
    }),
  );
}

/** Reads a pattern. */
export const pattern: Read<Pattern> = patternAt(1);

/** Reads a style. */
export const style: Read<Style> = word(styles);
