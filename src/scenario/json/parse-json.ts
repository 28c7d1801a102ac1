/**
 * Reads JSON text without recursion and without trust. JSON.parse would take the last of two equal keys,
 * any depth, and would not say where a mistake is.
 */
import { limits } from '../limits.ts';
import { entryPath, memberPath } from '../path.ts';
import type { ProblemList } from '../problems.ts';
import { quote } from '../wording.ts';
import { forbiddenKeys, type Json, type JsonObject } from './json.ts';
import { Scanner, type Mistake } from './scanner.ts';

/** A container that is open, and the member or entry in it that is being read. */
type Frame =
  | { readonly kind: 'object'; readonly json: JsonObject; key: string; kept: boolean }
  | { readonly kind: 'list'; readonly json: Json[] };

type Expectation = 'value' | 'first value' | 'key' | 'first key' | 'separator' | 'end';

/** How much a text may hold. */
export interface Bounds {
  /** How deep objects and lists may be nested. */
  readonly depth: number;
  /** How many values there may be, counting objects and lists. */
  readonly values: number;
}

/**
 * The value of a text, or undefined when it cannot be read to its end. What is wrong goes to `problems`.
 * Without bounds of their own, texts are bound as scenarios are.
 */
export function parseJson(
  text: string,
  problems: ProblemList,
  bounds: Bounds = limits,
): Json | undefined {
  return new JsonReader(text, problems, bounds).read();
}

class JsonReader {
  readonly #scanner: Scanner;
  readonly #problems: ProblemList;
  readonly #bounds: Bounds;
  readonly #open: Frame[] = [];
  #root: Json | undefined;
  #values = 0;
  #expects: Expectation = 'value';

  constructor(text: string, problems: ProblemList, bounds: Bounds) {
    this.#scanner = new Scanner(text);
    this.#problems = problems;
    this.#bounds = bounds;
  }

  /** Goes from token to token. Each step says whether it could be taken. */
  read(): Json | undefined {
    for (;;) {
      this.#scanner.skipSpace();
      if (this.#expects === 'end') return this.#end();
      if (!this.#step(this.#expects)) return undefined;
    }
  }

  #step(expects: Exclude<Expectation, 'end'>): boolean {
    switch (expects) {
      case 'value':
        return this.#value();
      case 'first value':
        return this.#scanner.peek() === ']' ? this.#close() : this.#value();
      case 'key':
        return this.#key();
      case 'first key':
        return this.#scanner.peek() === '}' ? this.#close() : this.#key();
      case 'separator':
        return this.#separator();
    }
  }

  #value(): boolean {
    const character = this.#scanner.peek();
    if (character === '{' || character === '[') return this.#openContainer(character);
    const scalar = this.#scanner.scalar();
    if ('code' in scalar) return this.#refuse(scalar);
    this.#expects = this.#open.length === 0 ? 'end' : 'separator';
    return this.#place(scalar.value);
  }

  #openContainer(bracket: '{' | '['): boolean {
    if (this.#open.length === this.#bounds.depth) {
      const message = `At ${this.#scanner.position()} objects and lists are nested more than ${this.#bounds.depth} deep.`;
      const fix = 'Far less is needed: look for a bracket that was opened and not closed.';
      const { offset } = this.#scanner;
      return this.#refuse({ code: 'too-deep', message, fix, offset });
    }
    const isObject = bracket === '{';
    const frame: Frame = isObject
      ? { kind: 'object', json: new Map(), key: '', kept: true }
      : { kind: 'list', json: [] };
    if (!this.#place(frame.json)) return false;
    this.#open.push(frame);
    this.#scanner.advance();
    this.#expects = isObject ? 'first key' : 'first value';
    return true;
  }

  /** Puts a value where it belongs: it is known there before its own members are. */
  #place(json: Json): boolean {
    this.#values += 1;
    if (this.#values > this.#bounds.values) {
      const message = `The text holds more than ${this.#bounds.values} values.`;
      const { offset } = this.#scanner;
      return this.#refuse({ code: 'too-many-values', message, fix: 'Make it smaller.', offset });
    }
    const frame = this.#open.at(-1);
    if (frame === undefined) this.#root = json;
    else if (frame.kind === 'list') frame.json.push(json);
    else if (frame.kept) frame.json.set(frame.key, json);
    return true;
  }

  #key(): boolean {
    const frame = this.#open.at(-1);
    const from = this.#scanner.offset;
    const key = this.#scanner.key();
    if ('code' in key) return this.#refuse(key);
    if (frame?.kind !== 'object') return false;
    frame.key = key.value;
    frame.kept = this.#allowed(frame, from);
    this.#scanner.skipSpace();
    const colon = this.#scanner.colon(key.value);
    if (colon !== undefined) return this.#refuse(colon);
    this.#expects = 'value';
    return true;
  }

  #allowed(frame: Extract<Frame, { kind: 'object' }>, from: number): boolean {
    const { key } = frame;
    if (forbiddenKeys.has(key)) {
      const message = `At ${this.#scanner.position(from)} a field is named ${quote(key)}, a name with a meaning in JavaScript.`;
      const fix = 'Remove it: no field has this name.';
      this.#add({ code: 'forbidden-key', message, fix, offset: from });
      return false;
    }
    if (frame.json.has(key)) {
      const message = `At ${this.#scanner.position(from)} the field ${quote(key)} stands a second time in the same object.`;
      const fix = 'Keep one of the two and remove the other.';
      this.#add({ code: 'duplicate-key', message, fix, offset: from });
      return false;
    }
    return true;
  }

  #separator(): boolean {
    const frame = this.#open.at(-1);
    const isObject = frame?.kind === 'object';
    const closing = isObject ? '}' : ']';
    if (this.#scanner.peek() === closing) return this.#close();
    const mistake = this.#scanner.comma(closing);
    if (mistake !== undefined) return this.#refuse(mistake);
    this.#expects = isObject ? 'key' : 'value';
    return true;
  }

  #close(): boolean {
    this.#open.pop();
    this.#scanner.advance();
    this.#expects = this.#open.length === 0 ? 'end' : 'separator';
    return true;
  }

  #end(): Json | undefined {
    const mistake = this.#scanner.end();
    if (mistake === undefined) return this.#root;
    this.#refuse(mistake);
    return undefined;
  }

  #refuse(mistake: Mistake): false {
    this.#problems.add({ path: '', ...mistake });
    return false;
  }

  #add(mistake: Mistake): void {
    this.#problems.add({ path: this.#path(), ...mistake });
  }

  #path(): string {
    return this.#open.reduce(
      (path, frame) =>
        frame.kind === 'object'
          ? memberPath(path, frame.key)
          : entryPath(path, frame.json.length - 1),
      '',
    );
  }
}
