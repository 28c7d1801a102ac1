/** A hunt: seed after seed in every style, in slices, so that whoever asked can stop it at once. */
import type { Scenario } from '../scenario/index.ts';
import { compile, type Plan } from '../simulation/index.ts';
import type { Style, Trace } from '../trace/index.ts';
import { plan, planned } from './plan/plan.ts';
import type { Input } from './input.ts';
import type { BrokenRule, Failure, HuntReport, StyleTally } from './report.ts';
import { Trial, type Breach } from './trial.ts';

/** `drawn`: a plan per seed on top of the scenario's faults. `given`: those of the scenario alone. `none`: no fault at all. */
export type FaultSource = 'drawn' | 'given' | 'none';

/** What to hunt for, and where. */
export interface HuntRequest {
  readonly scenario: Scenario;
  readonly styles: readonly Style[];
  readonly from: number;
  readonly seeds: number;
  readonly faults: FaultSource;
  /** Only a breach of this promise counts; absent: any promise and any rule of the engine. */
  readonly promise?: string;
}

/** How far to go: whichever comes first. Where a slice ends never changes what is found. */
export interface HuntSlice {
  readonly maxEvents: number;
  /** Asked now and then: false ends the slice. */
  readonly mayGoOn?: () => boolean;
}

const eventsBetweenQuestions = 256;
const highestSeed = 0xffff_ffff;

interface Found {
  readonly rule: BrokenRule;
  readonly failure: Failure;
  lastSeed: number;
  failingSeeds: number;
}

/** The very run that a request means by a seed and a style: whoever knows the request can shrink its failure. */
export function inputOf(request: HuntRequest, seed: number, style: Style): Input {
  return { scenario: scenarioOf(request, seed), seed, style };
}

function scenarioOf({ scenario, faults }: HuntRequest, seed: number): Scenario {
  if (faults === 'drawn') return planned(scenario, plan(scenario, seed));
  return faults === 'none' ? { ...scenario, faults: [] } : scenario;
}

/** Runs the seeds of a request. */
export class Hunt {
  readonly request: HuntRequest;
  readonly #tallies: Map<Style, StyleTally>;
  readonly #found = new Map<string, Found>();
  readonly #lastSeed: number;
  /** What all seeds share. */
  readonly #compiled = new Map<Style, Plan>();
  #seed: number;
  #styleIndex = 0;
  #trial: Trial | undefined;
  /** What the trial before told, which nobody reads any more. */
  #worn: Trace | undefined;
  #scenario: Scenario | undefined;
  #seedFails = false;
  #seeds = 0;
  #failingSeeds = 0;
  #runs = 0;
  #events = 0;
  #capped = 0;

  constructor(request: HuntRequest) {
    this.request = request;
    this.#seed = request.from;
    this.#lastSeed = Math.min(request.from + request.seeds - 1, highestSeed);
    this.#tallies = new Map(
      request.styles.map((style) => [style, { style, runs: 0, failing: 0 }] as const),
    );
  }

  /** Whether every seed was run in every style. */
  get done(): boolean {
    return this.#seed > this.#lastSeed || this.request.styles.length === 0;
  }

  /** Goes on for one slice. */
  step({ maxEvents, mayGoOn }: HuntSlice): void {
    let left = maxEvents;
    while (left > 0 && !this.done) {
      this.#trial ??= this.#nextTrial();
      const taken = this.#trial.advance(Math.min(left, eventsBetweenQuestions));
      left -= taken;
      this.#events += taken;
      if (this.#trial.isOver) this.#settle(this.#trial);
      if (mayGoOn?.() === false) return;
    }
  }

  /** What was found so far. */
  report(): HuntReport {
    return {
      seeds: this.#seeds,
      ofSeeds: Math.max(0, this.#lastSeed - this.request.from + 1),
      runs: this.#runs,
      events: this.#events,
      capped: this.#capped,
      failingSeeds: this.#failingSeeds,
      styles: [...this.#tallies.values()],
      broken: [...this.#found.values()].map(({ rule, failingSeeds }) => ({
        ...rule,
        failingSeeds,
      })),
    };
  }

  /** The first failing run of each broken rule, in the order of the report. */
  failures(): Failure[] {
    return [...this.#found.values()].map(({ failure }) => failure);
  }

  #nextTrial(): Trial {
    const input = this.#nextInput();
    const { scenario, style } = input;
    const compiled = this.#compiled.get(style) ?? compile(scenario, style);
    this.#compiled.set(style, compiled);
    return new Trial(input, compiled, this.#worn);
  }

  #nextInput(): Input {
    const { styles } = this.request;
    this.#scenario ??= scenarioOf(this.request, this.#seed);
    const style = styles[this.#styleIndex];
    if (style === undefined) throw new RangeError('the hunt is over');
    return { scenario: this.#scenario, seed: this.#seed, style };
  }

  #settle(trial: Trial): void {
    const { style } = trial.input;
    const { promise } = this.request;
    const breaches = trial
      .breaches()
      .filter(({ kind, id }) => promise === undefined || (kind === 'promise' && id === promise));
    for (const breach of breaches) this.#note(breach, trial.input);
    const fails = breaches.length > 0;
    const { runs, failing } = this.#tallies.get(style) ?? { runs: 0, failing: 0 };
    this.#tallies.set(style, { style, runs: runs + 1, failing: failing + (fails ? 1 : 0) });
    this.#seedFails ||= fails;
    this.#runs += 1;
    if (trial.isCapped) this.#capped += 1;
    this.#worn = trial.trace;
    this.#trial = undefined;
    this.#styleIndex += 1;
    if (this.#styleIndex === this.request.styles.length) this.#nextSeed();
  }

  #nextSeed(): void {
    if (this.#seedFails) this.#failingSeeds += 1;
    this.#seeds += 1;
    this.#seed += 1;
    this.#styleIndex = 0;
    this.#seedFails = false;
    this.#scenario = undefined;
  }

  #note({ kind, id, text, sentence, firstAt }: Breach, input: Input): void {
    const { seed, style } = input;
    const key = `${kind} ${id}`;
    const known = this.#found.get(key);
    if (known === undefined) {
      const first = { seed, style, at: firstAt, sentence };
      this.#found.set(key, {
        rule: { kind, id, text, failingSeeds: 1, first },
        failure: { input, rule: { kind, id } },
        lastSeed: seed,
        failingSeeds: 1,
      });
    } else if (known.lastSeed !== seed) {
      known.lastSeed = seed;
      known.failingSeeds += 1;
    }
  }
}
