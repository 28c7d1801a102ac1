/** Checkpoints: the whole state of an object at one moment, as values that are never edited. Whatever did not change is shared with the checkpoint before. */
import { assert } from '../assert.ts';
import type { Keyed, Kind, Memento, Scribe, Transcribed } from './scribe.ts';

/** A part of a checkpoint. */
interface Chapter {
  readonly name: string;
  readonly cells: readonly unknown[];
}

/** The state of an object at one moment. */
export interface Checkpoint {
  readonly chapters: readonly Chapter[];
}

/** Takes a checkpoint. The object is not touched. `before` is an earlier checkpoint of the same object, to share with. */
export function takeCheckpoint(of: Transcribed, before?: Checkpoint): Checkpoint {
  const writer = new Writer(before);
  of.transcribe(writer);
  return writer.finish();
}

/**
 * Puts an object, freshly made of the same parts, into the state of a checkpoint. It can be done any number of times.
 * @throws SimulatorBug when the object does not read what it wrote.
 */
export function restoreCheckpoint(to: Transcribed, checkpoint: Checkpoint): void {
  const reader = new Reader(checkpoint);
  to.transcribe(reader);
  reader.finish();
}

class Writer implements Scribe {
  readonly #before: readonly Chapter[];
  readonly #chapters: Chapter[] = [];
  readonly #known = new Map<object, number>();
  #name = '';
  #cells: unknown[] = [];

  constructor(before: Checkpoint | undefined) {
    this.#before = before?.chapters ?? [];
  }

  chapter(name: string): void {
    const chapter = { name: this.#name, cells: this.#cells };
    const same = this.#before[this.#chapters.length];
    this.#chapters.push(same !== undefined && isSame(same, chapter) ? same : chapter);
    this.#name = name;
    this.#cells = [];
  }

  finish(): Checkpoint {
    this.chapter('');
    return { chapters: this.#chapters };
  }

  value<T>(now: T): T {
    this.#cells.push(now);
    return now;
  }

  list<T>(now: readonly T[]): T[] {
    this.#cells.push(now.length);
    for (const each of now) this.#cells.push(each);
    return now as T[];
  }

  map<K, V>(map: Keyed<K, V>, each?: (now: V | undefined) => V): void {
    this.#cells.push(map.size);
    for (const [key, value] of map) {
      this.#cells.push(key);
      if (each === undefined) this.#cells.push(value);
      else each(value);
    }
  }

  set<T>(set: Set<T>): void {
    this.#cells.push(set.size);
    for (const each of set) this.#cells.push(each);
  }

  record<T extends object>(now: T | undefined): T {
    const record = now as T;
    this.#cells.push({ ...record });
    return record;
  }

  memento<C>(keeper: Memento<C>): void {
    this.#cells.push(keeper.checkpoint());
  }

  each<T>(now: readonly T[], one: (now: T | undefined) => T): T[] {
    this.#cells.push(now.length);
    for (const each of now) one(each);
    return now as T[];
  }

  part<T extends Transcribed>(now: T | undefined): T {
    const part = now as T;
    part.transcribe(this);
    return part;
  }

  known<T extends object, D>(now: T | undefined, kind: Kind<T, D>): T {
    const one = now as T;
    const number = this.#known.get(one);
    if (number !== undefined) {
      this.#cells.push(number);
      return one;
    }
    this.#cells.push(this.#known.size, kind.describe(one));
    this.#known.set(one, this.#known.size);
    kind.transcribe(one, this);
    return one;
  }
}

class Reader implements Scribe {
  readonly #chapters: readonly Chapter[];
  readonly #known: object[] = [];
  #chapter = 0;
  #cell = 0;

  constructor({ chapters }: Checkpoint) {
    this.#chapters = chapters;
  }

  chapter(name: string): void {
    this.finishChapter();
    this.#chapter += 1;
    this.#cell = 0;
    const next = this.#chapters[this.#chapter]?.name;
    assert(next === name, () => `a checkpoint goes on with ${String(next)}, and not with ${name}`);
  }

  finish(): void {
    this.finishChapter();
    assert(this.#chapter === this.#chapters.length - 1, 'a checkpoint was read in part');
  }

  value<T>(): T {
    return this.#next() as T;
  }

  list<T>(): T[] {
    return Array.from({ length: this.#count() }, () => this.#next() as T);
  }

  map<K, V>(map: Keyed<K, V>, each?: (now: V | undefined) => V): void {
    map.clear();
    for (let left = this.#count(); left > 0; left--) {
      const key = this.#next() as K;
      map.set(key, each === undefined ? (this.#next() as V) : each(undefined));
    }
  }

  set<T>(set: Set<T>): void {
    set.clear();
    for (let left = this.#count(); left > 0; left--) set.add(this.#next() as T);
  }

  record<T extends object>(): T {
    return { ...(this.#next() as T) };
  }

  memento<C>(keeper: Memento<C>): void {
    keeper.restore(this.#next() as C);
  }

  each<T>(_: readonly T[], one: (now: T | undefined) => T): T[] {
    return Array.from({ length: this.#count() }, () => one(undefined));
  }

  part<T extends Transcribed>(_: T | undefined, make: () => T): T {
    const part = make();
    part.transcribe(this);
    return part;
  }

  known<T extends object, D>(_: T | undefined, kind: Kind<T, D>): T {
    const number = this.#count();
    const known = this.#known[number];
    if (known !== undefined) return known as T;
    const one = kind.make(this.#next() as D);
    this.#known[number] = one;
    kind.transcribe(one, this);
    return one;
  }

  finishChapter(): void {
    const { name, cells } = this.#chapters[this.#chapter] ?? { name: 'nothing', cells: [] };
    assert(this.#cell === cells.length, () => `${name} did not read all that it wrote`);
  }

  #count(): number {
    return this.#next() as number;
  }

  #next(): unknown {
    return this.#chapters[this.#chapter]?.cells[this.#cell++];
  }
}

function isSame(before: Chapter, { name, cells }: Chapter): boolean {
  if (before.name !== name || before.cells.length !== cells.length) return false;
  for (let at = 0; at < cells.length; at++) if (cells[at] !== before.cells[at]) return false;
  return true;
}
