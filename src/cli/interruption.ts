/** Ctrl-C: work in slices hears of it, stops, and can still say what it found. */
import { setImmediate } from 'node:timers/promises';

/** Work that is done in slices, as a hunt is. */
interface Sliced {
  readonly done: boolean;
  step(slice: { readonly maxEvents: number; readonly mayGoOn: () => boolean }): void;
}

/** Between two slices Node hears signals: none may take much longer than a person notices. */
const sliceMs = 100;

/** Listens for Ctrl-C from its making to its end. */
export class Interruption {
  #isAsked = false;
  readonly #hear = () => {
    this.#isAsked = true;
  };

  constructor() {
    // Whoever presses it twice wants no report either: the second one ends the process.
    process.once('SIGINT', this.#hear);
  }

  /** Whether it was pressed. */
  get isAsked(): boolean {
    return this.#isAsked;
  }

  /** Goes on until the work is done or Ctrl-C is pressed. `tell` is asked after each slice. */
  async carryOut(work: Sliced, tell: () => void): Promise<void> {
    while (!work.done && !this.#isAsked) {
      const until = performance.now() + sliceMs;
      work.step({ maxEvents: Infinity, mayGoOn: () => performance.now() < until });
      tell();
      await setImmediate();
    }
  }

  /** Leaves Ctrl-C to Node again. */
  end(): void {
    process.off('SIGINT', this.#hear);
  }
}
