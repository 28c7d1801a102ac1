/** One world of a run, with the way back: any earlier state of it can be had again, exactly. */
import { present } from '../../kernel/index.ts';
import type { Style } from '../../trace/index.ts';
import type { Plan } from '../compile/plan.ts';
import { World } from '../world/world.ts';
import { perform, type Action } from './action.ts';

/** Which earlier state is meant: the one in which all events up to an instant are done, or the first that has told a row. */
export type Moment = { readonly micros: number } | { readonly row: number };

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

  constructor(plan: Plan, seed: number, world = new World(plan, seed)) {
    this.style = plan.cast.style;
    this.world = world;
    this.#plan = plan;
    this.#seed = seed;
  }

  /** Takes the next event. */
  step(): void {
    this.world.step();
  }

  /** Another lane that stands at an earlier instant, with the actions up to there, and waits for so many more. This one is not touched. */
  fork(micros: number, actions: readonly Action[], waiting: Waiting = {}): Lane {
    const lane = new Lane(this.#plan, this.#seed, this.at({ micros }, actions, waiting));
    lane.simulatedTo = micros;
    return lane;
  }

  /** A world of its own that stands where this one stood, after these actions, and waits for so many more. */
  at(moment: Moment, actions: readonly Action[], { expected = 0, onWork }: Waiting = {}): World {
    const world = new World(this.#plan, this.#seed);
    let done = 0;
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
