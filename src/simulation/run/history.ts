/** The checkpoints of one world as it went on: close enough together that any state in between is soon executed again, and few enough to be kept. */
import type { Checkpoint } from '../../kernel/index.ts';
import type { World } from '../world/world.ts';

/** How close together checkpoints are, and how many there may be. */
export interface Spacing {
  /** How much work lies between two of them: events taken and rows told. */
  readonly work: number;
  /** With more than that every other one is dropped, and from then on they are twice as far apart. */
  readonly most: number;
}

/** So much work is done again in 10 ms; so many checkpoints take some 60 MB. */
const usual: Spacing = { work: 4096, most: 1024 };

/** Which state of a world is meant: the one in which all events up to an instant are done, or the first that has told a row. */
export type Moment = { readonly micros: number } | { readonly row: number };

/** A checkpoint, and where it stands. */
export interface Mark {
  readonly checkpoint: Checkpoint;
  readonly rows: number;
  readonly work: number;
  /** Everything up to this instant may have happened: the last event, and the last action. */
  readonly micros: number;
  /** How many actions were done. */
  readonly actions: number;
}

/** What is done of a world's inputs. */
export interface Progress {
  readonly actions: number;
  /** The instant of the last of them, in µs. */
  readonly actedAt: number;
}

/** All checkpoints of one world, oldest first. */
export class History {
  #marks: Mark[];
  #spacing: Spacing;
  #nextWork: number;

  constructor(spacing = usual, marks: Mark[] = []) {
    this.#marks = marks;
    this.#spacing = spacing;
    this.#nextWork = (marks.at(-1)?.work ?? 0) + spacing.work;
  }

  /** How many checkpoints there are. */
  get size(): number {
    return this.#marks.length;
  }

  /** Takes a checkpoint if it is time. A world at its end needs none, nor one that only waits for a user: had the user done nothing, it would have ended before. */
  note(world: World, { actions, actedAt }: Progress): void {
    const rows = world.trace.length;
    const work = rows + world.kernel.taken;
    if (work < this.#nextWork || world.ending !== 'running' || world.hasRested) return;
    const checkpoint = world.checkpoint(this.#marks.at(-1)?.checkpoint);
    const micros = Math.max(world.kernel.now, actedAt);
    this.#marks.push({ checkpoint, rows, work, micros, actions });
    const { most } = this.#spacing;
    if (this.#marks.length > most) {
      this.#marks = this.#marks.filter((_, index) => index % 2 === 1);
      this.#spacing = { work: 2 * this.#spacing.work, most };
    }
    this.#nextWork = work + this.#spacing.work;
  }

  /** The last checkpoint from which a state can be reached, `undefined` where only the beginning leads to it. */
  before(moment: Moment): Mark | undefined {
    return this.#marks[this.#countTo(moment) - 1];
  }

  /** The checkpoints that another world has in common with this one, up to a moment. */
  upTo(moment: Moment): History {
    return new History(this.#spacing, this.#marks.slice(0, this.#countTo(moment)));
  }

  #countTo(moment: Moment): number {
    let low = 0;
    let high = this.#marks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (leadsTo(this.#marks[middle] as Mark, moment)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function leadsTo({ rows, micros }: Mark, moment: Moment): boolean {
  return 'row' in moment ? rows <= moment.row : micros <= moment.micros;
}
