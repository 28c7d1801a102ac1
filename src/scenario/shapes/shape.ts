/**
 * What a shape is: one description of a kind of value with three views of it, side by side so that they
 * cannot drift apart. Reading checks foreign JSON, writing turns a value back, the schema tells editors.
 */
import type { Json } from '../json/json.ts';
import type { ProblemList } from '../problems.ts';
import { show } from '../wording.ts';

/** A JSON Schema (draft 2020-12), ready for JSON.stringify. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Schemas of named shapes, under `$defs`. */
export type Definitions = Map<string, JsonSchema>;

/** A kind of value. */
export interface Shape<T> {
  /** The value rebuilt from known parts; undefined once `problems` has been told what is wrong. */
  read(json: Json, path: string, problems: ProblemList): T | undefined;
  /** JSON from which `read` makes an equal value. Defaults are left out. */
  write(value: T): Json;
  /** The same rules for an editor. Named shapes put themselves into `definitions`. */
  schema(definitions: Definitions): JsonSchema;
}

/** What is demanded where a string belongs. */
export const aText = 'a text in double quotes';

/** Tells that a value is of the wrong type; `how` says how to write the right one. */
export function wrongType(
  problems: ProblemList,
  place: {
    readonly path: string;
    readonly json: Json;
    readonly wanted: string;
    readonly how?: string;
  },
): void {
  const { path, json, wanted, how = wanted } = place;
  const message = `Here ${wanted} is needed, not ${show(json)}.`;
  problems.add({ code: 'wrong-type', path, message, fix: `Write ${how}.` });
}
