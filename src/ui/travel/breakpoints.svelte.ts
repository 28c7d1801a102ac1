/** The conditions at which play stops by itself. */
import {
  readCondition,
  writeCondition,
  type BreakCondition,
  type Stop,
} from '../../projections/index.ts';
import type { Trace } from '../../trace/index.ts';
import type { World } from '../run/world.svelte.ts';
import { nextStop } from './watches.ts';

/** One condition, listed; it stops play while it is on. */
export interface Breakpoint {
  /** The short form of its condition: there is one breakpoint for each condition. */
  readonly id: string;
  readonly condition: BreakCondition;
  readonly isOn: boolean;
}

/** Where play stopped, and why. */
export interface Halt extends Stop {
  readonly world: World;
  readonly condition: BreakCondition;
}

/** Written before the short form of a breakpoint that is off. */
const offSign = '!';

/** All breakpoints of the page. They stay when another branch or scenario is opened: what a world does not have, it never meets. */
export class Breakpoints {
  #all = $state.raw<readonly Breakpoint[]>([]);
  // Promises that were known to be broken when play began: only news stop it.
  readonly #known = new WeakMap<Trace, readonly string[]>();

  get all(): readonly Breakpoint[] {
    return this.#all;
  }

  /** The short forms, for a link. */
  get written(): readonly string[] {
    return this.#all.map(({ id, isOn }) => (isOn ? id : offSign + id));
  }

  /** Takes over what a link says; what cannot be read is left out. */
  read(written: readonly string[]): void {
    const found = written.flatMap((text): Breakpoint[] => {
      const isOn = !text.startsWith(offSign);
      const condition = readCondition(isOn ? text : text.slice(offSign.length));
      return condition === undefined ? [] : [{ id: writeCondition(condition), condition, isOn }];
    });
    const ids = found.map(({ id }) => id);
    this.#all = found.filter(({ id }, index) => ids.indexOf(id) === index);
  }

  /** Adds a condition, or switches it on when it is there already. */
  add(condition: BreakCondition): void {
    const id = writeCondition(condition);
    this.#all = [...this.#all.filter((each) => each.id !== id), { id, condition, isOn: true }];
  }

  setOn(id: string, isOn: boolean): void {
    this.#all = this.#all.map((each) => (each.id === id ? { ...each, isOn } : each));
  }

  remove(id: string): void {
    this.#all = this.#all.filter((each) => each.id !== id);
  }

  /** Play begins: what is broken now is no news any more. */
  arm(worlds: readonly World[]): void {
    for (const { trace, verdicts } of worlds) {
      const broken = verdicts.filter(({ state }) => state === 'broken');
      this.#known.set(
        trace,
        broken.map(({ id }) => id),
      );
    }
  }

  /** The first place at which play must stop on its way from one instant to another. Both lie in what is known. */
  firstHalt(worlds: readonly World[], from: number, to: number): Halt | undefined {
    let first: Halt | undefined;
    for (const { condition, isOn } of this.#all) {
      if (!isOn) continue;
      for (const world of worlds) {
        const stop = nextStop(world, condition, from);
        const isOnTheWay = stop !== undefined && stop.time <= to;
        const halt = isOnTheWay ? stop : this.#lateNews(world, condition, from);
        if (halt !== undefined && halt.time < (first?.time ?? Number.POSITIVE_INFINITY))
          first = { ...halt, world, condition };
      }
    }
    return first;
  }

  /** Some promises are known to be broken only later, for what had happened before: then play stops as soon as that is known. */
  #lateNews({ trace, verdicts }: World, condition: BreakCondition, from: number): Stop | undefined {
    if (condition.kind !== 'promise') return undefined;
    const known = this.#known.get(trace);
    const news = verdicts.find(
      ({ id, state, firstAt }) =>
        state === 'broken' &&
        firstAt <= from &&
        (condition.id === undefined || id === condition.id) &&
        known?.includes(id) === false,
    );
    if (news === undefined) return undefined;
    this.#known.set(trace, [...(known ?? []), news.id]);
    return { row: news.firstRow, time: from };
  }
}
