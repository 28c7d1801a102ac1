/** What one fault of a plan is drawn with: named questions, so that a new kind of fault leaves all others as they were. */
import type { NamedDraw } from '../../simulation/index.ts';

/** The draws about one thing. */
export class Dice {
  readonly #draw: NamedDraw;
  readonly #about: string;
  readonly #index: number;

  constructor(draw: NamedDraw, about: string, index: number) {
    this.#draw = draw;
    this.#about = about;
    this.#index = index;
  }

  /** A whole number, both ends possible. */
  between(what: string, min: number, max: number): number {
    return this.#draw(this.#about, what, this.#index, { min, max });
  }

  /** True once in so many times, on average. */
  onceIn(what: string, times: number): boolean {
    return this.between(what, 1, times) === 1;
  }

  /** One of these; undefined when there is none. */
  oneOf<T>(what: string, things: readonly T[]): T | undefined {
    return things.length === 0 ? undefined : things[this.between(what, 0, things.length - 1)];
  }
}
