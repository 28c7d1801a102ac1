/** How foreign values are shown in a sentence: short, quoted, and with nothing invisible in it. */
import type { Json } from './json/json.ts';

/**
 * What may not stand in a text, as the inside of a character class: controls, invisible characters and
 * those that change the direction of writing (a label could pass for another one), halves of characters.
 */
export const unsafeCharacters =
  '\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e' +
  '\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb\\ud800-\\udfff\\u{e0000}-\\u{e007f}';

const unsafe = new RegExp(`[${unsafeCharacters}]`, 'gu');
const shownLength = 60;

/** A string in quotation marks, cut when it is long, with escapes for what one could not see. */
export function quote(text: string): string {
  const cut = text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
  return `"${cut.replace(/["\\]/g, '\\$&').replace(unsafe, escaped)}"`;
}

/** A character by its number. */
export function escaped(character: string): string {
  const number = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `\\u{${number}}`;
}

/** Any value in a few words. */
export function show(json: Json): string {
  if (typeof json === 'string') return quote(json);
  if (Array.isArray(json)) return json.length === 0 ? 'an empty list' : 'a list';
  if (json instanceof Map) return 'an object';
  return json === Infinity || json === -Infinity ? 'a number beyond all bounds' : String(json);
}

/** "a", "a or b", "a, b or c". */
export function alternatives(words: readonly string[]): string {
  return listed(words, 'or');
}

/** "a", "a and b", "a, b and c". */
export function listed(words: readonly string[], last: 'and' | 'or' = 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`;
}

/** "Did you mean …? " when a candidate is near, else nothing. Put before the rest of a remedy. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const near = nearest(name, candidates);
  return near === undefined ? '' : `Did you mean ${quote(near)}? `;
}

/** The candidate that `name` was probably meant to be, if any. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > limitOfGuessing || name === '') return undefined;
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= bestDistance && !startsIn(name, candidate))
      continue;
    const distance = distanceBetween(name.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

const limitOfGuessing = 60;

/** Whether `candidate` goes on from `name` with a dot, as "session.timeout.ms" does from "session". */
function startsIn(name: string, candidate: string): boolean {
  return name.length > 3 && candidate.startsWith(`${name}.`);
}

/** How many letters must be added, removed, replaced or swapped with their neighbour. */
function distanceBetween(from: string, to: string): number {
  if (from === to) return 0;
  if (startsIn(from, to)) return 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current.push(
        Math.min(
          at(last, column) + 1,
          at(current, column - 1) + 1,
          at(last, column - 1) + (same ? 0 : 1),
          swapped ? at(beforeLast, column - 2) + 1 : Infinity,
        ),
      );
    }
    [beforeLast, last] = [last, current];
  }
  return at(last, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
