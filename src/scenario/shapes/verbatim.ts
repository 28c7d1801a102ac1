/** The shape of a text that is kept to the letter: what a person typed, lines, slips and all. */
import type { ProblemList } from '../problems.ts';
import type { Json } from '../json/json.ts';
import { aText, wrongType, type Shape } from './shape.ts';

/** Any text of up to `max` UTF-16 units. Show it as text only, never as markup. */
export function verbatim({ max }: { readonly max: number }): Shape<string> {
  return {
    read(json: Json, path: string, problems: ProblemList) {
      if (typeof json !== 'string') {
        wrongType(problems, { path, json, wanted: aText });
        return undefined;
      }
      if (json.length <= max) return json;
      const message = `The text has ${json.length} characters.`;
      problems.add({ code: 'text-too-long', path, message, fix: `Use at most ${max}.` });
      return undefined;
    },
    write: (value) => value,
    schema: () => ({ type: 'string', maxLength: max }),
  };
}
