/**
 * Documents that survive what happens to a page: killed saves, damaged texts, full storage, and other tabs.
 * Nothing here throws, and nothing is written over that is not known.
 */
import type { Problem } from '../../scenario/index.ts';
import { bodyOf, type Place } from '../documents/document-kind.ts';
import { keepingProblem } from '../keeping-problems.ts';
import { attempt, type Failed } from './attempt.ts';
import type { Backend, Standing } from './backend.ts';
import type { Channel } from './channel.ts';
import { Quarantine } from './quarantine.ts';
import { lookAt, slotKeys, type Look, type Reading } from './reading.ts';
import { seal } from './record.ts';
import { documentOf, slotKey } from './slots.ts';
import { Turns } from './turns.ts';

/** The document is not what the caller thought: somebody else has saved or removed it. */
export interface Conflict<T> {
  readonly kind: 'conflict';
  readonly reading: Reading<T>;
}

/** The value cannot be kept as it is. */
export interface RefusedValue {
  readonly kind: 'refused';
  readonly problems: readonly Problem[];
}

/** What became of a save. */
export type SaveAnswer<T> =
  { readonly kind: 'saved'; readonly version: number } | Conflict<T> | RefusedValue | Failed;

/** Often enough for any other tab to finish, and no endless race. */
const tries = 4;

/** A store of documents. */
export class DocumentStore {
  readonly quarantine: Quarantine;
  /** Where other tabs are told, and tell. */
  readonly channel: Channel;
  readonly #backend: Backend;
  readonly #turns = new Turns();
  /** What stood in the slots when they were last seen. Only a guess: every write proves it first. */
  readonly #seen = new Map<string, readonly Standing[]>();
  /** Saves of which nobody knows whether they were done: the text by its slot. */
  readonly #doubtful = new Map<string, string>();

  constructor(backend: Backend, channel: Channel) {
    this.#backend = backend;
    this.channel = channel;
    this.quarantine = new Quarantine(backend);
  }

  /** The newest whole version of a document. What is damaged is set aside on the way, if there is room. */
  read<T>(place: Place<T>): Promise<Reading<T> | Failed> {
    return this.#turns.take(place.key, async () => {
      const look = await this.#look(place);
      if (look.kind === 'failed') return look;
      // Without room the damaged text stays where it is, and is set aside before it is written over.
      await this.#setAside(look.damaged);
      return look.reading;
    });
  }

  /** Saves a value over the version that the caller knows, 0 for none; and over no other. */
  save<T>(place: Place<T>, value: T, known: number): Promise<SaveAnswer<T>> {
    return this.#turns.take(place.key, async () => {
      const written = bodyOf(place.kind, value);
      if (written.kind === 'problems') return { kind: 'refused', problems: written.problems };
      const answer = await this.#save(place, written.body, known);
      if (answer.kind === 'saved') this.channel.tell({ key: place.key });
      return answer;
    });
  }

  /** Removes the version that the caller knows; and no other. */
  remove<T>(
    place: Place<T>,
    known: number,
  ): Promise<{ readonly kind: 'removed' } | Conflict<T> | Failed> {
    return this.#turns.take(place.key, async () => {
      const answer = await this.#remove(place, known);
      if (answer.kind === 'removed') this.channel.tell({ key: place.key });
      return answer;
    });
  }

  /** The keys of all documents, in order. */
  async list(): Promise<{ readonly kind: 'keys'; readonly keys: readonly string[] } | Failed> {
    const keys = await attempt('', () => this.#backend.keys());
    if (keys.kind === 'failed') return keys;
    const documents = keys.value.map(documentOf).filter((key) => key !== undefined);
    return { kind: 'keys', keys: [...new Set(documents)].sort() };
  }

  async #save<T>(place: Place<T>, body: string, known: number): Promise<SaveAnswer<T>> {
    const { key, kind } = place;
    for (let turn = 0; turn < tries; turn++) {
      // What was seen before spares the asking: when the page is about to go, every moment counts.
      const guess = turn === 0 ? this.#seen.get(key) : undefined;
      const look =
        guess === undefined
          ? await this.#look(place)
          : ({ kind: 'look', ...lookAt(place, guess) } as const);
      if (look.kind === 'failed') return look;
      const { reading, source } = look;
      if (reading.kind === 'newer')
        return { kind: 'refused', problems: [keepingProblem('newer-schema', key)] };
      const { version } = reading;
      if (version !== known && !this.#isOwn(look, known)) {
        if (guess !== undefined) continue;
        if (source?.record.body === body) return { kind: 'saved', version };
        return { kind: 'conflict', reading };
      }
      const kept = await this.#setAside(look.damaged);
      if (kept.kind === 'failed') return kept;
      const slot = slotKey(key, version + 1);
      const text = seal(slot, { version: version + 1, schema: kind.schema, body });
      const set = await this.#set(key, { slot, text, slots: look.slots });
      if (set.kind === 'failed') return set;
      if (set.value) return { kind: 'saved', version: version + 1 };
    }
    return { kind: 'failed', problem: keepingProblem('storage-contended', key) };
  }

  async #set(
    key: string,
    { slot, text, slots }: { slot: string; text: string; slots: readonly Standing[] },
  ) {
    const set = await attempt(key, () => this.#backend.set(slot, text, slots));
    if (set.kind === 'failed') {
      this.#seen.delete(key);
      this.#doubtful.set(slot, text);
    } else if (set.value) {
      const after = slots.map((each) => (each.key === slot ? { key: slot, text } : each));
      this.#seen.set(key, after);
      this.#doubtful.delete(slot);
    }
    return set;
  }

  /** Whether what stands is a save of this page's own that seemed to fail. */
  #isOwn<T>({ source }: Look<T>, known: number): boolean {
    if (source === undefined || source.record.version !== known + 1) return false;
    return this.#doubtful.get(source.standing.key) === source.standing.text;
  }

  async #remove<T>(
    place: Place<T>,
    known: number,
  ): Promise<{ readonly kind: 'removed' } | Conflict<T> | Failed> {
    for (let turn = 0; turn < tries; turn++) {
      const look = await this.#look(place);
      if (look.kind === 'failed') return look;
      const { reading } = look;
      if (reading.kind === 'newer')
        return { kind: 'failed', problem: keepingProblem('newer-schema', place.key) };
      if (reading.version !== known) return { kind: 'conflict', reading };
      const kept = await this.#setAside(look.damaged);
      if (kept.kind === 'failed') return kept;
      const gone = await this.#clear(place.key, look);
      if (gone.kind === 'failed') return gone;
      if (gone.value) return { kind: 'removed' };
    }
    return { kind: 'failed', problem: keepingProblem('storage-contended', place.key) };
  }

  /** Empties both slots, the newest one last: until then the document is whole. */
  async #clear<T>(key: string, { slots, source }: Look<T>) {
    this.#seen.delete(key);
    let standing = slots;
    const last = source?.standing.key;
    const inTurn = [...slots].sort((one, other) => +(one.key === last) - +(other.key === last));
    for (const { key: slot, text } of inTurn) {
      if (text === undefined) continue;
      const provided = standing;
      const gone = await attempt(key, () => this.#backend.delete(slot, provided));
      if (gone.kind === 'failed' || !gone.value) return gone;
      standing = standing.map((each) =>
        each.key === slot ? { key: slot, text: undefined } : each,
      );
    }
    return { kind: 'done', value: true } as const;
  }

  async #look<T>(place: Place<T>): Promise<({ readonly kind: 'look' } & Look<T>) | Failed> {
    this.#seen.delete(place.key);
    const slots: Standing[] = [];
    for (const key of slotKeys(place.key)) {
      const text = await attempt(place.key, () => this.#backend.get(key));
      if (text.kind === 'failed') return text;
      slots.push({ key, text: text.value });
    }
    this.#seen.set(place.key, slots);
    return { kind: 'look', ...lookAt(place, slots) };
  }

  async #setAside(damaged: readonly Standing[]): Promise<{ readonly kind: 'taken' } | Failed> {
    for (const each of damaged) {
      const taken = await this.quarantine.take(each);
      if (taken.kind === 'failed') return taken;
    }
    return { kind: 'taken' };
  }
}
