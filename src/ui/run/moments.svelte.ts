/** Every world at the playhead's instant: a pure function of trace and cursor, so the past needs no worker. */
import { Flights, WorldView } from '../../projections/index.ts';
import type { Cast, Style, Trace } from '../../trace/index.ts';
import type { Player } from './player.svelte.ts';
import type { Run } from './run.svelte.ts';
import type { World } from './world.svelte.ts';

/** One world at one instant. Made anew whenever the playhead moves or the trace grows. */
export interface Moment {
  readonly world: World;
  readonly style: Style;
  readonly cast: Cast;
  readonly trace: Trace;
  /** Stands at this moment until the next one is made: read from it at once, never keep it. */
  readonly view: WorldView;
  /** The last row that has happened, -1 before the first. */
  readonly row: number;
  /** The instant in microseconds. */
  readonly time: number;
  /** How many rows are known, the future included. */
  readonly rows: number;
}

/** The moments of all worlds. */
export class Moments {
  readonly #run: Run;
  readonly #player: Player;
  readonly #views = new WeakMap<Trace, WorldView>();
  readonly #flights = new WeakMap<Trace, Flights>();
  readonly #all = $derived.by(() => this.#run.worlds.map((world) => this.#moment(world)));

  constructor(run: Run, player: Player) {
    this.#run = run;
    this.#player = player;
  }

  get all(): readonly Moment[] {
    return this.#all;
  }

  /** The moment of a style, if it was loaded. */
  of(style: Style): Moment | undefined {
    return this.#all.find((moment) => moment.style === style);
  }

  /** The messages in the air of a world, at any instant. */
  flightsOf({ trace, cast }: World): Flights {
    const known = this.#flights.get(trace);
    if (known !== undefined) return known;
    const made = new Flights(trace, cast);
    this.#flights.set(trace, made);
    return made;
  }

  #moment(world: World): Moment {
    const { trace, cast, style, rows } = world;
    const time = this.#player.cursor;
    const view = this.#viewOf(world);
    view.advanceToTime(time);
    return { world, style, cast, trace, view, row: view.row, time, rows };
  }

  #viewOf({ trace, cast }: World): WorldView {
    const known = this.#views.get(trace);
    if (known !== undefined) return known;
    const made = new WorldView(trace, cast);
    this.#views.set(trace, made);
    return made;
  }
}
