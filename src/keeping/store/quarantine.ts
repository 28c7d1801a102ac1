/** Where damaged texts are kept: nothing is written over before a copy of it is here. */
import { Crc32 } from '../../scenario/index.ts';
import { attempt, type Failed } from './attempt.ts';
import type { Backend, Standing } from './backend.ts';
import { keepingProblem } from '../keeping-problems.ts';

const room = 'quarantine/';
const namesTried = 16;

/** A damaged text that was set aside. */
export interface SetAside {
  readonly name: string;
  readonly text: string;
}

/** The damaged texts of a store. */
export class Quarantine {
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Copies a damaged text here, once, however often it is asked. */
  async take({ key, text }: Standing): Promise<{ readonly kind: 'taken' } | Failed> {
    if (text === undefined) return { kind: 'taken' };
    const sum = new Crc32().text(text).value.toString(16).padStart(8, '0');
    for (let turn = 0; turn < namesTried; turn++) {
      // Two texts with one checksum are next to impossible, but a lost text would be lost for good.
      const name = `${room}${key}/${sum}${turn === 0 ? '' : `-${turn}`}`;
      const there = await attempt(key, () => this.#backend.get(name));
      if (there.kind === 'failed') return there;
      if (there.value === text) return { kind: 'taken' };
      if (there.value !== undefined) continue;
      const set = await attempt(key, () =>
        this.#backend.set(name, text, [{ key: name, text: undefined }]),
      );
      if (set.kind === 'failed') return set;
      if (set.value) return { kind: 'taken' };
    }
    return { kind: 'failed', problem: keepingProblem('storage-failed', key) };
  }

  /** All texts that were set aside, by name. */
  async list(): Promise<
    { readonly kind: 'set-aside'; readonly all: readonly SetAside[] } | Failed
  > {
    const keys = await attempt(room, () => this.#backend.keys());
    if (keys.kind === 'failed') return keys;
    const all: SetAside[] = [];
    for (const name of keys.value.filter((key) => key.startsWith(room)).sort()) {
      const text = await attempt(name, () => this.#backend.get(name));
      if (text.kind === 'failed') return text;
      if (text.value !== undefined) all.push({ name, text: text.value });
    }
    return { kind: 'set-aside', all };
  }

  /** Forgets a text for good, when its owner says so. */
  async discard({ name, text }: SetAside): Promise<{ readonly kind: 'discarded' } | Failed> {
    const gone = await attempt(name, () => this.#backend.delete(name, [{ key: name, text }]));
    return gone.kind === 'failed' ? gone : { kind: 'discarded' };
  }
}
