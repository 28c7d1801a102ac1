/** Tells what happens: writes the trace and feeds the run hash, in one place, so that neither can know what the other does not. */
import { RunHash, type Kernel } from '../../kernel/index.ts';
import { Trace } from '../../trace/index.ts';
import type { WorldEvent } from './events.ts';

/** The one voice of a world. */
export class Teller {
  readonly trace = new Trace();
  readonly hash = new RunHash();
  readonly #kernel: Kernel<WorldEvent>;
  /** The fingerprint before the first row. */
  #beginning = this.hash.checkpoint();

  constructor(kernel: Kernel<WorldEvent>) {
    this.#kernel = kernel;
  }

  /** Begins the fingerprint with what no row tells: engine, style and seed. */
  begin(text: string, seed: number): void {
    this.hash.feedText(text);
    this.hash.feed(seed);
    this.#beginning = this.hash.checkpoint();
  }

  /** The fingerprint as it was when all rows up to an instant had been told, wherever the run stands now. */
  hashAt(micros: number): string {
    const { trace } = this;
    const hash = new RunHash();
    hash.restore(this.#beginning);
    const last = trace.rowAt(micros);
    for (let row = 0; row <= last; row++) {
      hash.feed(trace.time(row));
      hash.feed(trace.kind(row) * 0x10000 + trace.actor(row));
      hash.feed(trace.order(row));
      hash.feed(trace.message(row));
      hash.feed(trace.a(row));
      hash.feed(trace.b(row));
      hash.feed(trace.c(row));
      hash.feed(trace.cause(row));
    }
    return hash.digest();
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
