/** JSON as we hold it before it is checked: objects are maps, so no key can reach a prototype. */

/** A JSON object. Keys keep the order of the text. */
export type JsonObject = Map<string, Json>;

/** Any JSON value. A number may be infinite here: the text `1e400` says so. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** Names that mean something to JavaScript. They are never a field of ours. */
export const forbiddenKeys: ReadonlySet<string> = new Set([
  '__proto__',
  'constructor',
  'prototype',
]);

/** Whether two values say the same, whatever the order of their fields. */
export function sameJson(one: Json, other: Json): boolean {
  if (one instanceof Map) {
    if (!(other instanceof Map) || one.size !== other.size) return false;
    return [...one].every(([key, member]) => {
      const twin = other.get(key);
      return twin !== undefined && sameJson(member, twin);
    });
  }
  if (Array.isArray(one)) {
    if (!Array.isArray(other) || one.length !== other.length) return false;
    return one.every((entry, index) => sameJson(entry, other[index] ?? null));
  }
  return one === other;
}
