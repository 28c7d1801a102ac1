/** The hunt of a page: what is asked, how far it is, and the way to a found run and back. */
import {
  HuntPool,
  type HuntTask,
  type PoolProgress,
  type ShrunkenRun,
} from '../../worker/index.ts';
import { packed as pack, takeUp } from '../offline/carry.ts';
import type { Lab } from '../run/lab.svelte.ts';
import { ownFile } from '../run/opening.ts';
import { foresee } from './foresee.ts';
import { openingWords, summaryOf } from './hunt-words.ts';

/** Which faults the hunted runs meet. */
export const faultSources = [
  { value: 'drawn', label: 'drawn for each seed' },
  { value: 'given', label: 'those of the scenario' },
  { value: 'none', label: 'none' },
] as const satisfies readonly { readonly value: HuntTask['faults']; readonly label: string }[];

/** As many as leave the page itself a processor. */
const mostHunters = 4;

/** What was hunted, in words of the page. */
export interface Hunted {
  readonly title: string;
  /** The one promise that was looked for; empty: any. */
  readonly sought: string;
}

/** What was put aside for a found run. */
interface Aside {
  /** All of it, as it goes over a change of versions too. */
  readonly packed: string;
  readonly address: string;
  /** The text of the found run: as long as that is open, the way back is. */
  readonly found: string;
}

/** The desk of a hunt: it outlives the panel that shows it. */
export class HuntDesk {
  readonly #lab: Lab;
  readonly #newWorker: (() => Worker) | undefined;
  #pool: HuntPool | undefined;
  #progress = $state.raw<PoolProgress>();
  #hunted = $state.raw<Hunted>();
  #aside = $state.raw<Aside>();
  #waiting: Promise<unknown> = Promise.resolve();
  seeds = $state(100);
  faults = $state<HuntTask['faults']>('drawn');
  /** Empty: any promise. */
  promise = $state('');

  /** `newWorker` makes a hunter; absent: the real one. */
  constructor(lab: Lab, newWorker?: () => Worker) {
    this.#lab = lab;
    this.#newWorker = newWorker;
  }

  /** How far the hunt is; undefined before the first. */
  get progress(): PoolProgress | undefined {
    return this.#progress;
  }
  /** What the present or the last hunt was of. */
  get hunted(): Hunted | undefined {
    return this.#hunted;
  }
  get isRunning(): boolean {
    return this.#progress?.state === 'hunting' || this.#progress?.state === 'shrinking';
  }
  /** Whether a found run is open in place of what was open before, as it was found or as it was changed in the editor. */
  get canGoBack(): boolean {
    const { mending, editing } = this.#lab;
    const { ownText } = mending;
    const found = this.#aside?.found;
    if (found === undefined) return false;
    const { session } = editing;
    return ownText === found || (session?.opened === found && !session.isOver);
  }

  /** Hunts in the scenario that is open, from seed 1 on. */
  async start(): Promise<void> {
    const { run, shown, player, notices } = this.#lab;
    const { scenario } = run;
    // The pool tells that it has begun before anything is awaited: a second click finds it running.
    if (scenario === undefined || this.isRunning) return;
    player.pause();
    const sought = scenario.promises.find(({ id }) => id === this.promise);
    this.#hunted = { title: scenario.title, sought: sought?.text ?? '' };
    const task: HuntTask = {
      text: run.text,
      styles: shown,
      from: 1,
      seeds: this.seeds,
      faults: this.faults,
      ...(sought === undefined ? {} : { promise: sought.id }),
    };
    const old = this.#pool;
    const pool = new HuntPool(task, {
      workers: Math.max(1, Math.min(mostHunters, navigator.hardwareConcurrency - 1)),
      onProgress: (progress) => {
        if (this.#pool === pool) this.#progress = progress;
      },
      clock: () => performance.now(),
      ...(this.#newWorker === undefined ? {} : { newWorker: this.#newWorker }),
    });
    this.#pool = pool;
    old?.stop();
    await pool.run();
    if (this.#pool === pool) notices.say(this.summary);
  }

  /** Stops at once. What was found stays. */
  stop(): void {
    this.#pool?.stop();
  }

  /** What came of the hunt so far, in one sentence. */
  get summary(): string {
    return this.#progress === undefined
      ? ''
      : summaryOf(this.#progress, this.#hunted?.sought ?? '');
  }

  /** Opens a found run, paused just before the promise breaks. What is open is put aside, unless it is a found run itself. */
  open(found: ShrunkenRun): Promise<void> {
    return this.#inTurn(() => this.#open(found));
  }

  /** Opens again what was open before the first found run: all its branches and bookmarks, at its moment. What was done in the found run lies aside. */
  goBack(): Promise<void> {
    return this.#inTurn(async () => {
      const [lab, own] = [this.#lab, this.#aside];
      if (own === undefined || !this.canGoBack) return;
      if (await lab.aside.during(() => takeUp(lab, own.packed, own.address)))
        this.#aside = undefined;
    });
  }

  async #open(found: ShrunkenRun): Promise<void> {
    const lab = this.#lab;
    const { text, seed, style, at } = found;
    lab.player.pause();
    const kept = this.canGoBack ? this.#aside : undefined;
    const { packed, address } = kept ?? { packed: await pack(lab), address: lab.address };
    const moment = Math.max(0, at - 1);
    const open = () => lab.open({ text, slug: ownFile, seed, shown: [style], at: moment });
    // What the way back leads to needs no second place.
    if (!(await (kept === undefined ? open() : lab.aside.during(open)))) return;
    this.#aside = { packed, address, found: text };
    const isLate = await foresee(lab.run, found);
    if (this.canGoBack) lab.notices.tell(openingWords(found, isLate));
  }

  /** One opening after the other: what is put aside is never half of one run and half of the next. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#waiting.then(work);
    this.#waiting = done.catch(() => undefined);
    return done;
  }
}

const desks = new WeakMap<Lab, HuntDesk>();

/** The desk of a page, the same whenever its panel is opened. */
export function deskOf(lab: Lab): HuntDesk {
  const known = desks.get(lab) ?? new HuntDesk(lab);
  desks.set(lab, known);
  return known;
}
