/** What part of the axis is in view: from microseconds to the whole run, moved by hand, and following the playhead. */
import type { Trace } from '../../trace/index.ts';

/** The least that is in view, in µs. */
const shortest = 100;
/** How much of the run is in view at first, in µs. */
const atFirst = 1_000_000;
/** Where the playhead stands when the view follows it: at this share of the width. */
const followAt = 0.8;

/** The view, in places of the axis. */
export class ScoreView {
  /** Whether idle time is folded. */
  folds = $state.raw(true);
  #from = $state.raw(0);
  #span = $state.raw(atFirst);
  #end = 0;
  /** The reader looks elsewhere: the view waits until the playhead is seen again. */
  #isElsewhere = false;
  #hasBegun = false;
  /** What the reader looks at: in another run, nobody has looked elsewhere yet. */
  #trace: Trace | undefined;

  get from(): number {
    return this.#from;
  }
  get span(): number {
    return this.#span;
  }
  /** The place at a share of the width. */
  placeAt(share: number): number {
    return this.#from + share * this.#span;
  }
  sees(place: number): boolean {
    return place >= this.#from && place <= this.#from + this.#span;
  }

  /** The axis ends here; the view stays within it. */
  endAt(place: number): void {
    this.#end = Math.max(1, place);
  }

  /** Shows `factor` times more, around a place that stays where it is. */
  zoom(factor: number, around: number): void {
    const span = Math.min(Math.max(shortest, this.#span * factor), this.#widest);
    this.#show(around - ((around - this.#from) * span) / this.#span, span);
  }

  /** Moves by a share of the width. */
  pan(share: number, playhead: number): void {
    this.#show(this.#from + share * this.#span, this.#span);
    this.#isElsewhere = !this.sees(playhead);
  }

  /** Shows all. */
  fit(): void {
    this.#show(0, this.#widest);
  }

  /** Shows so much of the axis from a place on. */
  show(from: number, span: number): void {
    this.#show(from, Math.min(Math.max(shortest, span), this.#widest));
  }

  /** The playhead is to be seen, whatever the reader looked at. */
  reveal(place: number): void {
    this.#isElsewhere = false;
    if (!this.sees(place)) this.#show(place - this.#span / 2, this.#span);
  }

  /** The playhead has moved in a trace. While it plays, the view moves along with it. */
  follow(place: number, isPlaying: boolean, trace: Trace | undefined): void {
    // At first, what led to the present instant is in view.
    if (!this.#hasBegun) this.show(place - followAt * this.#span, this.#span);
    this.#hasBegun = true;
    const isSeen = this.sees(place);
    if (isSeen || trace !== this.#trace) this.#isElsewhere = false;
    this.#trace = trace;
    if (this.#isElsewhere) return;
    if (!isSeen) this.reveal(place);
    const share = (place - this.#from) / this.#span;
    if (isPlaying && share > followAt) this.#show(place - followAt * this.#span, this.#span);
  }

  get #widest(): number {
    return Math.max(shortest, this.#end * 1.02);
  }

  #show(from: number, span: number): void {
    // A little room beyond either end: what stands there is not to be cut off.
    const margin = span * 0.02;
    const last = Math.max(-margin, this.#end - span * followAt);
    this.#from = Math.min(Math.max(-margin, from), last);
    this.#span = span;
  }
}
