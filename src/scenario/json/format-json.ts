/** Writes JSON in one canonical way: two spaces, one member a line. */
import type { Json } from './json.ts';

/** The text of a value that came from `parseJson` or from a shape, so its depth is bounded. */
export function formatJson(json: Json): string {
  return `${formatted(json, '')}\n`;
}

function formatted(json: Json, indent: string): string {
  const deeper = `${indent}  `;
  if (json instanceof Map) {
    const members = [...json].map(
      ([key, member]) => `${deeper}${JSON.stringify(key)}: ${formatted(member, deeper)}`,
    );
    return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`;
  }
  if (Array.isArray(json)) {
    const entries = json.map((entry) => `${deeper}${formatted(entry, deeper)}`);
    return entries.length === 0 ? '[]' : `[\n${entries.join(',\n')}\n${indent}]`;
  }
  // What was too large for a number stays too large: JSON.stringify would make it null.
  if (json === Infinity) return '1e999';
  if (json === -Infinity) return '-1e999';
  return JSON.stringify(json);
}
