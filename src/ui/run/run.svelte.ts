/** The run that the page shows: the worlds of one scenario and seed, what was done to them, and the only door to the worker. */
import type { Fault, Problem, Scenario } from '../../scenario/index.ts';
import type { Style } from '../../trace/index.ts';
import type {
  Action,
  Batch,
  Fingerprint,
  LoadRequest,
  RemoteSimulation,
  WorldHistory,
} from '../../worker/index.ts';
import { World } from './world.svelte.ts';

/** A fault or a switch, before its instant is known. */
export type Deed =
  | { readonly kind: 'inject'; readonly fault: Fault }
  | {
      readonly kind: 'switch';
      readonly service: string;
      readonly name: 'inbox' | 'outbox';
      readonly on: boolean;
    };

/** More than any slice takes: the slice ends by its time. */
const slice = 1_000_000;

/** Asks the worker one thing at a time and keeps its answers. */
export class Run {
  readonly #remote: RemoteSimulation;
  #scenario = $state.raw<Scenario>();
  #text = $state.raw('');
  #seed = $state.raw(0);
  #engine = $state.raw('');
  #worlds = $state.raw<readonly World[]>([]);
  #faults = $state.raw<readonly Fault[]>([]);
  #actions = $state.raw<readonly Action[]>([]);
  #problems = $state.raw<readonly Problem[]>([]);
  #failure = $state.raw('');
  #loading = $state.raw(false);
  #waiting: Promise<unknown> = Promise.resolve();
  #advancing: Promise<void> | undefined;

  constructor(remote: RemoteSimulation) {
    this.#remote = remote;
  }

  get scenario(): Scenario | undefined {
    return this.#scenario;
  }
  /** The scenario's text as it was loaded. */
  get text(): string {
    return this.#text;
  }
  get seed(): number {
    return this.#seed;
  }
  /** The version of the engine that runs it. */
  get engine(): string {
    return this.#engine;
  }
  get worlds(): readonly World[] {
    return this.#worlds;
  }
  /** The scenario's faults, then the live ones: rows name them by index. */
  get faults(): readonly Fault[] {
    return this.#faults;
  }
  get actions(): readonly Action[] {
    return this.#actions;
  }
  /** Why the last scenario could not be opened: all of it at once. */
  get problems(): readonly Problem[] {
    return this.#problems;
  }
  /** What went wrong with the simulation itself, in a sentence. */
  get failure(): string {
    return this.#failure;
  }
  get loading(): boolean {
    return this.#loading;
  }
  /** Up to this instant all worlds are known. */
  get head(): number {
    return Math.min(Number.POSITIVE_INFINITY, ...this.#worlds.map((world) => world.head));
  }
  /** The last instant that is known of any world. */
  get last(): number {
    return Math.max(0, ...this.#worlds.map((world) => world.last));
  }
  get ended(): boolean {
    return this.#worlds.length > 0 && this.#worlds.every((world) => world.ended);
  }

  /** The world of a style, if it was loaded. */
  world(style: Style): World | undefined {
    return this.#worlds.find((world) => world.style === style);
  }

  /** Opens a scenario. When it is wrong, its problems are told and the present run stays. `alongside` changes what goes with a scenario, at the same moment: nobody sees the one without the other. */
  async load(request: LoadRequest, alongside?: () => void): Promise<boolean> {
    this.#loading = true;
    this.#problems = [];
    const answer = await this.#ask(() => this.#remote.load(request));
    this.#loading = false;
    if (answer === undefined) return false;
    if (answer.kind === 'rejected') {
      this.#problems = answer.problems;
      return false;
    }
    this.#text = request.text;
    this.#scenario = answer.scenario;
    this.#seed = answer.seed;
    this.#engine = answer.engine;
    this.#worlds = answer.worlds.map((world) => new World(world));
    this.#faults = answer.scenario.faults;
    this.#actions = [];
    alongside?.();
    return true;
  }

  /** Opens the same scenario again, with another seed, other styles or a changed text, at instant 0. */
  reload(changed: Partial<LoadRequest>): Promise<boolean> {
    const styles = this.#worlds.map((world) => world.style);
    return this.load({ text: this.#text, seed: this.#seed, styles, ...changed });
  }

  /** Simulates on by one slice. While a slice is under way, waits for that one instead. */
  advance(untilMicros: number): Promise<void> {
    this.#advancing ??= this.#slice(untilMicros).finally(() => (this.#advancing = undefined));
    return this.#advancing;
  }

  /** Does something to the run at an instant. In the past, all that followed is dropped. */
  async act(deed: Deed, atMicros: number): Promise<void> {
    const action: Action = { ...deed, atMicros: Math.round(atMicros) };
    this.#apply(await this.#ask(() => this.#remote.act(action)));
  }

  /** What the run was up to an instant that is known: one fingerprint for each world; none when the simulation has stopped. */
  async fingerprints(atMicros: number): Promise<readonly Fingerprint[]> {
    return (await this.#ask(() => this.#remote.fingerprints(atMicros))) ?? [];
  }

  /** What the history of each world shows so far; undefined when the simulation has stopped. */
  history(): Promise<readonly WorldHistory[] | undefined> {
    return this.#ask(() => this.#remote.history());
  }

  /** Becomes the run in which these actions were done and no others, from the same scenario and seed. */
  async replay(actions: readonly Action[]): Promise<void> {
    this.#apply(await this.#ask(() => this.#remote.replay(actions)));
  }

  /** Forgets the problems of a scenario that could not be opened. */
  dismissProblems(): void {
    this.#problems = [];
  }

  /** Says that a file could not even be read. */
  reject(problem: Problem): void {
    this.#problems = [problem];
  }

  async #slice(untilMicros: number): Promise<void> {
    const budget = { untilMicros: Math.ceil(untilMicros), maxEvents: slice };
    this.#apply(await this.#ask(() => this.#remote.advance(budget)));
  }

  #apply(batch: Batch | undefined): void {
    if (batch === undefined) return;
    for (const told of batch.worlds) this.world(told.style)?.apply(told);
    this.#faults = batch.faults;
    this.#actions = batch.actions;
  }

  #ask<Answer>(question: () => Promise<Answer>): Promise<Answer | undefined> {
    const answer = this.#waiting.then(question).then(
      (given) => {
        this.#failure = '';
        return given;
      },
      (reason: unknown) => {
        this.#failure = reason instanceof Error ? reason.message : String(reason);
        return undefined;
      },
    );
    this.#waiting = answer;
    return answer;
  }
}
