/** The hunt of a page: what is asked, how far it is, and the way to a found run and back. */
import type { BusinessPromise } from '../../scenario/index.ts';
import {
  HuntPool,
  type HuntTask,
  type PoolProgress,
  type ShrunkenRun,
} from '../../worker/index.ts';
import type { Lab } from '../run/lab.svelte.ts';
import { ownFile, type Opening } from '../run/opening.ts';

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
  readonly text: string;
  readonly promises: readonly BusinessPromise[];
}

/** The desk of a hunt: it outlives the panel that shows it. */
export class HuntDesk {
  readonly #lab: Lab;
  readonly #newWorker: (() => Worker) | undefined;
  #pool: HuntPool | undefined;
  #progress = $state.raw<PoolProgress>();
  #hunted = $state.raw<Hunted>();
  #back = $state.raw<Opening>();
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
  /** Whether a found run is open in place of what was open before. */
  get canGoBack(): boolean {
    return this.#back !== undefined;
  }

  /** Hunts in the scenario that is open, from seed 1 on. */
  async start(): Promise<void> {
    const { run, shown, player, notices } = this.#lab;
    const { scenario } = run;
    // The pool tells that it has begun before anything is awaited: a second click finds it running.
    if (scenario === undefined || this.isRunning) return;
    player.pause();
    this.#hunted = { title: scenario.title, text: run.text, promises: scenario.promises };
    const isKnown = scenario.promises.some(({ id }) => id === this.promise);
    const task: HuntTask = {
      text: run.text,
      styles: shown,
      from: 1,
      seeds: this.seeds,
      faults: this.faults,
      ...(isKnown ? { promise: this.promise } : {}),
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
    const progress = this.#progress;
    if (progress === undefined) return '';
    const { seeds, failingSeeds, broken } = progress.report;
    const ran = `${seeds} ${seeds === 1 ? 'seed' : 'seeds'} ran`;
    if (broken.length === 0) return `${ran}, and every promise held.`;
    return `${ran}, ${seeds - failingSeeds} kept every promise. Broken: ${broken.map(({ text }) => text).join('; ')}.`;
  }

  /** Opens a found run, paused just before the promise breaks. */
  async open(found: ShrunkenRun): Promise<void> {
    const lab = this.#lab;
    const { text, seed, style, at, sentence } = found;
    this.#back ??= {
      text: lab.mending.text,
      slug: lab.slug,
      seed: lab.run.seed,
      shown: lab.shown,
      repaired: lab.mending.isDone,
      actions: lab.run.actions,
      at: lab.player.cursor,
    };
    const moment = Math.max(0, at - 1);
    if (!(await lab.open({ text, slug: ownFile, seed, shown: [style], at: moment }))) return;
    lab.notices.tell(`Paused just before the promise breaks. Step on: ${sentence}`);
  }

  /** Opens again what was open before the first found run, with all that was done to it. */
  async goBack(): Promise<void> {
    const back = this.#back;
    if (back === undefined) return;
    this.#back = undefined;
    if (await this.#lab.open(back)) this.#lab.notices.tell('Back where you were.');
  }
}

const desks = new WeakMap<Lab, HuntDesk>();

/** The desk of a page, the same whenever its panel is opened. */
export function deskOf(lab: Lab): HuntDesk {
  const known = desks.get(lab) ?? new HuntDesk(lab);
  desks.set(lab, known);
  return known;
}
