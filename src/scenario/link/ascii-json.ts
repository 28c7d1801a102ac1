/** JSON in as few characters as can be, every one of them ASCII: one byte each, and no half character is lost. */
import type { Json } from '../json/json.ts';

/** The text of a value that came from a shape, so its depth is bounded. */
export function asciiJson(json: Json): string {
  return compact(json).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function compact(json: Json): string {
  if (json instanceof Map) {
    const members = [...json].map(([key, member]) => `${JSON.stringify(key)}:${compact(member)}`);
    return `{${members.join(',')}}`;
  }
  return Array.isArray(json) ? `[${json.map(compact).join(',')}]` : JSON.stringify(json);
}

/** A byte for each character of an ASCII text. */
export function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** The text of these bytes; undefined when one of them is not ASCII. */
export function asciiText(bytes: Uint8Array): string | undefined {
  if (bytes.some((byte) => byte >= 0x80)) return undefined;
  const pieces: string[] = [];
  for (let from = 0; from < bytes.length; from += 4_096)
    pieces.push(String.fromCharCode(...bytes.subarray(from, from + 4_096)));
  return pieces.join('');
}
