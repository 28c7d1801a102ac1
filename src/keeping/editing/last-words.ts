/**
 * What a page writes down at once when it may be going: a save takes answers of the store, and a page that goes
 * hears none. Whoever opens the document next makes a save of it, as if the page had lived to do so.
 */
import { Crc32, ProblemList } from '../../scenario/index.ts';
import { bodyOf, contentOf, readContent, type Place } from '../documents/document-kind.ts';
import { seal, unseal } from '../store/record.ts';

/** A place for a few texts that is written and read at once. It may throw. */
export interface Notepad {
  names(): readonly string[];
  read(name: string): string | undefined;
  write(name: string, text: string): void;
  forget(name: string): void;
}

/** The last words of a page on a document. */
export interface LastWords<T> {
  readonly name: string;
  readonly value: T;
  /** The version that the page knew. */
  readonly known: number;
}

/** Writes down what is not saved; answers under which name, if it could be written. Never throws. */
export function writeLastWords<T>(
  notepad: Notepad,
  { key, kind }: Place<T>,
  { value, known }: Omit<LastWords<T>, 'name'>,
): string | undefined {
  const written = bodyOf(kind, value);
  if (written.kind === 'problems') return undefined;
  const { body } = written;
  // Tabs that leave together with different words do not write over each other.
  const sum = new Crc32().text(`${known}\n${body}`).value.toString(16).padStart(8, '0');
  const name = `${roomOf(key)}${sum}`;
  try {
    notepad.write(name, seal(name, { version: known + 1, schema: kind.schema, body }));
    return name;
  } catch {
    return undefined;
  }
}

/** All last words on a document; what is damaged or newer stays where it is. Never throws. */
export function readLastWords<T>(
  notepad: Notepad,
  { key, kind }: Place<T>,
): readonly LastWords<T>[] {
  try {
    const names = notepad.names().filter((name) => name.startsWith(roomOf(key)));
    return [...names].sort().flatMap((name) => {
      const record = unseal(name, notepad.read(name) ?? '');
      const content = record && contentOf(record.body, new ProblemList());
      if (record === undefined || content === undefined) return [];
      const read = readContent(kind, { schema: record.schema, content, path: key });
      return read.kind === 'value' ? [{ name, value: read.value, known: record.version - 1 }] : [];
    });
  } catch {
    return [];
  }
}

/** Strikes out what was saved after all. Never throws. */
export function forgetLastWords(notepad: Notepad, name: string): void {
  try {
    notepad.forget(name);
  } catch {
    // It will be found again, and be no news.
  }
}

function roomOf(key: string): string {
  return `last-words/${key}/`;
}
