/** How long the open phase has taken. It can be paused, and stands still while nobody looks at the page. */

/** Counts seconds of real time. */
export class PhaseClock {
  #seconds = $state.raw(0);
  #isPaused = $state.raw(false);
  readonly #onSecond: () => void;

  /** `onSecond` is called after each second that was counted. */
  constructor(onSecond: () => void) {
    this.#onSecond = onSecond;
  }

  /** Whole seconds since the phase began. */
  get seconds(): number {
    return this.#seconds;
  }
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Begins anew, or where it was left. */
  set(seconds: number, isPaused: boolean): void {
    this.#seconds = seconds;
    this.#isPaused = isPaused;
  }

  toggle(): void {
    this.#isPaused = !this.#isPaused;
    this.#onSecond();
  }

  /** Lets it run until the answer is called. */
  run(): () => void {
    const timer = setInterval(() => {
      if (this.#isPaused || document.hidden) return;
      this.#seconds += 1;
      this.#onSecond();
    }, 1000);
    return () => clearInterval(timer);
  }
}

/** Minutes and seconds, as on a clock. */
export function asMinutes(seconds: number): string {
  const whole = Math.abs(Math.trunc(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
