/** A scenario of one's own while it is worked on: kept at every change, and what there is to say about that. */
import {
  KeptDocument,
  keepingLimits,
  keepingProblem,
  scenarioOf,
  scenarioPlace,
  type Keeping,
  type News,
  type OwnScenario,
  type Timers,
} from '../../keeping/index.ts';
import type { Problem } from '../../scenario/index.ts';
import type { KeptStore } from '../shell/kept-store.ts';
import { freeId } from './names.ts';

/** Where it is kept. */
export interface Home {
  readonly timers: Timers;
  open(): Promise<KeptStore>;
  /** Calls back when the page may be going; until the answer is called. */
  leaving(save: () => void): () => void;
  /** Holds an id until `released`; false when another tab holds it. */
  hold(id: string, released: Promise<void>): Promise<boolean>;
}

/** Whoever works on it. */
export interface Worker {
  /** It is kept under this id now: at first, or since it goes on as a copy. */
  named(id: string): void;
  /** Another tab has changed it: this is its text now. */
  renewed(text: string): void;
}

const news: Readonly<Record<News['kind'], string>> = {
  renewed: 'It was changed in another tab: that text is shown now. Undo brings yours back.',
  merged: 'It was changed in another tab too.',
  copied: 'It was changed in another tab as well. Both are kept: this one goes on as a copy.',
  removed: 'It was deleted in another tab. Your next change brings it back.',
};

/** An own scenario with somebody at work on it. */
export class OwnWork {
  readonly #home: Home;
  readonly #worker: Worker;
  readonly #ready: Promise<void>;
  #kept: KeptDocument<OwnScenario> | undefined;
  #value = $state.raw() as OwnScenario;
  #isEdited = false;
  #isClosed = false;
  #stop: (() => void)[] = [];
  #id = $state.raw<string>();
  #keeping = $state.raw<Keeping>({ kind: 'unsaved' });
  #problems = $state.raw<readonly Problem[]>([]);
  #news = $state.raw('');
  #isElsewhere = $state.raw(false);

  /** Begins with a scenario, or goes on with the one that is kept under an id. */
  constructor(
    home: Home,
    worker: Worker,
    { own, id }: { own: OwnScenario; id?: string | undefined },
  ) {
    this.#home = home;
    this.#worker = worker;
    this.#value = own;
    this.#id = id;
    this.#ready = this.#open(own.name, id);
  }

  get id(): string | undefined {
    return this.#id;
  }
  get name(): string {
    return this.#value.name;
  }
  get origin(): string | undefined {
    return this.#value.origin;
  }
  get isSaved(): boolean {
    return this.#keeping.kind === 'saved' && this.#problems.length === 0;
  }
  /** Why it is not kept; empty when it is. */
  get problems(): readonly Problem[] {
    return this.#keeping.kind === 'failed' ? this.#keeping.problems : this.#problems;
  }
  /** What other tabs did, in words. */
  get news(): string {
    if (this.#news !== '' || !this.#isElsewhere) return this.#news;
    return 'It is open in another tab too. If both change it, both are kept.';
  }

  /** Takes a change. It is saved within 300 ms. */
  edit(changed: Omit<OwnScenario, 'origin'>): void {
    this.#value = { ...this.#value, ...changed };
    this.#isEdited = true;
    this.#news = '';
    void this.#ready.then(() => this.#kept?.edit(this.#value));
  }

  /** Nobody works on it any more: it is saved and let go. */
  close(): void {
    this.#isClosed = true;
    void this.#kept?.close();
    for (const stop of this.#stop.splice(0)) stop();
  }

  async #open(name: string, id: string | undefined): Promise<void> {
    const kept = await this.#home.open();
    this.#problems = kept.problems;
    const found = id ?? (await this.#newId(kept, name));
    if (found === undefined) return;
    const { notepad, store } = kept;
    const owner = {
      timers: this.#home.timers,
      ...(notepad === undefined ? {} : { notepad }),
      changed: (told?: News) => this.#hear(told),
    };
    const place = scenarioPlace(found);
    this.#kept = await KeptDocument.open({ store, place, owner }, this.#value);
    this.#keeping = this.#kept.keeping;
    this.#id = found;
    void this.#watchOthers(found);
    this.#stop.push(this.#home.leaving(() => this.#kept?.leave()));
    if (id === undefined) this.#kept.edit(this.#value);
    // What was typed before the store answered goes on top of what it holds.
    else if (!this.#isEdited) this.#takeOver();
    if (this.#isClosed) this.close();
    else this.#worker.named(found);
  }

  async #newId({ store }: KeptStore, name: string): Promise<string | undefined> {
    const listed = await store.list();
    const taken = listed.kind === 'keys' ? listed.keys.map(scenarioOf) : [];
    const ids = taken.filter((each) => each !== undefined);
    if (ids.length < keepingLimits.scenarios) return freeId(name, ids);
    this.#problems = [keepingProblem('too-many-scenarios', '')];
    return undefined;
  }

  #hear(told: News | undefined): void {
    const kept = this.#kept;
    if (kept === undefined) return;
    this.#keeping = kept.keeping;
    if (told === undefined) return;
    this.#news = news[told.kind];
    if (told.kind === 'renewed') this.#takeOver();
    if (told.kind !== 'copied') return;
    this.#id = scenarioOf(told.key);
    if (this.#id !== undefined) this.#worker.named(this.#id);
  }

  #takeOver(): void {
    if (this.#kept === undefined || this.#kept.value === this.#value) return;
    this.#value = this.#kept.value;
    this.#worker.renewed(this.#value.text);
  }

  /** Notices whether another tab has it open, as long as there is work on it. */
  async #watchOthers(id: string): Promise<void> {
    const released = new Promise<void>((release) => this.#stop.push(release));
    this.#isElsewhere = !(await this.#home.hold(id, released));
  }
}
