/** One world as the page knows it: its names, the rows told so far, and what was said about them. */
import type { LoadedWorld, Verdict, WorldBatch } from '../../worker/index.ts';
import { Trace, type Cast, type Style } from '../../trace/index.ts';

/** The page's copy of one world. Only `apply` writes. */
export class World {
  readonly style: Style;
  readonly cast: Cast;
  #trace = $state.raw(new Trace());
  // The trace grows in place; its length is what tells the page that it has.
  #rows = $state.raw(0);
  #simulatedTo = $state.raw(0);
  #events = $state.raw(0);
  #hash = $state.raw('');
  #ended = $state.raw(false);
  #verdicts = $state.raw<readonly Verdict[]>([]);

  constructor({ style, cast }: LoadedWorld) {
    this.style = style;
    this.cast = cast;
  }

  get trace(): Trace {
    return this.#trace;
  }
  /** How many rows were told: read it where a picture must follow the growth of the trace. */
  get rows(): number {
    return this.#rows;
  }
  get events(): number {
    return this.#events;
  }
  get hash(): string {
    return this.#hash;
  }
  get ended(): boolean {
    return this.#ended;
  }
  get verdicts(): readonly Verdict[] {
    return this.#verdicts;
  }
  /** How far this world is known: for ever, once it has ended. */
  get head(): number {
    return this.#ended ? Number.POSITIVE_INFINITY : this.#simulatedTo;
  }
  /** The last instant at which anything is known to have happened. */
  get last(): number {
    return this.#ended ? this.#trace.endTime : this.#simulatedTo;
  }

  /** Takes in what the worker told. Rows from the beginning replace all that was told before. */
  apply({ rows, simulatedTo, events, hash, ended, verdicts }: WorldBatch): void {
    if (rows.first === 0 && this.#trace.length > 0) this.#trace = new Trace();
    this.#trace.appendRows(rows);
    this.#rows = this.#trace.length;
    this.#simulatedTo = simulatedTo;
    this.#events = events;
    this.#hash = hash;
    this.#ended = ended;
    this.#verdicts = verdicts;
  }
}
