/** Where the runs of a lesson show what they are to show: each run is looked through once for each of its steps. */
import { firstMatch, type LessonStep, type RunOf } from '../../lessons/index.ts';

/** Rows that were found. */
export class FirstRows {
  readonly #found = new Map<LessonStep, number>();

  /** The row of a step in its run; -1 when it never comes, or the step has no run. */
  of(step: LessonStep, run: RunOf | undefined): number {
    const told = step.kind === 'run' ? run?.(step.style) : undefined;
    if (step.kind !== 'run' || told === undefined) return -1;
    const row = this.#found.get(step) ?? firstMatch(told, step.until);
    this.#found.set(step, row);
    return row;
  }
}
