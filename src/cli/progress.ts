/** How far a long command is, on the error stream: one line that is written anew, or few lines where nobody watches. */

/** What is written to, as far as it matters here. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const everyMs = 1000;
const firstMs = 2000;
const mostMs = 60_000;
const usualColumns = 80;
/** Back to the beginning of the line, which is empty then. */
const wiped = '\r\u001B[2K';

/** Says now and then how far something is. */
export class Progress {
  readonly #screen: Screen;
  readonly #clock: () => number;
  /** What is read later, as in a log, needs fewer lines the longer it takes. */
  #gapMs: number;
  #dueMs: number;
  #isWritten = false;

  /** @param clock real time in ms */
  constructor(screen: Screen, clock: () => number) {
    this.#screen = screen;
    this.#clock = clock;
    this.#gapMs = screen.isTTY === true ? everyMs : firstMs;
    this.#dueMs = clock() + this.#gapMs;
  }

  /** Says it when it is time to. Otherwise the text is not even made. */
  tell(text: () => string): void {
    const now = this.#clock();
    if (now < this.#dueMs) return;
    const { isTTY, columns } = this.#screen;
    if (isTTY === true) {
      // A line that is broken in two cannot be written anew. Some terminals do not know how wide they are, and say 0.
      const room = (columns === undefined || columns < 1 ? usualColumns : columns) - 1;
      this.#screen.write(`${wiped}${text().slice(0, room)}`);
      this.#isWritten = true;
    } else {
      this.#screen.write(`${text()}\n`);
      this.#gapMs = Math.min(2 * this.#gapMs, mostMs);
    }
    this.#dueMs = now + this.#gapMs;
  }

  /** Wipes what would stand in the way of what comes next. */
  end(): void {
    if (this.#isWritten) this.#screen.write(wiped);
    this.#isWritten = false;
  }
}
