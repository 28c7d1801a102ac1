/** Shapes of words from a list, and of what must be exactly one thing. */
import type { ProblemCode, ProblemList } from '../problems.ts';
import { alternatives, didYouMean, quote, show } from '../wording.ts';
import { wrongType, type Shape } from './shape.ts';

/** One of a few words. */
export function choice<const Word extends string>(words: readonly Word[]): Shape<Word> {
  const all = words.map(quote);
  return {
    read(json, path, problems) {
      const found = words.find((word) => word === json);
      if (found !== undefined) return found;
      if (typeof json !== 'string') {
        wrongType(problems, { path, json, wanted: alternatives(all) });
        return undefined;
      }
      tellNotOneOf(problems, { path, value: json, words });
      return undefined;
    },
    write: (value) => value,
    schema: () => ({ enum: words }),
  };
}

/** Tells that a word is none of those that are allowed. */
export function tellNotOneOf(
  problems: ProblemList,
  { path, value, words }: { path: string; value: string; words: readonly string[] },
): void {
  const message = `${quote(value)} is not allowed here.`;
  const fix = `${didYouMean(value, words)}Write ${alternatives(words.map(quote))}.`;
  problems.add({ code: 'not-one-of', path, message, fix });
}

/** A word or number that must be exactly this. */
export function fixed<const Value extends string | number>(
  value: Value,
  otherwise?: { readonly code: ProblemCode; readonly fix: string },
): Shape<Value> {
  return {
    read(json, path, problems) {
      if (json === value) return value;
      const { code, fix } = otherwise ?? { code: 'not-one-of', fix: `Write ${show(value)}.` };
      const message = `Here ${show(value)} is needed, not ${show(json)}.`;
      problems.add({ code, path, message, fix });
      return undefined;
    },
    write: () => value,
    schema: () => ({ const: value }),
  };
}
