/** One world of a run, with the way back: any earlier state of it can be had again, exactly. */
import { present } from '../../kernel/index.ts';
import { tableRunner } from '../../services/index.ts';
import type { Style } from '../../trace/index.ts';
import type { Plan } from '../compile/plan.ts';
import { World } from '../world/world.ts';
import { perform, type Action } from './action.ts';
import { History, type Moment, type Progress } from './history.ts';

/** What is known of the time during which an earlier state is made. */
export interface Waiting {
  /** So many actions are still to come. */
  readonly expected?: number;
  /** Told now and then that work goes on. It decides nothing. */
  readonly onWork?: () => void;
}

const eventsBetweenSigns = 256;

/** A style's world in a run. */
export class Lane {
  readonly style: Style;
  readonly world: World;
  /** All events up to this instant are done, in µs. */
  simulatedTo = 0;
  readonly #plan: Plan;
  readonly #seed: number;
  #history: History;
  #progress: Progress = { actions: 0, actedAt: 0 };

  constructor(plan: Plan, seed: number, world = new World(plan, seed), history = new History()) {
    this.style = plan.cast.style;
    this.world = world;
    this.#plan = plan;
    this.#seed = seed;
    this.#history = history;
  }

  /** How many checkpoints there are of it. */
  get marks(): number {
    return this.#history.size;
  }

  /** Takes the next event. */
  step(): void {
    this.world.step();
    this.#history.note(this.world, this.#progress);
  }

  /** Does what a user did. All events up to its instant have happened. */
  act(action: Action): void {
    perform(this.world, action);
    this.#progress = { actions: this.#progress.actions + 1, actedAt: action.atMicros };
  }

  /** Another lane that stands at an earlier instant, with the actions up to there, and waits for so many more. This one is not touched. */
  fork(micros: number, actions: readonly Action[], waiting: Waiting = {}): Lane {
    const there = this.at({ micros }, actions, waiting);
    const lane = new Lane(this.#plan, this.#seed, there, this.#history.upTo({ micros }));
    lane.simulatedTo = micros;
    lane.#progress = { actions: actions.length, actedAt: actions.at(-1)?.atMicros ?? 0 };
    return lane;
  }

  /** A world of its own that stands where this one stood, after these actions, and waits for so many more: from the nearest checkpoint, by executing again what came after it. */
  at(moment: Moment, actions: readonly Action[], { expected = 0, onWork }: Waiting = {}): World {
    // Tables do what the machines do, in a third of the time.
    const world = new World(this.#plan, this.#seed, { runner: tableRunner });
    const mark = this.#history.before(moment);
    if (mark !== undefined) world.restore(mark.checkpoint);
    let done = mark?.actions ?? 0;
    while (!isReached(world, moment)) {
      if (world.kernel.taken % eventsBetweenSigns === 0) onWork?.();
      // A world that waits for a user has not come to its end.
      world.expect(actions.length - done + expected);
      const action = actions[done];
      if (action !== undefined && isDue(world, action)) {
        perform(world, action);
        done += 1;
      } else if (isPast(world, moment)) break;
      else world.step();
    }
    world.expect(expected);
    world.runOn(this.world.runner);
    return world;
  }
}

function isReached({ trace }: World, moment: Moment): boolean {
  return 'row' in moment && trace.length > moment.row;
}

/** Whether nothing is left to do up to the moment. */
function isPast({ nextTime }: World, moment: Moment): boolean {
  return nextTime < 0 || ('micros' in moment && nextTime > moment.micros);
}

/** Whether all events up to the instant of an action have happened. */
function isDue({ nextTime }: World, { atMicros }: Action): boolean {
  return nextTime < 0 || nextTime > atMicros;
}

/** The lane of a style. */
export function laneOf(lanes: readonly Lane[], style: Style): Lane {
  return present(
    lanes.find((each) => each.style === style),
    `the style ${style}`,
  );
}
