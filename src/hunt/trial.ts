/** One world on trial: it runs in pieces, and its trace is held to the promises and to the engine's own rules. */
import { InvariantKeeper, PromiseKeeper, type Verdict } from '../promises/index.ts';
import { World, compile, tableRunner, type Plan } from '../simulation/index.ts';
import type { Trace } from '../trace/index.ts';
import type { Input, Rule } from './input.ts';

/** A rule that the world broke, and how. */
export interface Breach extends Rule {
  readonly text: string;
  readonly sentence: string;
  readonly violations: number;
  /** The instant of the first violation in µs. */
  readonly firstAt: number;
}

/** Runs one world and judges it. */
export class Trial {
  readonly input: Input;
  readonly #world: World;
  readonly #promises: PromiseKeeper;
  readonly #invariants: InvariantKeeper;
  /** Rows that were judged. */
  #seen = 0;

  /**
   * @param compiled the same scenario in this style, compiled before; faults and losses may differ, for nothing is compiled of them
   * @param worn the trace of a trial that is over and done with: its memory is used again
   */
  constructor(input: Input, compiled = compile(input.scenario, input.style), worn?: Trace) {
    const { scenario, seed } = input;
    const plan: Plan = { ...compiled, scenario };
    this.input = input;
    this.#world = new World(plan, seed, { runner: tableRunner, worn });
    this.#promises = new PromiseKeeper(scenario, this.#world.cast);
    this.#invariants = new InvariantKeeper(scenario, this.#world.cast);
  }

  /** What the world has told so far. */
  get trace(): Trace {
    return this.#world.trace;
  }

  /** Whether the world has come to its end. */
  get isOver(): boolean {
    return this.#world.ending !== 'running';
  }

  /** Whether a limit stopped the world. */
  get isCapped(): boolean {
    return this.#world.ending === 'capped';
  }

  /** How many events the world took. */
  get events(): number {
    return this.#world.kernel.taken;
  }

  /** Takes at most so many events, and says how many it took. */
  advance(maxEvents: number): number {
    return this.#world.run(maxEvents);
  }

  /** What is broken so far, promises first. */
  breaches(): Breach[] {
    const { trace } = this;
    this.#promises.see(trace, this.#seen);
    this.#invariants.see(trace, this.#seen);
    this.#seen = trace.length;
    return [
      ...broken('promise', this.#promises.verdicts()),
      ...broken('invariant', this.#invariants.verdicts()),
    ];
  }

  /** How a rule is broken so far, if it is. */
  breach(rule: Rule): Breach | undefined {
    return this.breaches().find(({ kind, id }) => kind === rule.kind && id === rule.id);
  }
}

function broken(kind: Rule['kind'], verdicts: readonly Verdict[]): Breach[] {
  return verdicts
    .filter(({ state }) => state === 'broken')
    .map(({ id, text, sentence, violations, firstAt }) => ({
      ...{ kind, id, text, sentence, violations, firstAt },
    }));
}
