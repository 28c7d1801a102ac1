/** Shapes of strings: labels and longer texts, ids and names. */
import type { Json } from '../json/json.ts';
import { limits } from '../limits.ts';
import type { ProblemCode, ProblemList } from '../problems.ts';
import { quote, unsafeCharacters } from '../wording.ts';
import { aText, wrongType, type Shape } from './shape.ts';

const onlyVisible = `^[^${unsafeCharacters}]*$`;
const unsafeCharacter = new RegExp(`[${unsafeCharacters}]`, 'u');

/** A text that people read, of one line. `min` 1 demands that it says something. */
export function text({ min, max }: { readonly min: 0 | 1; readonly max: number }): Shape<string> {
  const mistake = (value: string): readonly [ProblemCode, string, string] | undefined => {
    // Code points, as JSON Schema counts; a longer string in UTF-16 units need not be walked twice.
    const length = value.length > max * 2 ? value.length : [...value].length;
    if (length > max) {
      return ['text-too-long', `The text has ${length} characters.`, `Use at most ${max}.`];
    }
    const unsafe = unsafeCharacter.exec(value);
    if (unsafe !== null) {
      const what = `In ${quote(value)} the character ${quote(unsafe[0])} is invisible or changes the direction of writing.`;
      return ['unsafe-characters', what, 'Remove it, and write the text on one line.'];
    }
    if (min === 1 && !/\S/.test(value)) {
      return [
        'blank-text',
        `The text ${quote(value)} says nothing.`,
        'Write what people should read.',
      ];
    }
    return undefined;
  };
  const something = min === 0 ? {} : { allOf: [{ pattern: '\\S' }] };
  const schema = { type: 'string', minLength: min, maxLength: max, pattern: onlyVisible };
  return stringShape(aText, mistake, { ...schema, ...something });
}

/** The id of something: `payment`, `card-payment`. */
export const id = idLike('^[a-z][a-z0-9-]{0,39}$', 'lower-case letters, digits and hyphens');

/** The id of a topic: `orders.events`. */
export const topicId = idLike(
  '^[a-z][a-z0-9.-]{0,39}$',
  'lower-case letters, digits, hyphens and dots',
);

function idLike(pattern: string, letters: string): Shape<string> {
  const rule = `Use ${letters}, at most ${limits.idLength}, and begin with a letter`;
  return patterned({ pattern, code: 'bad-id', noun: 'an id', rule, suggest: asId });
}

/** The name of a message: `OrderPlaced`. */
export const messageName = patterned({
  pattern: '^[A-Z][A-Za-z0-9]{0,39}$',
  code: 'bad-message-name',
  noun: 'the name of a message',
  rule: `Use letters and digits, at most ${limits.idLength}, and begin every word with a capital`,
  suggest: (value) => wordsOf(value).map(capitalised).join(''),
});

function wordsOf(value: string): string[] {
  return value.slice(0, 2 * limits.idLength).match(/[A-Za-z0-9]+/g) ?? [];
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function asId(value: string): string {
  return wordsOf(value).join('-').toLowerCase();
}

interface Pattern {
  readonly pattern: string;
  readonly code: ProblemCode;
  readonly noun: string;
  readonly rule: string;
  /** What was probably meant. */
  readonly suggest: (value: string) => string;
}

function patterned({ pattern, code, noun, rule, suggest }: Pattern): Shape<string> {
  const allowed = new RegExp(pattern, 'u');
  const mistake = (value: string): readonly [ProblemCode, string, string] | undefined => {
    if (allowed.test(value)) return undefined;
    const better = suggest(value);
    const hint = allowed.test(better) ? `, for instance ${quote(better)}.` : '.';
    return [code, `${quote(value)} is not ${noun}.`, rule + hint];
  };
  return stringShape(`${noun} in double quotes`, mistake, { type: 'string', pattern });
}

function stringShape(
  wanted: string,
  mistake: (value: string) => readonly [ProblemCode, string, string] | undefined,
  schema: Readonly<Record<string, unknown>>,
): Shape<string> {
  return {
    read(json: Json, path: string, problems: ProblemList) {
      if (typeof json !== 'string') {
        wrongType(problems, { path, json, wanted });
        return undefined;
      }
      const wrong = mistake(json);
      if (wrong === undefined) return json;
      const [code, message, fix] = wrong;
      problems.add({ code, path, message, fix });
      return undefined;
    },
    write: (value) => value,
    schema: () => schema,
  };
}
