/** Tells what happens: writes the trace and feeds the run hash, in one place, so that neither can know what the other does not. */
import { RunHash, type Kernel } from '../../kernel/index.ts';
import { Trace } from '../../trace/index.ts';
import type { WorldEvent } from './events.ts';

/** The one voice of a world. */
export class Teller {
  readonly trace = new Trace();
  readonly hash = new RunHash();
  readonly #kernel: Kernel<WorldEvent>;

  constructor(kernel: Kernel<WorldEvent>) {
    this.#kernel = kernel;
  }

  /** Tells one row, now. Its three numbers are those of the kind in the vocabulary. Returns its index. */
  tell(
    kind: number,
    actor: number,
    order: number,
    message: number,
    a: number,
    b: number,
    c: number,
    cause: number,
  ): number {
    const time = this.#kernel.now;
    this.hash.feedRow(time, kind * 0x10000 + actor, order, message, a, b, c, cause);
    return this.trace.append(kind, time, actor, order, message, a, b, c, cause);
  }
}
