/** Processes that nobody can reach: they live and work, and the network loses what they send and what is sent to them. What had left before arrives. */
import { FewMap, type Kernel, type Micros, type Scribe } from '../../../kernel/index.ts';
import { code } from '../../../trace/index.ts';
import type { WorldEvent } from '../events.ts';
import type { Parcel } from '../network.ts';
import type { Teller } from '../teller.ts';

/** Until when a process is cut off, and by which fault. */
interface CutOff {
  readonly until: Micros;
  readonly fault: number;
}

/** All cut-offs of a world. */
export class CutOffs {
  readonly #kernel: Kernel<WorldEvent>;
  readonly #teller: Teller;
  readonly #cutOff = new FewMap<CutOff>();

  constructor(kernel: Kernel<WorldEvent>, teller: Teller) {
    this.#kernel = kernel;
    this.#teller = teller;
  }

  /** Cuts a process off for a while. Of two at a time the later end counts. */
  begin(actor: number, span: Micros, fault: number): void {
    const struck = this.#teller.tell(code['fault-struck'], actor, -1, -1, fault, -1, -1, -1);
    this.#teller.tell(code['process-cut-off'], actor, -1, -1, span, fault, -1, struck);
    const until = (this.#kernel.now + span) as Micros;
    if (until >= (this.#cutOff.get(actor)?.until ?? 0)) this.#cutOff.set(actor, { until, fault });
    this.#kernel.after(span, { kind: 'reached', actor, fault });
  }

  /** A cut-off has come to its end, unless another one goes on. */
  end(actor: number, fault: number): void {
    if ((this.#cutOff.get(actor)?.until ?? 0) > this.#kernel.now) return;
    if (this.#cutOff.delete(actor))
      this.#teller.tell(code['process-reached'], actor, -1, -1, fault, -1, -1, -1);
  }

  /** The fault that cuts a parcel's process, sender or receiver off, -1 for none. Asked of every parcel. */
  faultOn({ actor, from, to }: Pick<Parcel, 'actor' | 'from' | 'to'>): number {
    if (this.#cutOff.size === 0) return -1;
    const found = this.#cutOff.get(actor) ?? this.#cutOff.get(from) ?? this.#cutOff.get(to);
    return found?.fault ?? -1;
  }

  /** How much longer a process is cut off, in µs: 0 when it can be reached. */
  left(actor: number): number {
    if (this.#cutOff.size === 0) return 0;
    return Math.max(0, (this.#cutOff.get(actor)?.until ?? 0) - this.#kernel.now);
  }

  transcribe(scribe: Scribe): void {
    scribe.map(this.#cutOff);
  }
}
