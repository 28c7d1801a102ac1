/** In which order a flow is undone when a step fails: computed once from the DAG, so that nobody needs to know the flow at run time. */
import type { Flow, Step } from '../../scenario/index.ts';

/** The flow as a partial order of steps. */
export class FlowOrder {
  readonly steps: readonly Step[];
  readonly #before = new Map<string, ReadonlySet<string>>();

  /** Expects a flow that was checked: known names, no cycle. */
  constructor(flow: Flow) {
    this.steps = flow.steps;
    for (const step of flow.steps) this.#before.set(step.id, this.#collect(step));
  }

  /** True when `earlier` must be done before `later` can begin. */
  precedes(earlier: Step, later: Step): boolean {
    return this.#before.get(later.id)?.has(earlier.id) === true;
  }

  /** Steps that may be in force and can be taken back after this failure; `undefined` stands for a deadline, after which nothing is certain. */
  toUndoAfter(failed: Step | undefined): Step[] {
    return this.steps.filter(
      (step) =>
        step.compensation !== undefined &&
        (failed === undefined || (step !== failed && !this.precedes(failed, step))),
    );
  }

  /** Of the steps to undo, those that must be undone directly before `step`: its nearest successors among them. */
  undoneBefore(step: Step, toUndo: readonly Step[]): Step[] {
    const later = toUndo.filter((other) => this.precedes(step, other));
    return later.filter((other) => !later.some((between) => this.precedes(between, other)));
  }

  /** Of the steps to undo, those that are undone last. */
  undoneLast(toUndo: readonly Step[]): Step[] {
    return toUndo.filter((step) => !toUndo.some((other) => this.precedes(other, step)));
  }

  /** Steps grouped by the longest way from the beginning: a level needs only earlier levels. */
  levels(): Step[][] {
    const depth = new Map<string, number>();
    const depthOf = (step: Step): number => {
      const known = depth.get(step.id);
      if (known !== undefined) return known;
      const own = 1 + Math.max(-1, ...this.#needed(step).map(depthOf));
      depth.set(step.id, own);
      return own;
    };
    const levels: Step[][] = [];
    for (const step of this.steps) (levels[depthOf(step)] ??= []).push(step);
    return levels;
  }

  #needed(step: Step): Step[] {
    return this.steps.filter((other) => step.after.includes(other.id));
  }

  #collect(step: Step): ReadonlySet<string> {
    const found = new Set<string>();
    const visit = (current: Step): void => {
      for (const needed of this.#needed(current)) {
        if (found.has(needed.id)) continue;
        found.add(needed.id);
        visit(needed);
      }
    };
    visit(step);
    return found;
  }
}

/** Whether a step can answer "no": for a business reason, for want of stock, or because its retries are exhausted. */
export function mayRefuse(step: Step): boolean {
  return (
    step.refused !== undefined &&
    (step.refusal.in > 0 || step.failure.in > 0 || step.effect?.kind === 'stock')
  );
}
