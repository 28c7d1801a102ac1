/**
 * A document that is being worked on: edits are saved soon after they are made, other tabs are heard, and of
 * two tabs' edits none is lost: they become one document, or the later one goes on as a copy.
 */
import type { Problem } from '../../scenario/index.ts';
import type { Place } from '../documents/document-kind.ts';
import { keepingProblem } from '../keeping-problems.ts';
import type { DocumentStore } from '../store/document-store.ts';
import type { Reading } from '../store/reading.ts';
import { forgetLastWords, readLastWords, writeLastWords, type Notepad } from './last-words.ts';

/** Real time, as far as it is needed here. */
export interface Timers {
  /** Does the work after so many milliseconds, unless the answer is called before. */
  after(ms: number, work: () => void): () => void;
}

/** How the document stands in the store. */
export type Keeping =
  | { readonly kind: 'saved' }
  | { readonly kind: 'unsaved' }
  /** The work goes on in memory; the next edit is another try. */
  | { readonly kind: 'failed'; readonly problems: readonly Problem[] };

/** What happened to the document by another tab. */
export type News =
  /** It was changed there, and nothing here: theirs is shown now. */
  | { readonly kind: 'renewed' }
  /** It was changed there and here, and is both now. */
  | { readonly kind: 'merged' }
  /** It was changed there and here: what was changed here goes on as a copy of its own. */
  | { readonly kind: 'copied'; readonly key: string }
  /** It was removed there: the next edit here brings it back. */
  | { readonly kind: 'removed' };

/** Whoever shows the document. */
export interface Owner {
  readonly timers: Timers;
  /** Where a page that is leaving writes down what it has no time to save. */
  readonly notepad?: Notepad;
  /** Called after every change of value or keeping. */
  changed(news?: News): void;
}

/** From the first unsaved edit to its save: with the time that the save takes, 300 ms are lost at most. */
const patienceMs = 250;
const mergesInARow = 8;

/** There is nothing to tell. */
const goesOn = { kind: 'goes-on' } as const;

/** A document with an owner. */
export class KeptDocument<T> {
  readonly #store: DocumentStore;
  readonly #owner: Owner;
  #place: Place<T>;
  #value: T;
  #version = 0;
  #keeping: Keeping = { kind: 'saved' };
  /** Edits made, and edits saved. */
  #edits = 0;
  #savedEdits = 0;
  #saving: Promise<void> | undefined;
  #isDamaged = false;
  #dropTimer: (() => void) | undefined;
  /** The names of last words that were written, and then the page stayed. */
  readonly #lastWords = new Set<string>();
  readonly #dropEars: () => void;

  private constructor(
    { store, place, owner }: { store: DocumentStore; place: Place<T>; owner: Owner },
    value: T,
  ) {
    this.#store = store;
    this.#place = place;
    this.#owner = owner;
    this.#value = value;
    this.#dropEars = store.channel.hear(({ key }) => {
      if (key === this.#place.key) void this.#renew();
    });
  }

  /** Opens what is kept at a place, or begins with `initial`. Never throws. */
  static async open<T>(
    given: { store: DocumentStore; place: Place<T>; owner: Owner },
    initial: T,
  ): Promise<KeptDocument<T>> {
    await KeptDocument.#saveLastWords(given);
    const opened = new KeptDocument(given, initial);
    const reading = await given.store.read(given.place);
    if (reading.kind === 'failed') opened.#keeping = { ...reading, problems: [reading.problem] };
    else opened.#takeOver(reading);
    opened.#isDamaged = reading.kind !== 'failed' && reading.problems.length > 0;
    return opened;
  }

  get value(): T {
    return this.#value;
  }
  /** Where it is kept: another place than at first, once it had to go on as a copy. */
  get key(): string {
    return this.#place.key;
  }
  get keeping(): Keeping {
    return this.#keeping;
  }
  /** Whether something damaged was found when it was opened, and set aside. */
  get isDamaged(): boolean {
    return this.#isDamaged;
  }

  /** Changes the document. It is saved within 300 ms. */
  edit(value: T): void {
    this.#value = value;
    this.#edits += 1;
    if (this.#keeping.kind === 'saved') this.#keeping = { kind: 'unsaved' };
    // Later edits do not put the save off, so that steady typing is saved as well.
    this.#dropTimer ??= this.#owner.timers.after(patienceMs, () => void this.flush());
    this.#owner.changed();
  }

  /** Writes down what is not saved, and saves it if there is time. Call it when the page may go. Never throws. */
  leave(): void {
    const { notepad } = this.#owner;
    if (notepad !== undefined && this.#savedEdits !== this.#edits) {
      const words = { value: this.#value, known: this.#version };
      const name = writeLastWords(notepad, this.#place, words);
      if (name !== undefined) this.#lastWords.add(name);
    }
    void this.flush();
  }

  /** Saves what is not saved, now. Never throws. */
  async flush(): Promise<void> {
    this.#dropTimer?.();
    this.#dropTimer = undefined;
    await this.#saving;
    if (this.#savedEdits === this.#edits) return;
    this.#saving ??= this.#save().finally(() => {
      this.#saving = undefined;
    });
    await this.#saving;
  }

  /** Saves, and listens no longer. */
  async close(): Promise<void> {
    await this.flush();
    this.#dropEars();
  }

  /** Saves what pages that are gone have written down; it meets what stands there as any edit would. */
  static async #saveLastWords<T>(given: {
    store: DocumentStore;
    place: Place<T>;
    owner: Owner;
  }): Promise<void> {
    const { notepad, timers } = given.owner;
    if (notepad === undefined) return;
    for (const { name, value, known } of readLastWords(notepad, given.place)) {
      const owner = { timers, notepad, changed: () => undefined };
      const gone = new KeptDocument({ ...given, owner }, value);
      gone.#version = known;
      gone.#edits = 1;
      gone.#lastWords.add(name);
      await gone.close();
    }
  }

  async #save(): Promise<void> {
    let news: News | undefined;
    for (let turn = 0; turn < mergesInARow; turn++) {
      const edits = this.#edits;
      const answer = await this.#store.save(this.#place, this.#value, this.#version);
      if (answer.kind === 'saved') {
        this.#version = answer.version;
        this.#savedEdits = edits;
        if (edits === this.#edits) this.#strikeLastWords();
        this.#tell(edits === this.#edits ? { kind: 'saved' } : { kind: 'unsaved' }, news);
        return;
      }
      if (answer.kind === 'failed') return this.#fail([answer.problem], news);
      if (answer.kind === 'refused') return this.#fail(answer.problems, news);
      const met = await this.#meet(answer.reading);
      if (met.kind === 'failed') return this.#fail([met.problem], news);
      news = met.kind === 'goes-on' ? news : met;
    }
    this.#fail([keepingProblem('storage-contended', this.key)], news);
  }

  #strikeLastWords(): void {
    const { notepad } = this.#owner;
    for (const name of this.#lastWords) if (notepad !== undefined) forgetLastWords(notepad, name);
    this.#lastWords.clear();
  }

  /** Makes the next save one over what stands there now. */
  async #meet(reading: Reading<T>) {
    if (reading.kind === 'newer')
      return { kind: 'failed', problem: keepingProblem('newer-schema', this.key) } as const;
    if (reading.kind === 'document') {
      const merged = this.#place.kind.merge(this.#value, reading.value);
      if (merged === undefined) return this.#moveToCopy();
      this.#value = merged;
    }
    this.#version = reading.version;
    return reading.kind === 'document' ? ({ kind: 'merged' } as const) : goesOn;
  }

  async #moveToCopy() {
    const listed = await this.#store.list();
    if (listed.kind === 'failed') return listed;
    for (const copy of this.#place.copies?.() ?? []) {
      if (listed.keys.includes(copy.key)) continue;
      this.#place = copy;
      this.#version = 0;
      return { kind: 'copied', key: copy.key } as const;
    }
    return { kind: 'failed', problem: keepingProblem('no-free-place', this.key) } as const;
  }

  /** Another tab has told of this document. */
  async #renew(): Promise<void> {
    // Own edits meet theirs when they are saved.
    if (this.#savedEdits !== this.#edits) return this.flush();
    const reading = await this.#store.read(this.#place);
    const isEdited = this.#savedEdits !== this.#edits;
    if (reading.kind === 'failed' || isEdited || reading.version === this.#version) return;
    this.#takeOver(reading);
    this.#owner.changed({ kind: reading.kind === 'absent' ? 'removed' : 'renewed' });
  }

  #takeOver(reading: Reading<T>): void {
    this.#version = reading.version;
    if (reading.kind === 'document') this.#value = reading.value;
    this.#keeping =
      reading.kind === 'newer'
        ? { kind: 'failed', problems: [keepingProblem('newer-schema', this.key)] }
        : { kind: 'saved' };
  }

  #fail(problems: readonly Problem[], news?: News): void {
    this.#tell({ kind: 'failed', problems }, news);
  }

  #tell(keeping: Keeping, news?: News): void {
    this.#keeping = keeping;
    this.#owner.changed(news);
  }
}
