/** The one playhead of all worlds. Plays, steps and seeks by moving a cursor in virtual time, and asks the run for no more than it needs. */
import type { Style } from '../../trace/index.ts';
import type { Run } from './run.svelte.ts';
import { initialSpeed } from './speed.ts';
import { nextInstant, previousInstant } from './steps.ts';

/** A hidden or busy page must not make a leap of time when it comes back. */
const longestFrameMs = 100;
/** How far beyond the known a step looks at first, in virtual microseconds; then twice as far, and so on. */
const firstLook = 1000;

/** The playhead. Everything on the page is a function of the traces and `cursor`. */
export class Player {
  readonly #run: Run;
  #cursor = $state.raw(0);
  #playing = $state.raw(false);
  #speed = $state.raw(initialSpeed);
  #seeking = $state.raw(false);
  // Whoever moves the playhead last wins: an older seek that still waits gives up.
  #moves = 0;
  // How far the reader has seen.
  #frontier = 0;
  #lastFrame = Number.NaN;

  constructor(run: Run) {
    this.#run = run;
  }

  /** The present instant in virtual microseconds. */
  get cursor(): number {
    return this.#cursor;
  }
  get playing(): boolean {
    return this.#playing;
  }
  get speed(): number {
    return this.#speed;
  }
  /** True while the playhead waits for the worker to get there. */
  get seeking(): boolean {
    return this.#seeking;
  }
  /** True when nothing more will happen. */
  get atEnd(): boolean {
    return this.#run.ended && this.#cursor >= this.#run.last;
  }

  setSpeed(speed: number): void {
    this.#speed = speed;
  }

  play(): void {
    if (this.atEnd) this.#cursor = 0;
    this.#moves++;
    this.#lastFrame = Number.NaN;
    this.#playing = true;
  }

  pause(): void {
    this.#playing = false;
  }

  toggle(): void {
    if (this.#playing) this.pause();
    else this.play();
  }

  /** Goes on by one animation frame; `frameMs` is the frame's real time. Pausing is not asking. */
  frame(frameMs: number): void {
    const spent = Math.min(longestFrameMs, frameMs - this.#lastFrame);
    this.#lastFrame = frameMs;
    if (!this.#playing || Number.isNaN(spent)) return;
    const wanted = this.#cursor + spent * 1000 * this.#speed;
    this.#goTo(Math.max(this.#cursor, Math.min(wanted, this.#run.head, this.#limit())));
    if (this.atEnd) this.pause();
    // One frame's share ahead, so that the answer is there when the next frame needs it.
    const needed = wanted + spent * 1000 * this.#speed;
    if (needed > this.#run.head) void this.#run.advance(needed);
  }

  /** Goes to an instant, in either direction, and stays there. */
  async seek(time: number): Promise<void> {
    const move = this.#stop();
    const target = Math.max(0, time);
    await this.#know(target, move);
    if (move === this.#moves) this.#goTo(Math.min(target, this.#run.head, this.#limit()));
  }

  /** Goes to the next instant at which something happened in the focused style, or to its next milestone. */
  async stepForward(style: Style, byMilestone = false): Promise<void> {
    const move = this.#stop();
    const from = this.#cursor;
    for (let look = firstLook; move === this.#moves; look *= 2) {
      const world = this.#run.world(style);
      if (world === undefined) return;
      const next = nextInstant(world.trace, from, byMilestone);
      if (next !== undefined && next <= this.#run.head) {
        this.#goTo(next);
        return;
      }
      if (this.#run.ended) {
        this.#goTo(Math.max(from, world.last));
        return;
      }
      if (!(await this.#know(Math.max(from, this.#run.last) + look, move))) return;
    }
  }

  /** Goes to the previous instant or milestone of the focused style. Needs no worker: the past is known. */
  stepBack(style: Style, byMilestone = false): void {
    this.#stop();
    const world = this.#run.world(style);
    const previous = world && previousInstant(world.trace, this.#cursor, byMilestone);
    if (previous !== undefined) this.#cursor = previous;
  }

  /** Stands at the very beginning of a run that has just been loaded. */
  begin(): void {
    this.#stop();
    this.#cursor = 0;
    this.#frontier = 0;
  }

  /** The run is known up to an instant, though the playhead stands before it. */
  knows(time: number): void {
    this.#frontier = Math.max(this.#frontier, time);
  }

  /** True when the reader has seen more than what is on view. */
  get isInThePast(): boolean {
    return this.#cursor < this.#frontier;
  }

  /** The instant of an action: now. At the front that is as far as the run is simulated, so that nothing has to be run again. */
  momentToAct(): number {
    this.#moves++;
    const { head } = this.#run;
    if (!this.isInThePast && Number.isFinite(head)) this.#goTo(Math.max(this.#cursor, head));
    return this.#cursor;
  }

  /** After an action, nothing beyond the present instant has been seen. */
  forgetTheFuture(): void {
    this.#frontier = this.#cursor;
  }

  #goTo(time: number): void {
    this.#cursor = time;
    this.#frontier = Math.max(this.#frontier, time);
  }

  #stop(): number {
    this.#playing = false;
    return ++this.#moves;
  }

  /** Nothing happens beyond the end of a run, so time does not go there. */
  #limit(): number {
    return this.#run.ended ? this.#run.last : Number.POSITIVE_INFINITY;
  }

  /** Has the run simulated up to an instant. False when it was interrupted, or cannot get there. */
  async #know(time: number, move: number): Promise<boolean> {
    this.#seeking = true;
    while (this.#run.head < time && move === this.#moves && this.#run.failure === '') {
      await this.#run.advance(time);
    }
    if (move === this.#moves) this.#seeking = false;
    return move === this.#moves && this.#run.failure === '';
  }
}
