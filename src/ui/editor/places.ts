/** Where in a JSON text the value of a path stands: what is wrong with a scenario is shown at its place. */
import { parser } from '@lezer/json';
import { entryPath, memberPath, type Problem } from '../../scenario/index.ts';

/** A piece of a text. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/** Where a value stands, and its name if it has one. */
interface Found {
  readonly value: Place;
  readonly name: Place | undefined;
  readonly isContainer: boolean;
}

/** What is being walked through. */
interface Frame {
  readonly kind: 'Object' | 'Array' | 'Property';
  path: string;
  /** The name of a property, once it was read. */
  name: Place | undefined;
  /** How many entries of a list were seen. */
  count: number;
}

const scalars = new Set(['String', 'Number', 'True', 'False', 'Null']);
/** What is wrong with these is their name. */
const ofTheName = new Set(['unknown-field', 'unknown-setting', 'forbidden-key']);
const lastSegment = /(?:^|\.)[A-Za-z_$][\w$-]*$|\[\d+\]$|\["(?:[^"\\]|\\.)*"\]$/;
const token = /"(?:[^"\\\n]|\\.)*"?|[\w$.+-]+|[^]/y;

/** The piece of the text that a problem is about. It is never empty, unless the text is. */
export function placeOf({ code, path, offset }: Problem, text: string): Place {
  if (offset !== undefined) return tokenAt(offset, text);
  const places = placesIn(text);
  const found = places.get(path);
  if (found !== undefined && !found.isContainer && !ofTheName.has(code)) return found.value;
  for (let at = path; ; at = at.replace(lastSegment, '')) {
    const near = places.get(at);
    if (near !== undefined) return headOf(near);
    if (!lastSegment.test(at)) return tokenAt(text.search(/\S/), text);
  }
}

/** The number of a line, from 1. */
export function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** All values of a text by their paths; of two members with one name the first. */
function placesIn(text: string): ReadonlyMap<string, Found> {
  const places = new Map<string, Found>();
  const open: Frame[] = [];
  parser.parse(text).iterate({
    enter({ name, from, to }) {
      const around = open.at(-1);
      if (name === 'Property') {
        open.push({ kind: name, path: around?.path ?? '', name: undefined, count: 0 });
      } else if (name === 'PropertyName' && around !== undefined) {
        around.path = memberPath(around.path, keyOf(text.slice(from, to)));
        around.name = { from, to };
      } else if (name === 'Object' || name === 'Array' || scalars.has(name)) {
        const path = pathIn(around);
        const isContainer = !scalars.has(name);
        if (!places.has(path))
          places.set(path, { value: { from, to }, name: around?.name, isContainer });
        if (name === 'Object' || name === 'Array')
          open.push({ kind: name, path, name: undefined, count: 0 });
      }
    },
    leave({ name }) {
      if (name === open.at(-1)?.kind) open.pop();
    },
  });
  return places;
}

function pathIn(around: Frame | undefined): string {
  if (around?.kind !== 'Array') return around?.path ?? '';
  around.count += 1;
  return entryPath(around.path, around.count - 1);
}

/** The name of an object or list, or else its opening bracket: all of it would be too much to mark. */
function headOf({ name, value, isContainer }: Found): Place {
  return name ?? (isContainer ? { from: value.from, to: value.from + 1 } : value);
}

function tokenAt(offset: number, text: string): Place {
  const end = text.trimEnd().length;
  // Where something is missing at the end, the last thing that is there is marked.
  const from = Math.max(0, Math.min(offset, end - 1));
  token.lastIndex = from;
  return { from, to: Math.min(text.length, from + (token.exec(text)?.[0].length ?? 0)) };
}

/** The name as it counts, without its quotes and escapes. */
export function keyOf(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
}
