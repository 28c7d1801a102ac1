/** The shape of a closed object. */
import { sameJson, type Json, type JsonObject } from '../json/json.ts';
import { memberPath } from '../path.ts';
import type { ProblemCode, ProblemList } from '../problems.ts';
import { listed, nearest, quote } from '../wording.ts';
import { aText, wrongType, type Definitions, type JsonSchema, type Shape } from './shape.ts';

/** A field of an object: its shape, what it means, and what holds when it is absent. */
export interface Field<T> {
  readonly shape: Shape<T>;
  readonly sentence: string;
  readonly presence: 'required' | 'optional' | 'defaulted';
  readonly fallback?: T;
}

/** A description of every field of T, so that none can be forgotten. */
export type Fields<T> = { readonly [Name in keyof T]-?: Field<Exclude<T[Name], undefined>> };

/** A field that must be there. */
export function required<T>(shape: Shape<T>, sentence: string): Field<T> {
  return { shape, sentence, presence: 'required' };
}

/** A field that may be absent, which has a meaning of its own. */
export function optional<T>(shape: Shape<T>, sentence: string): Field<T> {
  return { shape, sentence, presence: 'optional' };
}

/** A field that may be left out, and then has this value. */
export function defaulted<T>(shape: Shape<T>, fallback: T, sentence: string): Field<T> {
  return { shape, sentence, presence: 'defaulted', fallback };
}

/** What an object is called in the schema, and how its unknown fields are reported. */
export interface ObjectNames {
  readonly title: string;
  readonly sentence: string;
  /** The code of an unknown field, and what a field is called, where it is not just a field. */
  readonly unknown?: ProblemCode;
  readonly noun?: string;
  /** Fields for tools that we allow and forget. */
  readonly ignored?: readonly string[];
}

/** An object with these fields and no others. */
export function object<T extends object>(names: ObjectNames, fields: Fields<T>): Shape<T> {
  const known = new Map<string, Field<unknown>>(Object.entries(fields));
  return {
    read(json, path, problems) {
      if (!(json instanceof Map)) {
        wrongType(problems, { path, json, wanted: 'an object in curly brackets' });
        return undefined;
      }
      const before = problems.count;
      const misspelt = tellUnknown(json, path, { problems, known, names });
      const built: Record<string, unknown> = {};
      for (const [name, field] of known) {
        const value = readField(json, memberPath(path, name), { name, field, problems, misspelt });
        if (value !== undefined) built[name] = value;
      }
      // Safe: every field that T demands was read by the shape that `fields` gives for it.
      return problems.count === before ? (built as T) : undefined;
    },
    write: (value) => writeFields(value, known),
    schema: (definitions) => objectSchema(names, { known, definitions }),
  };
}

interface ReadingObject {
  readonly problems: ProblemList;
  readonly known: ReadonlyMap<string, unknown>;
  readonly names: ObjectNames;
}

interface ReadingField {
  readonly name: string;
  readonly field: Field<unknown>;
  readonly problems: ProblemList;
  readonly misspelt: ReadonlySet<string>;
}

function readField(json: JsonObject, path: string, reading: ReadingField): unknown {
  const { name, field, problems, misspelt } = reading;
  const member = json.get(name);
  if (member !== undefined) return field.shape.read(member, path, problems);
  if (field.presence === 'required' && !misspelt.has(name))
    tellMissing(problems, path, { name, field });
  return field.fallback;
}

function tellMissing(
  problems: ProblemList,
  path: string,
  { name, field }: { name: string; field: Field<unknown> },
): void {
  const message = `The field ${quote(name)} is missing.`;
  problems.add({
    code: 'missing-field',
    path,
    message,
    fix: `Add ${quote(name)}. ${field.sentence}`,
  });
}

/** Tells of the fields that nobody knows, and returns the names that were probably meant by them. */
function tellUnknown(json: JsonObject, path: string, reading: ReadingObject): Set<string> {
  const { problems, known, names } = reading;
  const { unknown = 'unknown-field', noun = 'field', ignored = [] } = names;
  const misspelt = new Set<string>();
  for (const [name, value] of json) {
    if (known.has(name)) continue;
    const place = memberPath(path, name);
    if (ignored.includes(name)) {
      if (typeof value !== 'string')
        wrongType(problems, { path: place, json: value, wanted: aText });
      continue;
    }
    const free = [...known.keys()].filter((each) => !json.has(each));
    const near = problems.full ? undefined : nearest(name, free);
    if (near !== undefined) misspelt.add(near);
    const message = `The ${noun} ${quote(name)} is not known here.`;
    const guess = near === undefined ? '' : `Did you mean ${quote(near)}? `;
    const remove = `${guess === '' ? 'Remove' : 'Otherwise remove'} it`;
    const fix = `${guess}${remove}: the ${noun}s here are ${listed([...known.keys()])}.`;
    problems.add({ code: unknown, path: place, message, fix });
  }
  return misspelt;
}

function writeFields(value: object, known: ReadonlyMap<string, Field<unknown>>): Json {
  const members = new Map(Object.entries(value));
  const written: JsonObject = new Map();
  for (const [name, { shape, fallback }] of known) {
    const member: unknown = members.get(name);
    if (member === undefined) continue;
    const json = shape.write(member);
    if (fallback === undefined || !sameJson(json, shape.write(fallback))) written.set(name, json);
  }
  return written;
}

function objectSchema(
  names: ObjectNames,
  context: { known: ReadonlyMap<string, Field<unknown>>; definitions: Definitions },
): JsonSchema {
  const { known, definitions } = context;
  const properties: Record<string, JsonSchema> = {};
  for (const name of names.ignored ?? []) properties[name] = { type: 'string' };
  for (const [name, { shape, sentence, fallback }] of known) {
    const standard = fallback === undefined ? {} : { default: fallback };
    properties[name] = { ...shape.schema(definitions), description: sentence, ...standard };
  }
  const needed = [...known].filter(([, { presence }]) => presence === 'required');
  const key = names.title.replace(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase());
  definitions.set(key, {
    title: names.title,
    description: names.sentence,
    type: 'object',
    properties,
    required: needed.map(([name]) => name),
    additionalProperties: false,
  });
  return { $ref: `#/$defs/${key}` };
}
