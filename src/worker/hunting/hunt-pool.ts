/** A few hunters at once: seeds are dealt out in small hands, reports come together, and a stop is a stop at once. */
import { wrap } from 'comlink';
import { merged, type BrokenRule, type HuntReport } from '../../hunt/index.ts';
import type { Problem } from '../../scenario/index.ts';
import type { HunterApi, HuntTask, Quarry, ShrunkenRun } from './hunt-protocol.ts';

/** How far a pool is. */
export interface PoolProgress {
  /** `failed`: a hunter was lost; what was found before stays. */
  readonly state: 'hunting' | 'shrinking' | 'done' | 'stopped' | 'failed';
  readonly report: HuntReport;
  readonly shrunken: readonly ShrunkenRun[];
  /** The rules that are being shrunken, and how many runs that took so far. */
  readonly shrinking: readonly { readonly id: string; readonly runs: number }[];
  /** Real time that was spent on running seeds, in ms: until a hunter was last heard of. */
  readonly huntingMs: number;
}

/** What a pool needs of its surroundings. */
export interface PoolOptions {
  readonly workers: number;
  readonly onProgress: (progress: PoolProgress) => void;
  /** Real time in ms, for seeds per second. */
  readonly clock: () => number;
  /** Makes a worker. The page gives the real one, a test another. */
  readonly newWorker?: () => Worker;
}

type RemoteHunter = {
  [Verb in keyof HunterApi]: (
    ...given: Parameters<HunterApi[Verb]>
  ) => Promise<ReturnType<HunterApi[Verb]>>;
};

interface Lane {
  readonly worker: Worker;
  readonly remote: RemoteHunter;
}

/** Seeds that a hunter takes at once: few, so that all are done at about the same time. */
const hand = 5;
/** A slice takes 60 ms: a hunter that does not answer for so long is lost. */
const deadlineMs = 15_000;
const highestSeed = 0xffff_ffff;
const nothing: HuntReport = merged([]);

/** The hunters of one hunt. A pool hunts once. */
export class HuntPool {
  readonly #options: PoolOptions;
  readonly #task: HuntTask;
  readonly #lanes: Lane[] = [];
  readonly #live = new Map<Lane, HuntReport>();
  readonly #shrinking = new Map<string, number>();
  #settled: HuntReport = nothing;
  #shrunken: readonly ShrunkenRun[] = [];
  #state: PoolProgress['state'] = 'hunting';
  #next: number;
  #began = 0;
  #huntingMs = 0;
  #drop: (() => void)[] = [];

  constructor(task: HuntTask, options: PoolOptions) {
    this.#task = task;
    this.#options = options;
    this.#next = task.from;
  }

  /** Runs all seeds, and then shrinks one failure of each broken rule. Returns what is wrong with the scenario, if anything. */
  async run(): Promise<readonly Problem[]> {
    this.#began = this.#options.clock();
    // Whoever begins a hunt sees at once that it has begun: the first slice may take a while.
    this.#tell();
    const problems: Problem[] = [];
    await this.#everyLane(async (lane) => problems.push(...(await this.#hunt(lane))));
    if (this.#state === 'hunting') {
      this.#state = 'shrinking';
      this.#tell();
      const quarries = this.#report().broken.map(quarryOf);
      await this.#everyLane(async (lane) => {
        for (let next = quarries.shift(); next !== undefined; next = quarries.shift())
          await this.#shrink(lane, next);
      });
    }
    if (this.#state === 'shrinking') this.#state = 'done';
    this.#end();
    return problems.slice(0, 1);
  }

  /** Stops every hunter at once. What was found so far stays. */
  stop(): void {
    this.#breakOff('stopped');
  }

  /** Ends all hunters, also when only one was lost: none may hunt on for a hunt that is over. */
  #breakOff(state: 'stopped' | 'failed'): void {
    if (this.#state !== 'hunting' && this.#state !== 'shrinking') return;
    this.#state = state;
    this.#end();
  }

  async #everyLane(work: (lane: Lane) => Promise<unknown>): Promise<void> {
    while (this.#lanes.length < this.#options.workers) this.#lanes.push(this.#newLane());
    await Promise.all(
      this.#lanes.map((lane) =>
        // A stop is no loss.
        work(lane).catch(() => this.#breakOff('failed')),
      ),
    );
  }

  async #hunt(lane: Lane): Promise<readonly Problem[]> {
    const { from, seeds } = this.#task;
    const last = Math.min(from + seeds - 1, highestSeed);
    while (this.#state === 'hunting' && this.#next <= last) {
      const first = this.#next;
      this.#next += hand;
      const own = { ...this.#task, from: first, seeds: Math.min(hand, last - first + 1) };
      let progress = await this.#call(lane.remote.begin(own));
      while (progress.kind === 'hunting' && !progress.done) {
        progress = await this.#call(lane.remote.step());
        // Not counted is the time until a hunter that was lost without a word is given up: nobody ran a seed in it.
        this.#huntingMs = this.#options.clock() - this.#began;
        this.#live.set(lane, progress.report);
        this.#tell();
      }
      if (progress.kind === 'rejected') return progress.problems;
      this.#live.delete(lane);
      this.#settled = merged([this.#settled, progress.report]);
    }
    return [];
  }

  async #shrink(lane: Lane, quarry: Quarry): Promise<void> {
    const { id } = quarry.rule;
    let progress = await this.#call(lane.remote.beginShrink(this.#task, quarry));
    while (progress.result === undefined) {
      this.#shrinking.set(id, progress.runs);
      this.#tell();
      progress = await this.#call(lane.remote.stepShrink());
    }
    this.#shrinking.delete(id);
    this.#shrunken = [...this.#shrunken, progress.result];
    this.#tell();
  }

  #report(): HuntReport {
    const report = merged([this.#settled, ...this.#live.values()]);
    const { from, seeds } = this.#task;
    return { ...report, ofSeeds: Math.max(0, Math.min(from + seeds - 1, highestSeed) - from + 1) };
  }

  #tell(): void {
    this.#options.onProgress({
      state: this.#state,
      report: this.#report(),
      shrunken: this.#shrunken,
      shrinking: [...this.#shrinking].map(([id, runs]) => ({ id, runs })),
      huntingMs: this.#huntingMs,
    });
  }

  #end(): void {
    for (const { worker } of this.#lanes) worker.terminate();
    for (const drop of this.#drop) drop();
    this.#drop = [];
    this.#shrinking.clear();
    this.#tell();
  }

  /** A call that ends also when its hunter does not answer, or is stopped. */
  #call<T>(answer: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('a hunter does not answer')), deadlineMs);
      const drop = () => {
        clearTimeout(timer);
        reject(new Error('the hunt was stopped'));
      };
      this.#drop.push(drop);
      void answer.then(resolve, reject).finally(() => {
        clearTimeout(timer);
        this.#drop = this.#drop.filter((each) => each !== drop);
      });
    });
  }

  #newLane(): Lane {
    const worker = (this.#options.newWorker ?? newHunter)();
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#breakOff('failed');
    });
    return { worker, remote: wrap<HunterApi>(worker) as unknown as RemoteHunter };
  }
}

function quarryOf({ kind, id, first: { seed, style } }: BrokenRule): Quarry {
  return { seed, style, rule: { kind, id } };
}

function newHunter(): Worker {
  return new Worker(new URL('../hunt.worker.ts', import.meta.url), { type: 'module' });
}
