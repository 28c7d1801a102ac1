/** Where the nodes of one plan stand: asked of Mermaid once, with a plain grid of our own until it answers and when it cannot. */
import type { Geometry } from './geometry.ts';
import { gridLayout } from './grid.ts';
import { layOut } from './mermaid.ts';
import type { Plan } from './plan.ts';

/** The layout of a plan. */
export class Layout {
  readonly #plan: Plan;
  #laid = $state.raw<Geometry>();
  #failed = $state.raw(false);

  constructor(plan: Plan) {
    this.#plan = plan;
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
