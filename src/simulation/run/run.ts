/** A run: one world per style under one virtual clock, from scenario, seed and actions alone. */
import type { Fault, Scenario } from '../../scenario/index.ts';
import type { Style } from '../../trace/index.ts';
import { compile } from '../compile/compile.ts';
import type { World } from '../world/world.ts';
import type { Action } from './action.ts';
import { Lane, laneOf } from './lane.ts';
import { resolveFault } from './resolve.ts';

/** How far to go: whichever comes first. */
export interface Extent {
  /** All events up to and including this instant, in µs. */
  readonly untilMicros: number;
  /** At most this many events of each world. */
  readonly maxEvents: number;
  /** Each world stops when it has taken so many events since its beginning. */
  readonly upToEvents?: readonly number[];
  /** Asked now and then: false ends the slice. Where a slice ends never changes what happens. */
  readonly mayGoOn?: () => boolean;
}

const eventsBetweenQuestions = 64;

/** One world of a run, with what was done of it so far. */
export interface RunningWorld {
  readonly style: Style;
  readonly world: World;
  /** All events up to this instant are done, in µs. */
  readonly simulatedTo: number;
  /** How many checkpoints there are of it, to go back to. */
  readonly marks: number;
}

/** Several styles of one scenario, under one clock. */
export class Run {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly styles: readonly Style[];
  #lanes: readonly Lane[];
  /** Told now and then while a long piece of work goes on. It decides nothing. */
  onWork: () => void = () => undefined;
  #actions: readonly Action[] = [];
  /** Counts restarts: rows told before one are void. */
  #epoch = 1;

  constructor(
    scenario: Scenario,
    seed: number,
    styles: readonly Style[],
    lanes = styles.map((style) => new Lane(compile(scenario, style), seed)),
  ) {
    this.scenario = scenario;
    this.seed = seed;
    this.styles = styles;
    this.#lanes = lanes;
  }

  get worlds(): readonly RunningWorld[] {
    return this.#lanes;
  }

  /** All actions so far, their moments resolved. */
  get actions(): readonly Action[] {
    return this.#actions;
  }

  /** All faults in force, in the order of their indexes. */
  get faults(): readonly Fault[] {
    return this.#lanes[0]?.world.faults.faults ?? [];
  }

  /** Changes when the run began anew and its rows are to be read from the start. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Whether every world has ended. */
  get hasEnded(): boolean {
    return this.#lanes.every(({ world }) => world.ending !== 'running');
  }

  /** Simulates on. The world that is furthest behind goes first, so that slices keep the twins together. */
  advance({ untilMicros, maxEvents, upToEvents, mayGoOn }: Extent): void {
    const left = new Map(
      this.#lanes.map((each, index) => {
        const most = (upToEvents?.[index] ?? Infinity) - each.world.kernel.taken;
        return [each, Math.min(maxEvents, most)];
      }),
    );
    for (let taken = 0; ; taken++) {
      if (taken % eventsBetweenQuestions === 0 && taken > 0 && mayGoOn?.() === false) break;
      const next = this.#nextOf(untilMicros, left);
      if (next === undefined) break;
      left.set(next, (left.get(next) ?? 0) - 1);
      next.step();
    }
    for (const each of this.#lanes) {
      const { nextTime, kernel } = each.world;
      const isDone = nextTime < 0 || nextTime > untilMicros;
      each.simulatedTo = Math.max(
        each.simulatedTo,
        isDone ? Math.min(untilMicros, Number.MAX_SAFE_INTEGER) : Math.max(0, kernel.now - 1),
      );
    }
  }

  /** Does what a user asks at an instant. In the past of the run, all that followed is dropped and the run goes on from there. */
  act(action: Action): void {
    const { atMicros } = action;
    const resolved = this.#resolve(action);
    const isPast = this.#lanes.some(
      ({ world }) => world.kernel.now > atMicros || world.ending !== 'running',
    );
    if (isPast) this.#goBack(atMicros, 1);
    else this.#goTo(atMicros, 1);
    for (const lane of this.#lanes) {
      lane.act(resolved);
      lane.world.expect(0);
    }
    this.#actions = [...this.#actions, resolved];
  }

  /** Goes back to an instant. Actions after it are dropped, and so is what followed. */
  rewind(toMicros: number): void {
    this.#goBack(toMicros, 0);
  }

  /** Another run that stands at an instant of this one's past, with all that was done up to there. Both go on apart: this one is not touched. */
  fork(atMicros: number): Run {
    const actions = this.#actionsTo(atMicros);
    const lanes = this.#lanes.map((lane) => lane.fork(atMicros, actions));
    const run = new Run(this.scenario, this.seed, this.styles, lanes);
    run.#actions = actions;
    return run;
  }

  /** A world of its own as it stood when it had told a row: restored exactly. The run is not moved. */
  worldAt(style: Style, row: number): World {
    return laneOf(this.#lanes, style).at({ row }, this.#actions);
  }

  /** Goes back to an instant at which so many actions are still to come. */
  #goBack(toMicros: number, expected: number): void {
    const actions = this.#actionsTo(toMicros);
    this.#lanes = this.#lanes.map((lane) =>
      lane.fork(toMicros, actions, { expected, onWork: this.onWork }),
    );
    this.#actions = actions;
    this.#epoch += 1;
  }

  #actionsTo(micros: number): readonly Action[] {
    return this.#actions.filter((each) => each.atMicros <= micros);
  }

  /** Goes on to an instant at which so many actions are still to come. */
  #goTo(micros: number, expected: number): void {
    for (const { world } of this.#lanes) world.expect(expected);
    this.advance({
      untilMicros: micros,
      maxEvents: Infinity,
      mayGoOn: () => {
        this.onWork();
        return true;
      },
    });
  }

  #nextOf(untilMicros: number, left: ReadonlyMap<Lane, number>): Lane | undefined {
    let next: Lane | undefined;
    let earliest = Infinity;
    for (const each of this.#lanes) {
      const time = each.world.nextTime;
      if (time < 0 || time > untilMicros || time >= earliest || (left.get(each) ?? 0) <= 0)
        continue;
      next = each;
      earliest = time;
    }
    return next;
  }

  /** Writes a live fault down as a line that means the same in every replay. */
  #resolve(action: Action): Action {
    if (action.kind !== 'inject') return action;
    const worlds = this.#lanes.map(({ world }) => world);
    const { orders } = this.scenario.workload;
    return { ...action, fault: resolveFault(action.fault, action.atMicros, { worlds, orders }) };
  }
}
