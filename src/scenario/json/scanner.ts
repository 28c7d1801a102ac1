/** Cuts JSON text into tokens, and says in plain words what is wrong with a token. */
import type { ProblemCode } from '../problems.ts';
import { quote } from '../wording.ts';

/** What is wrong at a place of the text. */
export interface Mistake {
  readonly code: ProblemCode;
  readonly message: string;
  readonly fix: string;
  /** How many characters lie before the place. */
  readonly offset: number;
}

/** A token's value, in a box, so that it cannot be taken for a mistake. */
interface Token<T> {
  readonly value: T;
}

const space = /[ \t\r\n]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /[\w$.+-]+/y;
const plainCharacters = /[^"\\\u0000-\u001f]*/y;
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const literals: ReadonlyMap<string, null | boolean> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const plainJson = 'Write plain JSON.';

/** A place in a text that moves forward. */
export class Scanner {
  readonly #text: string;
  #at = 0;
  // Lines are counted on from the last place asked for: a file may have thousands of mistakes.
  #counted = { to: 0, line: 1, lineStart: 0 };

  constructor(text: string) {
    this.#text = text;
  }

  /** The character here, '' at the end. */
  peek(): string {
    return this.#text.charAt(this.#at);
  }

  /** Passes over one character. */
  advance(): void {
    this.#at += 1;
  }

  /** Passes over white space. */
  skipSpace(): void {
    this.#match(space);
  }

  /** How many characters lie behind us. */
  get offset(): number {
    return this.#at;
  }

  /** A place in the text as people count: from 1. Cheapest when asked from front to back. */
  position(offset = this.#at): string {
    let { line, lineStart } = offset < this.#counted.to ? { line: 1, lineStart: 0 } : this.#counted;
    for (;;) {
      const next = this.#text.indexOf('\n', lineStart) + 1;
      if (next === 0 || next > offset) break;
      [line, lineStart] = [line + 1, next];
    }
    this.#counted = { to: offset, line, lineStart };
    return `line ${line}, column ${offset - lineStart + 1}`;
  }

  /** A string, a number, true, false or null. */
  scalar(): Token<null | boolean | number | string> | Mistake {
    const character = this.peek();
    if (character === '"') return this.#string();
    if (/[-\d]/.test(character)) return this.#number();
    if (/[\w$.+]/.test(character)) return this.#literal();
    return this.#unexpected('a value');
  }

  /** The name of a field. */
  key(): Token<string> | Mistake {
    if (this.peek() === '"') return this.#string();
    const from = this.#at;
    const name = /[\w$]/.test(this.peek()) ? this.#match(word) : '';
    if (name === '') return this.#unexpected('the name of a field in double quotes');
    const message = `At ${this.position(from)} the name ${quote(name)} is not in quotes.`;
    const fix = `Write it as ${quote(name)}. ${plainJson}`;
    return { code: 'not-json', message, fix, offset: from };
  }

  /** Passes over the colon after the name of a field, or says why it cannot. */
  colon(key: string): Mistake | undefined {
    if (this.peek() !== ':') return this.#unexpected(`a colon after ${quote(key)}`);
    this.advance();
    return undefined;
  }

  /** Passes over a comma that something must follow, or says why it cannot. */
  comma(closing: string): Mistake | undefined {
    if (this.peek() !== ',') return this.#unexpected(`a comma or "${closing}"`);
    const from = this.#at;
    this.advance();
    this.skipSpace();
    if (this.peek() !== closing) return undefined;
    const message = `The comma at ${this.position(from)} stands before "${closing}", with nothing after it.`;
    const fix = `Remove the comma. ${plainJson}`;
    return { code: 'trailing-comma', message, fix, offset: from };
  }

  /** Nothing, when the text ends here. */
  end(): Mistake | undefined {
    return this.peek() === '' ? undefined : this.#unexpected('the end of the text');
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #string(): Token<string> | Mistake {
    const from = this.#at;
    this.advance();
    for (;;) {
      this.#match(plainCharacters);
      if (this.peek() === '"') break;
      const isEscape = this.peek() === '\\' && this.#match(escape) !== '';
      if (!isEscape) return this.#brokenString();
    }
    this.advance();
    const token = this.#text.slice(from, this.#at);
    // Every escape was matched above, so this cannot throw.
    return { value: token.includes('\\') ? String(JSON.parse(token)) : token.slice(1, -1) };
  }

  #brokenString(): Mistake {
    const at = this.position();
    const code = 'not-json';
    const { offset } = this;
    if (this.peek() === '') {
      const message = 'The text ends inside a string.';
      const fix = 'Close the string with a double quote, or restore the lost end.';
      return { code, message, fix, offset };
    }
    if (this.peek() === '\\') {
      const message = `At ${at} a backslash is followed by something that is no escape of JSON.`;
      return { code, message, fix: 'Write two backslashes for a backslash.', offset };
    }
    const message = `At ${at} a string holds a line break, a tab or another control character.`;
    const fix = 'Close the string with a double quote on the line where it began.';
    return { code, message, fix, offset };
  }

  #number(): Token<number> | Mistake {
    const from = this.#at;
    const digits = this.#match(number);
    const rest = this.#match(word);
    if (digits !== '' && rest === '') {
      const value = Number(digits);
      // Minus nought would be a second way to write nought.
      return { value: value === 0 ? 0 : value };
    }
    const message = `At ${this.position(from)} ${quote(digits + rest)} is not a number of JSON.`;
    const fix = 'Write decimal digits without a leading zero or a unit, for instance 1500.';
    return { code: 'not-json', message, fix, offset: from };
  }

  #literal(): Token<null | boolean> | Mistake {
    const from = this.#at;
    const name = this.#match(word);
    const value = literals.get(name);
    if (value !== undefined) return { value };
    const message = `At ${this.position(from)} ${quote(name)} is not a value of JSON.`;
    const fix = `Put text in double quotes; other words are only true, false and null. ${plainJson}`;
    return { code: 'not-json', message, fix, offset: from };
  }

  #unexpected(expected: string): Mistake {
    const at = this.position();
    const { offset } = this;
    const character = this.peek();
    if (character === '/' || character === '#') {
      const message = `At ${at} a comment begins, and JSON has no comments.`;
      const fix = `Remove it; say it in "summary". ${plainJson}`;
      return { code: 'comment', message, fix, offset };
    }
    if (character === '') {
      const message = `The text ends at ${at}, where ${expected} should come.`;
      const fix = 'Restore the lost end, or close what is still open.';
      return { code: 'not-json', message, fix, offset };
    }
    const found = character === '"' ? 'a double quote' : quote(character);
    const message = `At ${at} there is ${found} where ${expected} should come.`;
    const quotes = character === "'" ? 'Use double quotes, not single ones. ' : '';
    const fix = `${quotes}Look at this place and before. ${plainJson}`;
    return { code: 'not-json', message, fix, offset };
  }
}
