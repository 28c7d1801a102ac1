/** Whether the steps follow each other: who waits for whom, and that nobody waits in a circle. */
import type { Step } from '../format.ts';
import type { ProblemList } from '../problems.ts';
import { quote } from '../wording.ts';
import { checkService, checkStep } from './references.ts';
import { stepPath, type Scene } from './scene.ts';

/** The references of the flow and its order. */
export function checkOrderOfSteps(scene: Scene, problems: ProblemList): void {
  const { flow } = scene.scenario;
  checkService(scene, flow.owner, { path: 'flow.owner', problems });
  flow.steps.forEach((step, index) => {
    checkService(scene, step.service, { path: `${stepPath(index)}.service`, problems });
    step.after.forEach((before, position) => {
      const path = `${stepPath(index)}.after[${position}]`;
      if (before === step.id) tellAfterItself(step, path, problems);
      else checkStep(scene, before, { path, problems });
    });
  });
  for (const circle of circlesIn(scene)) tellCircle(scene, circle, problems);
}

/** Ids of all steps that are done before this one begins. */
export function stepsBefore(scene: Scene, id: string): ReadonlySet<string> {
  const before = new Set<string>();
  const waiting = [id];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const earlier of scene.steps.get(next)?.after ?? []) {
      if (before.has(earlier)) continue;
      before.add(earlier);
      waiting.push(earlier);
    }
  }
  return before;
}

function tellAfterItself(step: Step, path: string, problems: ProblemList): void {
  const message = `The step ${quote(step.id)} waits for itself.`;
  const fix = 'Remove it from the list; name only steps that come before.';
  problems.add({ code: 'step-after-itself', path, message, fix });
}

/** Circles of at least two steps, each step in at most one of them, so that each mistake is told once. */
function circlesIn(scene: Scene): readonly (readonly string[])[] {
  const circles: string[][] = [];
  const settled = new Set<string>();
  for (const start of scene.steps.keys()) {
    const trail: string[] = [];
    let next: string | undefined = start;
    while (next !== undefined && !settled.has(next) && !trail.includes(next)) {
      trail.push(next);
      next = waitsInCircle(scene, next, settled);
    }
    if (next !== undefined && trail.includes(next)) circles.push(trail.slice(trail.indexOf(next)));
    trail.forEach((id) => settled.add(id));
  }
  return circles;
}

/** One of the steps that this one waits for and that wait for it in turn. */
function waitsInCircle(scene: Scene, id: string, settled: ReadonlySet<string>): string | undefined {
  const before = scene.steps.get(id)?.after ?? [];
  return before.find(
    (each) => each !== id && !settled.has(each) && stepsBefore(scene, each).has(id),
  );
}

function tellCircle(scene: Scene, circle: readonly string[], problems: ProblemList): void {
  const [first = ''] = circle;
  const index = scene.scenario.flow.steps.findIndex(({ id }) => id === first);
  const names = [...circle, first].join(' → ');
  const message = `These steps wait for each other, each for the next: ${names}.`;
  const fix = 'Break the circle: remove one of them from the "after" of another.';
  problems.add({ code: 'cyclic-flow', path: `${stepPath(index)}.after`, message, fix });
}
