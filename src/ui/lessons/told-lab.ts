/** The runs of a lab as lessons ask them, and whether one has come to a pattern. */
import { matcherOf, type Pattern, type RunOf, type ToldRun } from '../../lessons/index.ts';
import type { Style } from '../../trace/index.ts';
import type { Run } from '../run/run.svelte.ts';
import type { World } from '../run/world.svelte.ts';

/** The styles of the run that a lab has open now, as they are known: they stay when another run is opened. */
export function toldOf({ scenario, worlds }: Run): RunOf {
  const told = new Map<Style, ToldRun>();
  if (scenario !== undefined)
    for (const { style, trace, cast } of worlds) told.set(style, { scenario, trace, cast });
  return (style) => told.get(style);
}

/** Has a run simulated to its end. False when the simulation has stopped on the way. */
export async function runToEnd(run: Run): Promise<boolean> {
  while (!run.ended && run.failure === '') await run.advance(Number.MAX_SAFE_INTEGER);
  return run.failure === '';
}

/** Looks for a pattern in a run that grows: each row is looked at once. */
export class Lookout {
  readonly #pattern: Pattern;
  #trace: World['trace'] | undefined;
  #sees: ((row: number) => boolean) | undefined;
  #rows = 0;
  #found = -1;

  constructor(pattern: Pattern) {
    this.#pattern = pattern;
  }

  /** The first row at which a world fulfils the pattern, -1 while there is none. */
  rowIn({ trace, cast, rows }: World): number {
    if (trace !== this.#trace || rows < this.#rows) {
      this.#trace = trace;
      this.#sees = matcherOf({ trace, cast }, this.#pattern);
      this.#rows = 0;
      this.#found = -1;
    }
    for (; this.#found < 0 && this.#rows < rows; this.#rows++)
      if (this.#sees?.(this.#rows) === true) this.#found = this.#rows;
    return this.#found;
  }
}
