/** What a pane shows of its diagram, and what the hand does to it. */
import type { Place, Size } from './geometry.ts';
import {
  mostScale,
  panned,
  placeAt,
  revealed,
  whole,
  zoomStep,
  zoomed,
  type Part,
} from './zoom.ts';

const centre: Place = { x: 0.5, y: 0.5 };

/** The view of one pane: all of the drawing, until the reader comes nearer. */
export class StageView {
  #part = $state.raw<Part>(whole);
  #drawing: Size = { width: 1, height: 1 };
  #most = 1;

  /** The part of the drawing that is shown. */
  get part(): Part {
    return this.#part;
  }
  get isWhole(): boolean {
    return this.#part.scale === 1;
  }

  /** The drawing was fitted into a pane anew. */
  fitted(drawing: Size, pane: Size): void {
    this.#drawing = drawing;
    this.#most = mostScale(drawing, pane);
    // Where the drawing has another size now, the part that was shown may lie outside.
    if (!this.isWhole) this.pan({ x: 0, y: 0 });
  }

  /** The place of the drawing under a share of the pane. */
  under(share: Place): Place {
    return placeAt(this.#part, share, this.#drawing);
  }

  /** Comes nearer to the centre, or to what is under a share of the pane. */
  nearer(factor = zoomStep, share = centre): void {
    const around = this.under(share);
    this.#part = zoomed(this.#part, { factor, around, most: this.#most }, this.#drawing);
  }
  /** Goes further away. */
  further(factor = zoomStep, share = centre): void {
    this.nearer(1 / factor, share);
  }

  /** Moves by a share of the pane. */
  pan({ x, y }: Place): void {
    const { width, height } = this.#drawing;
    const { scale } = this.#part;
    this.#part = panned(
      this.#part,
      { x: (x * width) / scale, y: (y * height) / scale },
      this.#drawing,
    );
  }

  /** Brings a box of the drawing into view. */
  reveal(box: Place & Size): void {
    this.#part = revealed(this.#part, box, this.#drawing);
  }

  /** Shows all of it. */
  fit(): void {
    this.#part = whole;
  }
}
