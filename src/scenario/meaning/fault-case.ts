/** A fault that is looked at, where it stands, and who hears of what is wrong with it. */
import type { Fault } from '../format.ts';
import type { ProblemCode, ProblemList } from '../problems.ts';
import type { Scene } from './scene.ts';

/** A fault that is looked at. */
export interface Case {
  readonly scene: Scene;
  readonly fault: Fault;
  /** The path of a place inside the fault. */
  readonly at: (place: string) => string;
  readonly problems: ProblemList;
}

/** Tells what is wrong at a place inside the fault. */
export function tell(
  { at: pathOf, problems }: Case,
  problem: { code: ProblemCode; at: string; message: string; fix: string },
): void {
  const { code, at, message, fix } = problem;
  problems.add({ code, path: pathOf(at), message, fix });
}
