/** Closed shapes of JSON: each rebuilds a value from known parts, or tells what is wrong with it. */
import type { LessonProblems } from './problems.ts';

/** Reads one kind of value; undefined once `problems` has been told what is wrong. */
export type Read<T> = (value: unknown, path: string, problems: LessonProblems) => T | undefined;

/** A field that may be absent. */
export interface Optional<T> {
  readonly optional: Read<T>;
}

type Field<T> = Read<T> | Optional<T>;
type Fields<T> = {
  readonly [Name in keyof T]-?: undefined extends T[Name]
    ? Optional<Exclude<T[Name], undefined>>
    : Read<T[Name]>;
};

function show(value: unknown): string {
  const json = JSON.stringify(value) ?? 'nothing';
  return json.length > 60 ? `${json.slice(0, 60)}…` : json;
}

function mistyped(problems: LessonProblems, path: string, value: unknown, wanted: string) {
  problems.add(
    'wrong-type',
    path,
    `Here ${wanted} is needed, not ${show(value)}.`,
    `Write ${wanted}.`,
  );
  return undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text of one line that says something. */
export function text(max = 400): Read<string> {
  return (value, path, problems) => {
    if (typeof value !== 'string') return mistyped(problems, path, value, 'a text');
    if (value.trim() === '') {
      problems.add('blank-text', path, 'The text says nothing.', 'Write what people should read.');
      return undefined;
    }
    if (value.length <= max) return value;
    const long = `The text has ${value.length} characters.`;
    problems.add('text-too-long', path, long, `Use at most ${max}.`);
    return undefined;
  };
}

/** One of some words. */
export function word<T extends string>(words: readonly T[]): Read<T> {
  return (value, path, problems) => {
    const found = words.find((each) => each === value);
    if (found !== undefined) return found;
    const some = words.length > 20 ? `${words.slice(0, 20).join(', ')} …` : words.join(', ');
    problems.add('not-one-of', path, `${show(value)} is none of them.`, `Write one of: ${some}.`);
    return undefined;
  };
}

/** A whole number within bounds. */
export function whole(min: number, max: number): Read<number> {
  return (value, path, problems) => {
    if (typeof value !== 'number' || !Number.isInteger(value))
      return mistyped(problems, path, value, 'a whole number');
    if (value >= min && value <= max) return value;
    const fix = `Use a number from ${min} to ${max}.`;
    problems.add('out-of-range', path, `${value} is out of range.`, fix);
    return undefined;
  };
}

/** Nothing but `true`: a mark that is there or not. */
export const mark: Read<true> = (value, path, problems) =>
  value === true ? true : mistyped(problems, path, value, 'true, or nothing at all');

/** A list within bounds. */
export function list<T>(each: Read<T>, min = 0, max = 100): Read<readonly T[]> {
  return (value, path, problems) => {
    if (!Array.isArray(value)) return mistyped(problems, path, value, 'a list');
    if (value.length < min || value.length > max) {
      const code = value.length < min ? 'too-few' : 'too-many';
      const fix = `Give ${min} to ${max}.`;
      problems.add(code, path, `The list has ${value.length} entries.`, fix);
      return undefined;
    }
    const before = problems.count;
    const entries = value.map((entry, index) => each(entry, `${path}[${index}]`, problems));
    return problems.count === before ? (entries as readonly T[]) : undefined;
  };
}

/** Values by names of the author's own. */
export function byName<T>(each: Read<T>): Read<Readonly<Record<string, T>>> {
  return (value, path, problems) => {
    if (!isObject(value)) return mistyped(problems, path, value, 'an object');
    const before = problems.count;
    const entries = Object.entries(value).map(
      ([name, member]) => [name, each(member, `${path}.${name}`, problems)] as const,
    );
    return problems.count === before
      ? (Object.fromEntries(entries) as Readonly<Record<string, T>>)
      : undefined;
  };
}

/** A field that may be absent. */
export function optional<T>(read: Read<T>): Optional<T> {
  return { optional: read };
}

/** An object with these fields and no others. */
export function object<T extends object>(fields: Fields<T>): Read<T> {
  const known = new Map<string, Field<unknown>>(Object.entries(fields));
  return (value, path, problems) => {
    if (!isObject(value)) return mistyped(problems, path, value, 'an object');
    const before = problems.count;
    for (const name of Object.keys(value)) {
      if (known.has(name)) continue;
      const fix = `Remove it: the fields here are ${[...known.keys()].join(', ')}.`;
      problems.add('unknown-field', `${path}.${name}`, `"${name}" is not known here.`, fix);
    }
    const built: Record<string, unknown> = {};
    for (const [name, field] of known) {
      const member = Object.hasOwn(value, name) ? value[name] : undefined;
      const read = typeof field === 'function' ? field : field.optional;
      if (member !== undefined) built[name] = read(member, `${path}.${name}`, problems);
      else if (typeof field === 'function')
        problems.add('missing-field', path, `"${name}" is missing.`, `Add "${name}".`);
    }
    // Safe: every field that T demands was read by the shape that `fields` gives for it.
    return problems.count === before ? (built as T) : undefined;
  };
}

/** An object that is told by the one field that only it has: `{ "row": … }` or `{ "then": … }`. */
export function told<T>(cases: Readonly<Record<string, Read<T>>>): Read<T> {
  const names = Object.keys(cases);
  return (value, path, problems) => {
    if (!isObject(value)) return mistyped(problems, path, value, 'an object');
    const name = names.find((each) => Object.hasOwn(value, each));
    const read = name === undefined ? undefined : cases[name];
    if (read !== undefined) return read(value, path, problems);
    const fix = `Give it one of the fields ${names.join(', ')}.`;
    problems.add('missing-field', path, `${show(value)} does not say what it is.`, fix);
    return undefined;
  };
}
