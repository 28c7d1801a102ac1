/** A run whose worker is lost again and again, each time at another point: how soon it is back, and whether it is the same run. */
import { Seeded } from '../../support/seeded.ts';
import type { Killable, Task } from './ways.ts';

/** What a run with many losses came to. */
export interface Suffered {
  /** The fingerprint of each style at the end. */
  readonly hashes: readonly string[];
  /** For each loss: from the loss to the first answer of the worker that took over. */
  readonly backMs: readonly number[];
}

/** Loses the workers of one simulation. */
export class Losses {
  readonly #simulation: Killable;
  readonly #task: Task;
  readonly #clock: () => number;

  /** `clock` gives milliseconds of real time. */
  constructor(simulation: Killable, task: Task, clock: () => number) {
    this.#simulation = simulation;
    this.#task = task;
    this.#clock = clock;
  }

  /** Goes through the run and loses the worker so many times, at points that are drawn evenly over all of it. */
  async suffer(times: number): Promise<Suffered> {
    const simulation = this.#simulation;
    const { text, seed, styles, endMicros } = this.#task;
    const seeded = new Seeded(seed);
    await simulation.load({ text, seed, styles });
    const points = Array.from({ length: times }, () => seeded.whole(0, endMicros));
    const backMs: number[] = [];
    for (const untilMicros of points.toSorted((a, b) => a - b)) {
      await this.#advance(untilMicros);
      const lostAt = this.#clock();
      simulation.kill();
      await simulation.advance({ untilMicros, maxEvents: 1 });
      backMs.push(this.#clock() - lostAt);
    }
    const hashes = await this.#advance(Infinity);
    return { hashes, backMs };
  }

  async #advance(untilMicros: number): Promise<readonly string[]> {
    for (;;) {
      const { worlds } = await this.#simulation.advance({ untilMicros, maxEvents: Infinity });
      if (worlds.every(({ ended, simulatedTo }) => ended || simulatedTo >= untilMicros))
        return worlds.map(({ hash }) => hash);
    }
  }
}
