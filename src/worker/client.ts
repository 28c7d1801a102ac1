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

/** Milliseconds that a call may take before the worker counts as hung. */
const callDeadlineMs = 5000;
/** Going back means running again from the beginning: such a call may take this many times as long. */
const replayPatience = 12;
const eventsPerSlice = 100_000;

/** The call did not come back: the worker hangs, died, or was stopped. */
export class WorkerLost extends Error {
  override readonly name = 'WorkerLost';
}

/** What the page may want to be told. */
export interface ClientOptions {
  /** Makes a worker. The page gives the real one, a test another. */
  readonly newWorker?: () => Worker;
  /** Told in a sentence when a worker was replaced. */
  readonly onRestored?: (sentence: string) => void;
  readonly deadlineMs?: number;
}

interface Position {
  readonly simulatedTo: number;
  readonly hashes: readonly string[];
}

/** A simulation in a worker that survives the worker. */
export class SimulationClient implements RemoteSimulation {
  readonly #newWorker: () => Worker;
  readonly #onRestored: (sentence: string) => void;
  readonly #deadlineMs: number;
  #worker: Worker | undefined;
  #remote: RemoteSimulation | undefined;
  #lost: (reason: WorkerLost) => void = () => undefined;
  #request: LoadRequest | undefined;
  #actions: readonly Action[] = [];
  #position: Position | undefined;
  /** The present worker has not told the page its rows from the beginning. */
  #isUntold = false;

  constructor({
    newWorker = newSimulationWorker,
    onRestored = () => undefined,
    deadlineMs = callDeadlineMs,
  }: ClientOptions = {}) {
    this.#newWorker = newWorker;
    this.#onRestored = onRestored;
    this.#deadlineMs = deadlineMs;
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
    return this.#survive((remote) => remote.advance(budget));
  }

  act(action: Action): Promise<Batch> {
    return this.#survive((remote) => remote.act(action), replayPatience);
  }

  rewind(toMicros: number): Promise<Batch> {
    return this.#survive((remote) => remote.rewind(toMicros), replayPatience);
  }

  retell(): Promise<Batch> {
    return this.#survive((remote) => remote.retell());
  }

  fingerprints(atMicros: number): Promise<readonly Fingerprint[]> {
    return this.#learn((remote) => remote.fingerprints(atMicros));
  }

  history(): Promise<readonly WorldHistory[]> {
    return this.#learn((remote) => remote.history(), replayPatience);
  }

  /** Stops the worker at once, as a crash would. The next call brings the run back. */
  kill(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#remote = undefined;
    this.#lost(new WorkerLost('the worker was stopped'));
  }

  /** Asks what moves nothing. A worker that had to be replaced has the page's rows to tell again. */
  async #learn<T>(ask: (remote: RemoteSimulation) => Promise<T>, patience = 1): Promise<T> {
    try {
      if (this.#remote === undefined) throw new WorkerLost('the worker was stopped');
      return await this.#call(ask, patience);
    } catch (reason) {
      if (!(reason instanceof WorkerLost)) throw reason;
      await this.#restore(reason);
      this.#isUntold = true;
      return this.#call(ask, patience);
    }
  }

  async #survive(ask: (remote: RemoteSimulation) => Promise<Batch>, patience = 1): Promise<Batch> {
    try {
      if (this.#request === undefined) throw new Error('load a scenario first');
      if (this.#remote === undefined) throw new WorkerLost('the worker was stopped');
      const batch = await this.#call(ask, patience);
      if (!this.#isUntold) return this.#note(batch);
    } catch (reason) {
      if (!(reason instanceof WorkerLost)) throw reason;
      await this.#restore(reason);
      await this.#call(ask, patience);
    }
    const told = await this.#call((remote) => remote.retell());
    this.#isUntold = false;
    return this.#note(told);
  }

  /** Brings a new worker to where the old one was, from scenario, seed and actions alone. */
  async #restore(reason: WorkerLost): Promise<void> {
    const request = this.#request as LoadRequest;
    const goal = this.#position;
    await this.#call((remote) => remote.load(request));
    for (const action of this.#actions)
      await this.#call((remote) => remote.act(action), replayPatience);
    const hashes = goal === undefined ? [] : await this.#runTo(goal.simulatedTo);
    const same = goal === undefined || hashes.every((hash, index) => hash === goal.hashes[index]);
    this.#onRestored(
      `The simulation was restarted (${reason.message}) and brought back ${same ? 'to the very same run' : 'from its inputs, but its fingerprint differs'}.`,
    );
  }

  async #runTo(untilMicros: number): Promise<string[]> {
    for (;;) {
      const batch = await this.#call((remote) =>
        remote.advance({ untilMicros, maxEvents: eventsPerSlice }),
      );
      if (batch.worlds.every((world) => world.ended || world.simulatedTo >= untilMicros))
        return batch.worlds.map((world) => world.hash);
    }
  }

  #note(batch: Batch): Batch {
    this.#actions = batch.actions;
    this.#position = {
      simulatedTo: Math.min(...batch.worlds.map((world) => world.simulatedTo)),
      hashes: batch.worlds.map((world) => world.hash),
    };
    return batch;
  }

  #call<T>(ask: (remote: RemoteSimulation) => Promise<T>, patience = 1): Promise<T> {
    const remote = this.#connected();
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new WorkerLost(`no answer within ${this.#deadlineMs / 1000} s`));
        this.kill();
      }, this.#deadlineMs * patience);
      this.#lost = (reason) => {
        clearTimeout(timer);
        reject(reason);
      };
      ask(remote).then(
        (answer) => {
          clearTimeout(timer);
          resolve(answer);
        },
        (reason: unknown) => {
          clearTimeout(timer);
          reject(reason instanceof Error ? reason : new Error(String(reason)));
        },
      );
    });
  }

  #connected(): RemoteSimulation {
    if (this.#remote !== undefined) return this.#remote;
    const worker = this.#newWorker();
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      if (this.#worker !== worker) return;
      this.kill();
    });
    this.#worker = worker;
    this.#remote = wrap<SimulationApi>(worker) as unknown as RemoteSimulation;
    return this.#remote;
  }
}

function newSimulationWorker(): Worker {
  return new Worker(new URL('./simulation.worker.ts', import.meta.url), { type: 'module' });
}
