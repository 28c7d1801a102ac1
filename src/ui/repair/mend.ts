/** The repair of a scenario that is set wrongly on purpose: what it changes, line by line, and the text with the change. */
import { setPath, type Problem } from '../../scenario/index.ts';

/** One value that the repair changes. */
export interface MendLine {
  readonly path: string;
  /** What the scenario says there; empty when it says nothing. */
  readonly before: string;
  readonly after: string;
}

/** What a repair changes in a scenario's text. */
export function mendLines(text: string, set: readonly string[]): readonly MendLine[] {
  const whole: unknown = JSON.parse(text);
  return set.map((words) => {
    const at = endOfPath(words);
    const path = words.slice(0, at);
    return { path, before: written(valueAt(whole, path)), after: words.slice(at + 1) };
  });
}

/** The text with the repair, or why it cannot be carried out. */
export function mended(
  text: string,
  set: readonly string[],
): { readonly text: string } | { readonly problems: readonly Problem[] } {
  const done = setPath(text, set);
  return done.kind === 'text' ? { text: done.text } : { problems: done.problems };
}

const segment = /(?:^|\.)([A-Za-z_$][\w$-]*)|\[(\d{1,6})\]|\[("(?:[^"\\]|\\.)*")\]/y;

/** Where the path of `path=value` ends: an equals sign within quotes belongs to the path. */
function endOfPath(words: string): number {
  const { at } = segmentsOf(words);
  return at;
}

function segmentsOf(words: string): { readonly segments: readonly string[]; readonly at: number } {
  const segments: string[] = [];
  let at = 0;
  for (;;) {
    segment.lastIndex = at;
    const found = segment.exec(words);
    if (found === null) return { segments, at };
    const [whole, name, index, quoted] = found;
    segments.push(name ?? index ?? String(JSON.parse(quoted ?? '""')));
    at += whole.length;
  }
}

/** Fields by name, entries of a list by their id or their index. */
function valueAt(whole: unknown, path: string): unknown {
  return segmentsOf(path).segments.reduce<unknown>((place, key) => {
    if (Array.isArray(place)) {
      const entries: readonly unknown[] = place;
      return entries.find((each) => fieldOf(each, 'id') === key) ?? entries[Number(key)];
    }
    return fieldOf(place, key);
  }, whole);
}

function fieldOf(place: unknown, key: string): unknown {
  if (typeof place !== 'object' || place === null || !Object.hasOwn(place, key)) return undefined;
  return (place as Readonly<Record<string, unknown>>)[key];
}

function written(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
