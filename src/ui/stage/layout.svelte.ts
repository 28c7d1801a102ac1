/** Where the nodes of one plan stand: as Mermaid laid them out before, or is asked to now, with a plain grid of our own when it cannot. */
import type { Geometry } from './geometry.ts';
import { gridLayout } from './grid.ts';
import { keptLayout } from './kept-layouts.ts';
import { layOut } from './mermaid.ts';
import type { Plan } from './plan.ts';

/** The layout of a plan. */
export class Layout {
  readonly #plan: Plan;
  #laid = $state.raw<Geometry>();
  #failed = $state.raw(false);

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#laid = keptLayout(plan.layout);
    if (this.#laid !== undefined) return;
    layOut(plan.layout).then(
      (geometry) => (this.#laid = geometry),
      () => (this.#failed = true),
    );
  }

  /** Undefined while Mermaid is at work. */
  get geometry(): Geometry | undefined {
    return this.#laid ?? (this.#failed ? this.#grid() : undefined);
  }
  /** True when the grid stands in for Mermaid. */
  get isPlain(): boolean {
    return this.#failed;
  }

  #grid(): Geometry {
    const { edges, stack } = this.#plan;
    const nodes = this.#plan.nodes.filter(({ id }) => id !== stack?.upper);
    const ids = (isTopic: boolean) =>
      nodes.filter(({ kind }) => (kind === 'topic') === isTopic).map(({ id }) => id);
    return gridLayout(ids(false), ids(true), edges);
  }
}
