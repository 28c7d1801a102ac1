/** A run: one world per style under one virtual clock, from scenario, seed and actions alone. */
import type { Fault, FaultEffect, Scenario } from '../../scenario/index.ts';
import { code, type Style } from '../../trace/index.ts';
import { compile } from '../compile/compile.ts';
import { World } from '../world/world.ts';

/** What a user did, with the virtual instant at which it was done. Scenario, seed and actions are all the inputs of a run. */
export type Action =
  /** A live fault; it is recorded as a line of the scenario, its moment resolved. */
  | { readonly kind: 'inject'; readonly atMicros: number; readonly fault: Fault }
  /** Flips a switch of a service from this instant on. */
  | {
      readonly kind: 'switch';
      readonly atMicros: number;
      readonly service: string;
      readonly name: 'inbox' | 'outbox';
      readonly on: boolean;
    };

/** How far to go: whichever comes first. */
export interface Extent {
  /** All events up to and including this instant, in µs. */
  readonly untilMicros: number;
  /** At most this many events of each world. */
  readonly maxEvents: number;
  /** Asked now and then: false ends the slice. Where a slice ends never changes what happens. */
  readonly mayGoOn?: () => boolean;
}

const eventsBetweenQuestions = 64;

/** Faults that strike at an instant, and not at a record or a point. */
const timedKinds: ReadonlySet<FaultEffect['kind']> = new Set<FaultEffect['kind']>([
  ...(['slow', 'spike', 'pause', 'block-poll', 'rebalance', 'scale', 'attach', 'set'] as const),
  ...(['kill-node', 'isolate-node', 'add-partitions'] as const),
]);

/** One world of a run, with what was done of it so far. */
export interface RunningWorld {
  readonly style: Style;
  readonly world: World;
  /** All events up to this instant are done, in µs. */
  readonly simulatedTo: number;
}

interface Lane {
  readonly style: Style;
  readonly world: World;
  simulatedTo: number;
}

/** Several styles of one scenario, under one clock. */
export class Run {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly styles: readonly Style[];
  #worlds: Lane[] = [];
  #actions: readonly Action[] = [];
  /** Counts restarts: rows told before one are void. */
  #epoch = 0;

  constructor(scenario: Scenario, seed: number, styles: readonly Style[]) {
    this.scenario = scenario;
    this.seed = seed;
    this.styles = styles;
    this.#begin();
  }

  get worlds(): readonly RunningWorld[] {
    return this.#worlds;
  }

  /** All actions so far, their moments resolved. */
  get actions(): readonly Action[] {
    return this.#actions;
  }

  /** All faults in force, in the order of their indexes. */
  get faults(): readonly Fault[] {
    return this.#worlds[0]?.world.faults.faults ?? [];
  }

  /** Changes when the run began anew and its rows are to be read from the start. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Whether every world has ended. */
  get hasEnded(): boolean {
    return this.#worlds.every(({ world }) => world.ending !== 'running');
  }

  /** Simulates on. The world that is furthest behind goes first, so that slices keep the twins together. */
  advance({ untilMicros, maxEvents, mayGoOn }: Extent): void {
    const left = new Map(this.#worlds.map((each) => [each, maxEvents]));
    for (let taken = 0; ; taken++) {
      if (taken % eventsBetweenQuestions === 0 && taken > 0 && mayGoOn?.() === false) break;
      const next = this.#nextOf(untilMicros, left);
      if (next === undefined) break;
      left.set(next, (left.get(next) ?? 0) - 1);
      next.world.step();
    }
    for (const each of this.#worlds) {
      const { nextTime, kernel } = each.world;
      const isDone = nextTime < 0 || nextTime > untilMicros;
      each.simulatedTo = Math.max(
        each.simulatedTo,
        isDone ? Math.min(untilMicros, Number.MAX_SAFE_INTEGER) : Math.max(0, kernel.now - 1),
      );
    }
  }

  /** Does what a user asks at an instant. In the past of the run, all that followed is dropped and the run begins anew up to there. */
  act(action: Action): void {
    const resolved = this.#resolve(action);
    const isPast = this.#worlds.some(
      ({ world }) => world.kernel.now > action.atMicros || world.ending !== 'running',
    );
    if (!isPast) {
      this.#goTo(action.atMicros);
      this.#apply(resolved);
      this.#actions = [...this.#actions, resolved];
      return;
    }
    this.#replay(
      [...this.#actions.filter((each) => each.atMicros <= action.atMicros), resolved],
      action.atMicros,
    );
  }

  /** Goes back to an instant by running again from the inputs. Actions after it are kept out. */
  rewind(toMicros: number): void {
    this.#replay(
      this.#actions.filter((each) => each.atMicros <= toMicros),
      toMicros,
    );
  }

  #begin(): void {
    this.#worlds = this.styles.map((style) => ({
      style,
      world: new World(compile(this.scenario, style), this.seed),
      simulatedTo: 0,
    }));
    this.#epoch += 1;
  }

  #replay(actions: readonly Action[], toMicros: number): void {
    this.#begin();
    // A world that waits for a user has not come to its end.
    for (const { world } of this.#worlds)
      for (let i = 0; i < actions.length; i++) world.addObligation(1);
    for (const action of actions) {
      this.#goTo(action.atMicros);
      this.#apply(action);
      for (const { world } of this.#worlds) world.addObligation(-1);
    }
    this.#actions = actions;
    this.#goTo(toMicros);
  }

  #goTo(micros: number): void {
    this.advance({ untilMicros: micros, maxEvents: Infinity });
  }

  #apply(action: Action): void {
    for (const { world } of this.#worlds) {
      if (action.kind === 'inject') world.inject(action.fault);
      else world.flip(action.service, action.name, action.on);
    }
  }

  #nextOf(untilMicros: number, left: ReadonlyMap<Lane, number>): Lane | undefined {
    let next: Lane | undefined;
    let earliest = Infinity;
    for (const each of this.#worlds) {
      const time = each.world.nextTime;
      if (time < 0 || time > untilMicros || time >= earliest || (left.get(each) ?? 0) <= 0)
        continue;
      next = each;
      earliest = time;
    }
    return next;
  }

  /** Writes a live fault down as a line that means the same in every replay: with its instant, or aimed at the next order that no style has reached. */
  #resolve(action: Action): Action {
    if (action.kind !== 'inject') return action;
    const { fault, atMicros } = action;
    const { when, effect } = fault;
    const atMs = atMicros / 1000;
    const isTimed =
      timedKinds.has(effect.kind) || (effect.kind === 'crash' && when.point === undefined);
    if (isTimed)
      return {
        ...action,
        fault: { ...fault, when: { ...when, atMs: Math.max(when.atMs ?? 0, atMs) } },
      };
    const from = { ...when, fromMs: Math.max(when.fromMs ?? 0, atMs) };
    const isAimed =
      when.order !== undefined ||
      when.nth !== undefined ||
      when.every === true ||
      fault.target.leg !== undefined;
    const order = isAimed ? undefined : this.#nextOrderAt(fault.target.service, atMicros);
    return {
      ...action,
      fault: { ...fault, when: order === undefined ? from : { ...from, order } },
    };
  }

  /** The first order that the service has not begun to handle in any style: both will meet the fault at the same business instant. */
  #nextOrderAt(service: string | undefined, atMicros: number): number | undefined {
    let highest = 0;
    for (const { world } of this.#worlds) {
      const { trace, cast } = world;
      const wanted = cast.services.find((each) => each.id === service)?.instances ?? [];
      const last = trace.rowAt(atMicros);
      for (let row = 0; row <= last; row++) {
        const kind = trace.kind(row);
        if (kind !== code['record-delivered'] && kind !== code['call-received']) continue;
        if (wanted.includes(trace.actor(row))) highest = Math.max(highest, trace.order(row));
      }
    }
    return highest + 1 <= this.scenario.workload.orders ? highest + 1 : undefined;
  }
}
