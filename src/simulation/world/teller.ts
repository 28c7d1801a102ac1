/** Tells what happens: writes the trace, and makes the run hash of the trace alone, so that neither can know what the other does not. */
import { RunHash, type Kernel, type Scribe } from '../../kernel/index.ts';
import { Trace } from '../../trace/index.ts';
import type { WorldEvent } from './events.ts';

/** The one voice of a world. */
export class Teller {
  readonly trace: Trace;
  readonly #hash = new RunHash();
  /** How many rows the fingerprint knows of. */
  #hashed = 0;
  readonly #kernel: Kernel<WorldEvent>;
  /** The fingerprint before the first row: it follows from what a world is made of. No checkpoint holds it. */
  #beginning = this.#hash.checkpoint();

  constructor(kernel: Kernel<WorldEvent>, worn?: Trace) {
    this.#kernel = kernel;
    this.trace = new Trace(worn);
  }

  /** The fingerprint of all rows so far. It reads on when it is asked for: of the thousands of runs of a hunt, nobody asks. */
  get hash(): RunHash {
    feedRows(this.#hash, this.trace, this.#hashed, this.trace.length);
    this.#hashed = this.trace.length;
    return this.#hash;
  }

  /** Begins the fingerprint with what no row tells: engine, style and seed. */
  begin(text: string, seed: number): void {
    this.hash.feedText(text);
    this.hash.feed(seed);
    this.#beginning = this.#hash.checkpoint();
  }

  /** The fingerprint as it was when all rows up to an instant had been told, wherever the run stands now. */
  hashAt(micros: number): string {
    const { trace } = this;
    const hash = new RunHash();
    hash.restore(this.#beginning);
    feedRows(hash, trace, 0, trace.rowAt(micros) + 1);
    return hash.digest();
  }

  transcribe(scribe: Scribe): void {
    scribe.memento(this.trace);
    scribe.memento(this.#hash);
    this.#hashed = scribe.value(this.#hashed);
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
    return this.trace.append(kind, this.#kernel.now, actor, order, message, a, b, c, cause);
  }
}

function feedRows(hash: RunHash, trace: Trace, from: number, to: number): void {
  for (let row = from; row < to; row++)
    hash.feedRow(
      trace.time(row),
      trace.kind(row) * 0x10000 + trace.actor(row),
      trace.order(row),
      trace.message(row),
      trace.a(row),
      trace.b(row),
      trace.c(row),
      trace.cause(row),
    );
}
