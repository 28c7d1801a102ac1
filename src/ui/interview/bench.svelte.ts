/** The bench on which a design is tried: run after run in a worker of its own, with the way to stop. */
import {
  firstRun,
  found,
  hiddenRuns,
  twistedRun,
  type Finding,
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

/** Carries out all runs by which a round is scored. */
export class Bench {
  readonly #interview: Interview;
  /** The text of the board's scenario. */
  readonly #base: string;
  #done = $state.raw(0);
  #of = $state.raw(0);
  #state = $state.raw<'idle' | 'running' | 'stopped' | 'failed'>('idle');
  #problem = $state.raw('');
  #turn = 0;
  // What a stopped trial has found so far, so that it can go on.
  #kept: { readonly key: string; told: ToldRun[]; findings: Finding[] } | undefined;

  constructor(interview: Interview, base: string) {
    this.#interview = interview;
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

  /** Runs the board of a round, or goes on where it was stopped; undefined when it is stopped or fails. */
  async runsOf(round: Round): Promise<Runs | undefined> {
    const interview = this.#interview;
    const turn = ++this.#turn;
    const open = [firstRun(interview, round), twistedRun(interview, round)];
    const hidden = hiddenRuns(interview, round);
    const wanted = [...open, ...hidden];
    const key = JSON.stringify(wanted);
    if (this.#kept?.key !== key) this.#kept = { key, told: [], findings: [] };
    const kept = this.#kept;
    this.#state = 'running';
    this.#of = wanted.length;
    const client = new SimulationClient();
    const run = new Run(client);
    for (let at = kept.told.length + kept.findings.length; at < wanted.length; at++) {
      this.#done = at;
      const next = wanted[at];
      const told = next && (await this.#told(run, next, turn));
      if (turn !== this.#turn || next === undefined || told === undefined) break;
      if (at < open.length) kept.told.push(told);
      else kept.findings.push(found(interview, next, told));
    }
    client.kill();
    if (turn !== this.#turn) return undefined;
    const [first, twisted] = kept.told;
    if (first === undefined || twisted === undefined || kept.findings.length < hidden.length) {
      this.#problem = run.failure || 'The board could not be run.';
      this.#state = 'failed';
      return undefined;
    }
    this.#done = wanted.length;
    this.#state = 'idle';
    this.#kept = undefined;
    return { first, twisted, hidden: kept.findings };
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

/** The scenario of a wanted run; undefined when it cannot be made. */
export function textOf(base: string, { set }: Wanted): string | undefined {
  const changed = setPath(base, set);
  return changed.kind === 'problems' ? undefined : changed.text;
}
