/** Takes text from outside: its size, its first characters, then its JSON. */
import type { Json } from './json/json.ts';
import { parseJson } from './json/parse-json.ts';
import { limits } from './limits.ts';
import type { ProblemList } from './problems.ts';

/** The JSON of a text, or undefined once `problems` has been told what is wrong. */
export function readText(text: string, problems: ProblemList): Json | undefined {
  if (isTooLarge(text)) {
    const message = `The text is larger than ${limits.textBytes} bytes.`;
    problems.add({ code: 'too-large', path: '', message, fix: 'Make the scenario smaller.' });
    return undefined;
  }
  if (text.startsWith('\ufeff')) {
    const message = 'The text begins with an invisible byte order mark.';
    const fix = 'Save the file as UTF-8 without a byte order mark.';
    problems.add({ code: 'byte-order-mark', path: '', message, fix });
    return undefined;
  }
  if (text.trim() === '') {
    const message = 'The text holds nothing.';
    const fix = 'Begin with a copy of a scenario that exists.';
    problems.add({ code: 'empty-file', path: '', message, fix });
    return undefined;
  }
  return parseJson(text, problems);
}

function isTooLarge(text: string): boolean {
  // A UTF-16 unit takes one to three bytes of UTF-8, so most texts need not be counted.
  if (text.length > limits.textBytes) return true;
  if (text.length * 3 <= limits.textBytes) return false;
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes > limits.textBytes;
}
