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

/** A run that was carried out. */
export interface Carried {
  readonly told: ToldRun;
  /** Its fingerprint, by which it is known to be the same when it is made again. */
  readonly print: string;
  /** The version of the engine. */
  readonly engine: string;
}

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
    make: (carried: Carried, at: number) => Made,
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
      const carried = await this.#carried(run, next, turn);
      if (turn !== this.#turn || carried === undefined) break;
      kept.made.push(make(carried, at));
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

  async #carried(run: Run, wanted: Wanted, turn: number): Promise<Carried | undefined> {
    const text = textOf(this.#base, wanted);
    const { seed, style } = wanted;
    if (text === undefined || !(await run.load({ text, seed, styles: [style] }))) return undefined;
    while (!run.ended && run.failure === '' && turn === this.#turn)
      await run.advance(Number.MAX_SAFE_INTEGER);
    const told = run.ended ? toldOf(run)(style) : undefined;
    const [print] = told === undefined ? [] : await run.fingerprints(run.last);
    return told && print && { told, print: print.hash, engine: run.engine };
  }
}

/** The runs of a round, and by what they are known again. */
export interface RoundRuns {
  readonly runs: Runs;
  readonly prints: readonly string[];
  readonly engine: string;
}

/** All runs by which a round is scored; undefined when they were stopped or failed. */
export async function runsOf(
  bench: Bench,
  interview: Interview,
  round: Round,
): Promise<RoundRuns | undefined> {
  const open = [firstRun(interview, round), twistedRun(interview, round)];
  const hidden = hiddenRuns(interview, round);
  const made = await bench.each([...open, ...hidden], ({ told, print, engine }, at) => {
    const wanted = hidden[at - open.length];
    // Of a hidden run only what came of it is held on to.
    if (wanted === undefined) return { print, engine, told: [told], findings: [] };
    return { print, engine, told: [], findings: [found(interview, wanted, told)] };
  });
  const [first, twisted] = made?.flatMap(({ told }) => told) ?? [];
  if (made === undefined || first === undefined || twisted === undefined) return undefined;
  return {
    runs: { first, twisted, hidden: made.flatMap(({ findings }) => findings) },
    prints: made.map(({ print }) => print),
    engine: made[0]?.engine ?? '',
  };
}

/** The scenario of a wanted run; undefined when it cannot be made. */
export function textOf(base: string, { set }: Wanted): string | undefined {
  const changed = setPath(base, set);
  return changed.kind === 'problems' ? undefined : changed.text;
}
