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

/** Tells that a value is of the wrong type. */
export function wrongType(
  problems: ProblemList,
  place: { path: string; json: Json; wanted: string },
) {
  const { path, json, wanted } = place;
  const code = 'wrong-type';
  const message = `Here ${wanted} is needed, and there is ${show(json)}.`;
  problems.add({ code, path, message, fix: `Write ${wanted}.` });
}
