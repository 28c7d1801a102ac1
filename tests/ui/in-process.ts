/** The real simulation without a worker, behind the same asynchronous face; it counts what it was asked. */
import { readFileSync } from 'node:fs';
import { Lab } from '../../src/ui/run/lab.svelte.ts';
import { Player } from '../../src/ui/run/player.svelte.ts';
import { Run } from '../../src/ui/run/run.svelte.ts';
import type { RemoteSimulation } from '../../src/worker/index.ts';
import { Simulation } from '../../src/worker/simulation.ts';

export const orderFulfilment = readFileSync(
  new URL('../../scenarios/order-fulfilment/scenario.json', import.meta.url),
  'utf8',
);

/** A simulation in this very thread. */
export class InProcess implements RemoteSimulation {
  readonly #simulation = new Simulation(() => 0);
  /** How often the run was asked to go on. */
  advances = 0;
  /** Set to let the next question fail with this reason. */
  failure: string | undefined;

  load: RemoteSimulation['load'] = (request) => this.#answer(() => this.#simulation.load(request));
  act: RemoteSimulation['act'] = (action) => this.#answer(() => this.#simulation.act(action));
  rewind: RemoteSimulation['rewind'] = (to) => this.#answer(() => this.#simulation.rewind(to));
  replay: RemoteSimulation['replay'] = (actions) =>
    this.#answer(() => this.#simulation.replay(actions));
  retell: RemoteSimulation['retell'] = () => this.#answer(() => this.#simulation.retell());
  fingerprints: RemoteSimulation['fingerprints'] = (at) =>
    this.#answer(() => this.#simulation.fingerprints(at));
  history: RemoteSimulation['history'] = () => this.#answer(() => this.#simulation.history());
  advance: RemoteSimulation['advance'] = (budget) =>
    this.#answer(() => {
      this.advances++;
      return this.#simulation.advance(budget);
    });

  /** Given up: it answers no more. */
  kill(): void {
    this.failure = 'it was given up';
  }

  async #answer<Answer>(ask: () => Answer): Promise<Awaited<Answer>> {
    await Promise.resolve();
    if (this.failure !== undefined) throw new Error(this.failure);
    return await ask();
  }
}

/** A run of order fulfilment at instant 0, with its player. */
export async function loaded() {
  const remote = new InProcess();
  const run = new Run(remote);
  const player = new Player(run);
  const styles = ['choreography', 'orchestration'] as const;
  await run.load({ text: orderFulfilment, seed: 7, styles });
  return { remote, run, player };
}

/** A whole page without its markup, with order fulfilment open. */
export async function openLab() {
  const remote = new InProcess();
  const lab = new Lab(remote, () => new InProcess());
  await lab.openAddress('#s=order-fulfilment&seed=7&style=both');
  return { remote, lab };
}
