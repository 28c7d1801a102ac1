/** The page's only door to the simulation. Every call has a deadline; a worker that hangs or dies is replaced and brought back from its inputs. */
import { wrap } from 'comlink';
import type { Action } from '../simulation/index.ts';
import type {
  Batch,
  Budget,
  Fingerprint,
  Loaded,
  LoadRequest,
  Rejected,
  RemoteSimulation,
  SimulationApi,
  WorldHistory,
} from './protocol.ts';

/** A worker that gives no sign for so many milliseconds, neither an answer nor a heartbeat, counts as hung. */
const silenceMs = 3000;
/** Silence is counted in beats of the page's own clock: where the page itself gets no time to run, the worker gets none either, and is not to blame. */
const beats = 6;
/** A worker that has given no sign yet is still being fetched and read, which takes a slow machine this many times as long. */
const startPatience = 12;
/** What is worked out in one piece, without a heartbeat, may take this many times as long. */
const silentPatience = 12;
/** A worker that is lost so often at one and the same point is not started again. */
const mostLosses = 2;

/** The call did not come back: the worker hangs, died, or was stopped. */
class WorkerLost extends Error {
  override readonly name = 'WorkerLost';
}

/** What the page may want to be told. */
export interface ClientOptions {
  /** Makes a worker. The page gives the real one, a test another. */
  readonly newWorker?: () => Worker;
  /** Told in a sentence when a worker was replaced. */
  readonly onRestored?: (sentence: string) => void;
  readonly silenceMs?: number;
}

/** Where the run stood when it was last heard of, to the event. */
interface Position {
  readonly simulatedTo: number;
  readonly worlds: readonly {
    readonly events: number;
    readonly hash: string;
    readonly ended: boolean;
  }[];
}

/** A simulation in a worker that survives the worker. */
export class SimulationClient implements RemoteSimulation {
  readonly #newWorker: () => Worker;
  readonly #onRestored: (sentence: string) => void;
  readonly #silenceMs: number;
  #worker: Worker | undefined;
  #remote: RemoteSimulation | undefined;
  #lost: (reason: WorkerLost) => void = () => undefined;
  #onSign: () => void = () => undefined;
  /** The present worker has given a sign. */
  #isAwake = false;
  #request: LoadRequest | undefined;
  #actions: readonly Action[] = [];
  #position: Position | undefined;
  /** The present worker has not told the page its rows from the beginning. */
  #isUntold = false;

  constructor(options: ClientOptions = {}) {
    this.#newWorker = options.newWorker ?? newSimulationWorker;
    this.#onRestored = options.onRestored ?? (() => undefined);
    this.#silenceMs = options.silenceMs ?? silenceMs;
  }

  async load(request: LoadRequest): Promise<Loaded | Rejected> {
    const load = (remote: RemoteSimulation) => remote.load(request);
    // Nothing was running yet: a lost worker is simply replaced.
    const loaded = await this.#call(load).catch(() => this.#call(load));
    if (loaded.kind === 'loaded') {
      this.#request = request;
      this.#actions = [];
      this.#position = undefined;
      this.#isUntold = false;
    }
    return loaded;
  }

  advance(budget: Budget): Promise<Batch> {
    return this.#move((remote) => remote.advance(budget));
  }

  act(action: Action): Promise<Batch> {
    return this.#move((remote) => remote.act(action));
  }

  rewind(toMicros: number): Promise<Batch> {
    return this.#move((remote) => remote.rewind(toMicros));
  }

  replay(actions: readonly Action[]): Promise<Batch> {
    return this.#move((remote) => remote.replay(actions));
  }

  retell(): Promise<Batch> {
    return this.#move((remote) => remote.retell());
  }

  fingerprints(atMicros: number): Promise<readonly Fingerprint[]> {
    return this.#survive((remote) => remote.fingerprints(atMicros));
  }

  history(): Promise<readonly WorldHistory[]> {
    return this.#survive((remote) => remote.history(), silentPatience);
  }

  /** Stops the worker at once, as a crash would. The next call brings the run back. */
  kill(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#remote = undefined;
    this.#lost(new WorkerLost('it gives no sign'));
  }

  /** Asks for something that moves the run. After a loss the page is told all rows from the beginning. */
  async #move(ask: (remote: RemoteSimulation) => Promise<Batch>): Promise<Batch> {
    const batch = await this.#survive(ask);
    if (!this.#isUntold) return this.#note(batch);
    const told = await this.#survive((remote) => remote.retell());
    this.#isUntold = false;
    return this.#note(told);
  }

  /**
   * Asks, and asks a new worker that was brought to the same point when the old one is lost.
   * @throws Error with a sentence when workers are lost at this point again and again.
   */
  async #survive<T>(ask: (remote: RemoteSimulation) => Promise<T>, patience = 1): Promise<T> {
    if (this.#request === undefined) throw new Error('load a scenario first');
    for (let losses = 0; ;) {
      try {
        if (this.#remote === undefined) await this.#restore(this.#request);
        return await this.#call(ask, patience);
      } catch (reason) {
        if (!(reason instanceof WorkerLost)) throw reason;
        losses += 1;
        if (losses < mostLosses) continue;
        throw new Error(
          `it was lost ${losses} times at the same point (${reason.message}), so it is not started again. Save the inputs of this run, so that it can be looked into.`,
        );
      }
    }
  }

  /** Brings a new worker to the very event at which the old one was heard of last, from scenario, seed and actions alone. */
  async #restore(request: LoadRequest): Promise<void> {
    this.#isUntold = true;
    await this.#call((remote) => remote.load(request));
    for (const action of this.#actions) await this.#call((remote) => remote.act(action));
    const isSame = this.#position === undefined || (await this.#return(this.#position));
    this.#onRestored(
      isSame
        ? 'The simulation was lost, and was started again from its inputs. It is the very same run.'
        : 'The simulation was lost, and was started again from its inputs. Its fingerprint differs: please report this.',
    );
  }

  /** Goes on to where the run was lost. Whether it is the same run there. */
  async #return({ simulatedTo, worlds }: Position): Promise<boolean> {
    const upToEvents = worlds.map(({ events, ended }) => (ended ? Infinity : events));
    for (;;) {
      const budget = { untilMicros: Infinity, maxEvents: Infinity, upToEvents };
      const batch = await this.#call((remote) => remote.advance(budget));
      const isThere = batch.worlds.every(
        ({ events, ended }, index) => ended || events >= (upToEvents[index] ?? 0),
      );
      if (!isThere) continue;
      // Nothing is left to do up to there: it only becomes known.
      const rest = { untilMicros: simulatedTo, maxEvents: Infinity, upToEvents };
      await this.#call((remote) => remote.advance(rest));
      return batch.worlds.every(({ hash }, index) => hash === worlds[index]?.hash);
    }
  }

  #note(batch: Batch): Batch {
    this.#actions = batch.actions;
    this.#position = {
      simulatedTo: Math.min(...batch.worlds.map((world) => world.simulatedTo)),
      worlds: batch.worlds.map(({ events, hash, ended }) => ({ events, hash, ended })),
    };
    return batch;
  }

  #call<T>(ask: (remote: RemoteSimulation) => Promise<T>, patience = 1): Promise<T> {
    const remote = this.#connected();
    return new Promise<T>((resolve, reject) => {
      let left = beats * (this.#isAwake ? patience : Math.max(patience, startPatience));
      const watch = setInterval(() => {
        left -= 1;
        if (left <= 0) this.kill();
      }, this.#silenceMs / beats);
      this.#onSign = () => {
        this.#isAwake = true;
        left = beats * patience;
      };
      this.#lost = (reason) => {
        clearInterval(watch);
        reject(reason);
      };
      void ask(remote)
        .then(resolve, (reason: unknown) =>
          reject(reason instanceof Error ? reason : new Error(String(reason))),
        )
        .finally(() => {
          clearInterval(watch);
          // Any answer is a sign, a refusal too.
          this.#isAwake = true;
        });
    }).finally(() => {
      this.#onSign = () => undefined;
    });
  }

  #connected(): RemoteSimulation {
    if (this.#remote !== undefined) return this.#remote;
    const worker = this.#newWorker();
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      if (this.#worker === worker) this.kill();
    });
    worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (this.#worker === worker && isHeartbeat(data)) this.#onSign();
    });
    this.#isAwake = false;
    this.#worker = worker;
    this.#remote = wrap<SimulationApi>(worker) as unknown as RemoteSimulation;
    return this.#remote;
  }
}

function isHeartbeat(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'baton' in data;
}

function newSimulationWorker(): Worker {
  return new Worker(new URL('./simulation.worker.ts', import.meta.url), { type: 'module' });
}
