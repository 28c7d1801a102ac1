/** Which drawing of a text is on view: one at a time is made, the last one wins, and the page is left in peace between two. */
import { drawSequence, type SequenceDrawing } from './sequence-drawing.ts';

/** After each drawing the page rests this many times as long as the drawing took. */
const rest = 4;

/** The drawing of a text that changes while the run goes on. The one before stays on view until the next one is there. */
export class DrawingPace {
  #drawing = $state.raw<{ readonly text: string; readonly of: SequenceDrawing }>();
  #failed = $state.raw(false);
  #wanted = '';
  #busy = false;

  get drawing(): SequenceDrawing | undefined {
    return this.#drawing?.of;
  }
  /** Mermaid could not be loaded, or could not draw. */
  get failed(): boolean {
    return this.#failed;
  }

  /** Asks for the drawing of a text. The same text is not drawn again. */
  want(text: string): void {
    this.#wanted = text;
    if (!this.#busy) void this.#work();
  }

  async #work(): Promise<void> {
    this.#busy = true;
    while (this.#drawing?.text !== this.#wanted && !this.#failed) {
      const text = this.#wanted;
      const began = performance.now();
      try {
        this.#drawing = { text, of: await drawSequence(text) };
      } catch {
        this.#failed = true;
      }
      const took = performance.now() - began;
      await new Promise((resume) => setTimeout(resume, Math.min(2000, took * rest)));
    }
    this.#busy = false;
  }
}
