/** The one playhead of all worlds. Plays, steps and seeks by moving a cursor in virtual time, and asks the run for no more than it needs. */
import type { StopCondition, Stop } from '../../projections/index.ts';
import type { Style } from '../../trace/index.ts';
import { nextStop, previousStop } from '../travel/watches.ts';
import type { Run } from './run.svelte.ts';
import { initialSpeed } from './speed.ts';

const anything: StopCondition = { kind: 'event' };
/** A hidden or busy page must not make a leap of time when it comes back. */
const longestFrameMs = 100;
/** How far beyond the known a step looks at first, in virtual microseconds; then twice as far, and so on. */
const firstLook = 1000;

/** Who may stop play: asked for each frame whether it must stop between two instants that are known. */
export interface Brake {
  /** Play begins. */
  arm(): void;
  /** The instant at which to stop, undefined to go on. */
  stop(from: number, to: number): number | undefined;
}

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
  /** Another run that follows the same playhead. */
  #companion = $state.raw<Run>();
  #brakes: readonly Brake[] = [];

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
    return this.#runs.every((run) => run.ended && this.#cursor >= run.last);
  }
  /** How far the reader has seen. */
  get frontier(): number {
    return this.#frontier;
  }

  setSpeed(speed: number): void {
    this.#speed = speed;
  }

  /** Lets one more stop play; gives back what ends it. */
  heed(brake: Brake): () => void {
    this.#brakes = [brake, ...this.#brakes];
    return () => (this.#brakes = this.#brakes.filter((each) => each !== brake));
  }

  /** Moves another run along. */
  accompany(companion: Run): void {
    this.#companion = companion;
  }

  /** Moves that run along no more. */
  leave(companion: Run): void {
    if (this.#companion === companion) this.#companion = undefined;
  }

  play(): void {
    if (this.atEnd) this.#cursor = 0;
    for (const brake of this.#brakes) brake.arm();
    this.#interrupt();
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
    const target = Math.max(this.#cursor, Math.min(wanted, this.#head, this.#limit()));
    // What the worker knows beyond is not shown: a stop on the way is where this frame ends.
    const stop = this.#stopBetween(this.#cursor, target);
    this.#goTo(stop ?? target);
    if (stop !== undefined || this.atEnd) this.pause();
    if (!this.#playing) return;
    // One frame's share ahead, so that the answer is there when the next frame needs it.
    const needed = wanted + spent * 1000 * this.#speed;
    if (needed > this.#head) void this.#advance(needed);
  }

  /** Goes to an instant, in either direction, and stays there. */
  async seek(time: number): Promise<void> {
    const move = this.#stop();
    const target = Math.max(0, time);
    await this.#know(target, move);
    if (move === this.#moves) this.#goTo(Math.min(target, this.#head, this.#limit()));
  }

  /** Goes to the end of the run, however far that is. */
  seekEnd(): Promise<void> {
    return this.seek(Number.MAX_SAFE_INTEGER);
  }

  /** Goes to the next instant of a style that meets a condition, and tells the stop. Without one, to the end of the run for a plain step, and nowhere for any other. */
  async stepForward(style: Style, condition: StopCondition = anything): Promise<Stop | undefined> {
    const move = this.#stop();
    const from = this.#cursor;
    for (let look = firstLook; move === this.#moves; look *= 2) {
      const world = this.#run.world(style);
      if (world === undefined) return undefined;
      const next = nextStop(world, condition, from);
      if (next !== undefined && next.time <= this.#head) {
        this.#goTo(next.time);
        return next;
      }
      if (this.#run.ended) {
        if (next !== undefined) await this.seek(next.time);
        else if (condition.kind === 'event') this.#goTo(Math.max(from, world.last));
        return next;
      }
      if (!(await this.#know(Math.max(from, this.#run.last) + look, move))) return undefined;
    }
    return undefined;
  }

  /** Goes to the previous instant of a style that meets a condition; a plain step goes back to the beginning too. Needs no worker: the past is known. */
  stepBack(style: Style, condition: StopCondition = anything): Stop | undefined {
    this.#stop();
    const world = this.#run.world(style);
    const previous = world && previousStop(world, condition, this.#cursor);
    if (previous !== undefined) this.#cursor = previous.time;
    else if (condition.kind === 'event') this.#cursor = 0;
    return previous;
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

  /** Another branch comes on view, of which the reader has seen so much. */
  enter(frontier: number): void {
    this.#stop();
    this.#frontier = frontier;
  }

  /** True when the reader has seen more than what is on view. */
  get isInThePast(): boolean {
    return this.#cursor < this.#frontier;
  }

  /** The instant of an action: now. While it plays at the front, that is as far as the run is simulated, so that nothing has to be run again; where play has stopped, it is that very instant. */
  momentToAct(): number {
    this.#interrupt();
    const head = this.#head;
    if (this.#playing && !this.isInThePast && Number.isFinite(head) && head > this.#cursor)
      this.#goTo(this.#stopBetween(this.#cursor, head) ?? head);
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

  /** Where to stop between two instants. Each brake is asked only up to where the one before it stops, so that it tells no stop that is not made. */
  #stopBetween(from: number, to: number): number | undefined {
    return this.#brakes.reduce<number | undefined>(
      (stop, brake) => brake.stop(from, stop ?? to) ?? stop,
      undefined,
    );
  }

  #stop(): number {
    this.#playing = false;
    return this.#interrupt();
  }

  /** Whatever the playhead still waited for is given up. */
  #interrupt(): number {
    this.#seeking = false;
    return ++this.#moves;
  }

  get #runs(): readonly Run[] {
    return this.#companion === undefined ? [this.#run] : [this.#run, this.#companion];
  }

  /** Up to this instant all runs are known. */
  get #head(): number {
    return Math.min(...this.#runs.map((run) => run.head));
  }

  /** Nothing happens beyond the end of a run, so time does not go there. */
  #limit(): number {
    const isOver = this.#runs.every((run) => run.ended);
    return isOver ? Math.max(...this.#runs.map((run) => run.last)) : Number.POSITIVE_INFINITY;
  }

  async #advance(time: number): Promise<void> {
    await Promise.all(
      this.#runs.map(async (run) => {
        if (run.head < time) await run.advance(time);
      }),
    );
  }

  /** Has all runs simulated up to an instant. False when it was interrupted, or cannot get there. */
  async #know(time: number, move: number): Promise<boolean> {
    const works = () => this.#runs.every((run) => run.failure === '');
    this.#seeking = true;
    while (this.#head < time && move === this.#moves && works()) await this.#advance(time);
    if (move === this.#moves) this.#seeking = false;
    return move === this.#moves && works();
  }
}
