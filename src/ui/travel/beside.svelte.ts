/** A second branch, simulated in a worker of its own and shown beside the first: both follow the one playhead. */
import { Divergence } from '../../projections/index.ts';
import type { Style } from '../../trace/index.ts';
import type { Branch, RemoteSimulation } from '../../worker/index.ts';
import { Moments } from '../run/moments.svelte.ts';
import type { Player } from '../run/player.svelte.ts';
import { Run } from '../run/run.svelte.ts';

/** A simulation that can be given up. */
export interface OwnSimulation extends RemoteSimulation {
  /** Ends it, and its worker with it. */
  kill(): void;
}

/** Where two branches part, in one style. */
export interface Parting {
  /** The first row that differs. */
  readonly row: number;
  /** Whether this branch, and the one beside it, tell anything there. */
  readonly isInMain: boolean;
  readonly isBeside: boolean;
}

/** The branch beside. */
export class Beside {
  readonly branch: number;
  readonly run: Run;
  readonly moments: Moments;
  readonly #player: Player;
  readonly #remote: OwnSimulation;
  #divergence: { readonly of: readonly unknown[]; readonly found: Divergence } | undefined;

  constructor(branch: number, player: Player, remote: OwnSimulation) {
    this.branch = branch;
    this.#player = player;
    this.#remote = remote;
    this.run = new Run(remote);
    this.moments = new Moments(this.run, player);
  }

  /** Runs the branch, up to what was done last. False when that fails. */
  async open({ inputs }: Branch, styles: readonly Style[]): Promise<boolean> {
    const { text, seed, actions } = inputs;
    if (!(await this.run.load({ text, seed, styles }))) return false;
    await this.run.replay(actions);
    return this.run.failure === '';
  }

  /** Goes to the playhead, and wherever it goes from then on. */
  follow(): Promise<void> {
    this.#player.accompany(this.run);
    return this.#player.seek(this.#player.cursor);
  }

  close(): void {
    this.#player.leave(this.run);
    this.#remote.kill();
  }

  /** Where the two part in a style, as far as both are known; undefined while they are the same. */
  partingFrom(main: Run, style: Style): Parting | undefined {
    const [own, other] = [main.world(style), this.run.world(style)];
    if (own === undefined || other === undefined) return undefined;
    // Read so that the answer follows the growth of both.
    if (own.rows + other.rows === 0) return undefined;
    const of = [own.trace, other.trace];
    if (this.#divergence?.of.every((trace, index) => trace === of[index]) !== true)
      this.#divergence = { of, found: new Divergence(own.trace, other.trace) };
    const row = this.#divergence.found.upTo(Math.min(own.head, other.head));
    if (row < 0) return undefined;
    return { row, isInMain: row < own.trace.length, isBeside: row < other.trace.length };
  }
}
