/** The shape of a list. */
import { entryPath } from '../path.ts';
import type { ProblemList } from '../problems.ts';
import { show } from '../wording.ts';
import { wrongType, type Shape } from './shape.ts';

interface Bounds {
  readonly min: number;
  readonly max: number;
  /** Whether no entry may come twice. Only for lists of words. */
  readonly distinct?: boolean;
}

/** A list of `min` to `max` entries of one shape. */
export function list<T>(entry: Shape<T>, bounds: Bounds): Shape<readonly T[]> {
  const { min, max, distinct = false } = bounds;
  return {
    read(json, path, problems) {
      if (!Array.isArray(json)) {
        wrongType(problems, { path, json, wanted: 'a list in square brackets' });
        return undefined;
      }
      if (!fits(json.length, path, { problems, bounds })) return undefined;
      const before = problems.count;
      const read = json.map((each, index) => entry.read(each, entryPath(path, index), problems));
      if (distinct) tellRepeated(read, path, problems);
      if (problems.count > before) return undefined;
      return read.filter((each) => each !== undefined);
    },
    write: (value) => value.map((each) => entry.write(each)),
    schema: (definitions) => ({
      type: 'array',
      items: entry.schema(definitions),
      minItems: min,
      maxItems: max,
      ...(distinct ? { uniqueItems: true } : {}),
    }),
  };
}

function fits(
  length: number,
  path: string,
  { problems, bounds }: { problems: ProblemList; bounds: Bounds },
): boolean {
  const message = `The list has ${length} entries.`;
  if (length > bounds.max) {
    problems.add({ code: 'too-many', path, message, fix: `Keep at most ${bounds.max}.` });
    return false;
  }
  if (length < bounds.min) {
    problems.add({ code: 'too-few', path, message, fix: `Write at least ${bounds.min}.` });
    return false;
  }
  return true;
}

function tellRepeated(entries: readonly unknown[], path: string, problems: ProblemList): void {
  const seen = new Set<unknown>();
  entries.forEach((each, index) => {
    if (typeof each === 'string' && seen.has(each)) {
      const message = `${show(each)} stands in this list already.`;
      const fix = 'Remove the second mention.';
      problems.add({ code: 'repeated-entry', path: entryPath(path, index), message, fix });
    }
    seen.add(each);
  });
}
