/** The simulation behind the protocol: a run, its promises, and slices of at most 12 ms. It runs unchanged in a worker, in a test, or on the page itself. */
import { PromiseKeeper, historyChecker } from '../promises/index.ts';
import { readScenario } from '../scenario/index.ts';
import { engine, Run, sharedActions, type Action } from '../simulation/index.ts';
import type {
  Batch,
  Budget,
  Fingerprint,
  Loaded,
  LoadRequest,
  Rejected,
  SimulationApi,
  WorldBatch,
  WorldHistory,
} from './protocol.ts';

const sliceMs = 12;
const heartbeatMs = 500;

interface Told {
  keeper: PromiseKeeper;
  /** Rows that the page has. */
  rows: number;
}

/** Answers the page. It holds no timer and no callback: pausing is not being asked. */
export class Simulation implements SimulationApi {
  readonly #clock: () => number;
  #run: Run | undefined;
  #told: Told[] = [];
  #epoch = 0;

  readonly #onHeartbeat: () => void;
  #lastHeartbeat = 0;

  /**
   * `clock` gives milliseconds of real time: only to end a slice, never to decide what happens. `onHeartbeat` is told
   * twice a second while a piece of work goes on that is longer than a slice, such as going back.
   */
  constructor(clock: () => number, onHeartbeat: () => void = () => undefined) {
    this.#clock = clock;
    this.#onHeartbeat = onHeartbeat;
  }

  load({ text, seed, styles }: LoadRequest): Loaded | Rejected {
    const read = readScenario(text);
    if (read.kind === 'problems') return { kind: 'rejected', problems: read.problems };
    const { scenario } = read;
    const run = this.#begin(new Run(scenario, seed ?? scenario.seed, styles));
    const worlds = run.worlds.map(({ style, world }) => ({ style, cast: world.cast }));
    return { kind: 'loaded', scenario, seed: run.seed, engine, worlds };
  }

  advance({ untilMicros, maxEvents, upToEvents }: Budget): Batch {
    const endsAt = this.#clock() + sliceMs;
    const run = this.#present();
    run.advance({
      untilMicros,
      maxEvents,
      ...(upToEvents === undefined ? {} : { upToEvents }),
      mayGoOn: () => this.#clock() < endsAt,
    });
    return this.#batch(run);
  }

  act(action: Action): Batch {
    const run = this.#present();
    run.act(action);
    return this.#batch(run);
  }

  rewind(toMicros: number): Batch {
    const run = this.#present();
    run.rewind(toMicros);
    return this.#batch(run);
  }

  replay(actions: readonly Action[]): Batch {
    const run = this.#present();
    const shared = sharedActions(run.actions, actions);
    const dropped = run.actions[shared];
    const goesOn = dropped === undefined ? run : this.#before(run, dropped.atMicros);
    for (const action of actions.slice(goesOn.actions.length)) goesOn.act(action);
    return this.#batch(goesOn);
  }

  retell(): Batch {
    this.#epoch = 0;
    return this.#batch(this.#present());
  }

  fingerprints(atMicros: number): readonly Fingerprint[] {
    return this.#present().worlds.map(({ style, world }) => ({
      style,
      hash: world.hashAt(atMicros),
    }));
  }

  async history(): Promise<readonly WorldHistory[]> {
    const { scenario, worlds } = this.#present();
    const check = await historyChecker();
    return worlds.map(({ style, world }) => ({
      style,
      anomalies: check(world.trace, scenario, world.cast),
    }));
  }

  #beat(): void {
    const now = this.#clock();
    if (now - this.#lastHeartbeat < heartbeatMs) return;
    this.#lastHeartbeat = now;
    this.#onHeartbeat();
  }

  /** The run as it was just before an instant: nothing that was done there is done. */
  #before(run: Run, atMicros: number): Run {
    if (atMicros > 0) {
      run.rewind(atMicros - 1);
      return run;
    }
    return this.#begin(new Run(run.scenario, run.seed, run.styles));
  }

  #begin(run: Run): Run {
    run.onWork = () => this.#beat();
    this.#run = run;
    this.#epoch = 0;
    return run;
  }

  #present(): Run {
    if (this.#run === undefined) throw new Error('load a scenario first');
    return this.#run;
  }

  #batch(run: Run): Batch {
    if (run.epoch !== this.#epoch) {
      this.#epoch = run.epoch;
      this.#told = run.worlds.map(({ world }) => ({
        keeper: new PromiseKeeper(run.scenario, world.cast),
        rows: 0,
      }));
    }
    const worlds = run.worlds.map(({ style, world, simulatedTo }, index): WorldBatch => {
      const told = this.#told[index] as Told;
      const rows = world.trace.copyFrom(told.rows);
      told.keeper.see(world.trace, told.rows);
      told.rows = world.trace.length;
      return {
        style,
        rows,
        now: world.kernel.now,
        simulatedTo,
        events: world.kernel.taken,
        hash: world.hash,
        ended: world.ending !== 'running',
        verdicts: told.keeper.verdicts(),
      };
    });
    return { worlds, faults: run.faults, actions: run.actions };
  }
}
