/** The bench on which a design is tried: run after run in a worker of its own, with the way to stop. */
import {
  firstRun,
  found,
  hiddenRuns,
  twistedRun,
  type Interview,
  type Round,
  type Runs,
  type Wanted,
} from '../../interview/index.ts';
import type { ToldRun } from '../../lessons/index.ts';
import { setPath } from '../../scenario/index.ts';
import { SimulationClient } from '../../worker/index.ts';
import { toldOf } from '../lessons/told-lab.ts';
import { Run } from '../run/run.svelte.ts';

/** Carries out runs one after the other, and keeps what was made of each. */
export class Bench {
  /** The text of the board's scenario. */
  readonly #base: string;
  #done = $state.raw(0);
  #of = $state.raw(0);
  #state = $state.raw<'idle' | 'running' | 'stopped' | 'failed'>('idle');
  #problem = $state.raw('');
  #turn = 0;
  // What a stopped trial has found so far, so that it can go on.
  #kept: { readonly key: string; readonly made: unknown[] } | undefined;

  constructor(base: string) {
    this.#base = base;
  }

  /** How many runs have come to their end. */
  get done(): number {
    return this.#done;
  }
  /** How many there are. */
  get of(): number {
    return this.#of;
  }
  get state(): 'idle' | 'running' | 'stopped' | 'failed' {
    return this.#state;
  }
  /** Why it failed. */
  get problem(): string {
    return this.#problem;
  }

  /** Stops before the next run. What was found stays. */
  stop(): void {
    if (this.#state !== 'running') return;
    this.#turn += 1;
    this.#state = 'stopped';
  }

  /** Makes something of each of these runs, or goes on where that was stopped; undefined when it is stopped or fails. */
  async each<Made>(
    wanted: readonly Wanted[],
    make: (told: ToldRun, at: number) => Made,
  ): Promise<readonly Made[] | undefined> {
    const turn = ++this.#turn;
    const key = JSON.stringify(wanted);
    const kept = this.#kept?.key === key ? this.#kept : { key, made: [] };
    this.#kept = kept;
    this.#state = 'running';
    this.#of = wanted.length;
    const client = new SimulationClient();
    const run = new Run(client);
    for (const [at, next] of wanted.entries()) {
      this.#done = at;
      if (at < kept.made.length) continue;
      const told = await this.#told(run, next, turn);
      if (turn !== this.#turn || told === undefined) break;
      kept.made.push(make(told, at));
    }
    client.kill();
    if (turn !== this.#turn) return undefined;
    if (kept.made.length < wanted.length) {
      this.#problem = run.failure || 'The board could not be run.';
      this.#state = 'failed';
      return undefined;
    }
    this.#done = wanted.length;
    this.#state = 'idle';
    this.#kept = undefined;
    return kept.made as readonly Made[];
  }

  async #told(run: Run, wanted: Wanted, turn: number): Promise<ToldRun | undefined> {
    const text = textOf(this.#base, wanted);
    const { seed, style } = wanted;
    if (text === undefined || !(await run.load({ text, seed, styles: [style] }))) return undefined;
    while (!run.ended && run.failure === '' && turn === this.#turn)
      await run.advance(Number.MAX_SAFE_INTEGER);
    return run.ended ? toldOf(run)(style) : undefined;
  }
}

/** All runs by which a round is scored; undefined when they were stopped or failed. */
export async function runsOf(
  bench: Bench,
  interview: Interview,
  round: Round,
): Promise<Runs | undefined> {
  const open = [firstRun(interview, round), twistedRun(interview, round)];
  const hidden = hiddenRuns(interview, round);
  const all = [...open, ...hidden];
  const made = await bench.each(all, (told, at) => {
    const wanted = hidden[at - open.length];
    return wanted === undefined ? { told } : { finding: found(interview, wanted, told) };
  });
  const [first, twisted] = made?.flatMap(({ told }) => told ?? []) ?? [];
  if (made === undefined || first === undefined || twisted === undefined) return undefined;
  return { first, twisted, hidden: made.flatMap(({ finding }) => finding ?? []) };
}

/** The scenario of a wanted run; undefined when it cannot be made. */
export function textOf(base: string, { set }: Wanted): string | undefined {
  const changed = setPath(base, set);
  return changed.kind === 'problems' ? undefined : changed.text;
}
