/** Whether a promise can be held to a run: what it names exists, and has the effect that it speaks of. */
import type { BusinessPromise, Effect } from '../format.ts';
import type { ProblemList } from '../problems.ts';
import { alternatives, quote } from '../wording.ts';
import { checkGroup, checkReader, checkStep } from './references.ts';
import type { Scene } from './scene.ts';

const anyEffect: readonly Effect['kind'][] = ['ledger', 'stock', 'deed'];

/** All promises of a scenario. */
export function checkPromises(scene: Scene, problems: ProblemList): void {
  scene.scenario.promises.forEach((promise, index) => {
    const path = `promises[${index}]`;
    if ('service' in promise) {
      checkGroup(scene, promise.service, { path: `${path}.service`, problems });
    }
    if ('reader' in promise) {
      checkReader(scene, promise.reader, { path: `${path}.reader`, problems });
    }
    for (const [id, place] of stepsOf(promise, path)) {
      checkStep(scene, id, { path: place, problems });
      checkEffectOf(scene, { id, place, promise }, problems);
    }
  });
}

/** The steps that a promise names, each with its place. */
function stepsOf(promise: BusinessPromise, path: string): readonly (readonly [string, string])[] {
  if ('step' in promise) return [[promise.step, `${path}.step`]];
  if (!('steps' in promise)) return [];
  return promise.steps.map((id, index) => [id, `${path}.steps[${index}]`]);
}

function fitting(kind: BusinessPromise['kind']): readonly Effect['kind'][] {
  const isOfAmounts = kind === 'conserved' || kind === 'never-negative';
  return isOfAmounts ? ['ledger', 'stock'] : anyEffect;
}

function checkEffectOf(
  scene: Scene,
  { id, place, promise }: { id: string; place: string; promise: BusinessPromise },
  problems: ProblemList,
): void {
  const step = scene.steps.get(id);
  const kinds = fitting(promise.kind);
  if (step === undefined || kinds.some((kind) => kind === step.effect?.kind)) return;
  const has = step.effect === undefined ? 'no effect' : `the effect ${quote(step.effect.kind)}`;
  const message = `The step ${quote(id)} has ${has}; a promise ${quote(promise.kind)} needs ${alternatives(kinds.map(quote))}.`;
  const fix = 'Name a step with such an effect, or choose another kind of promise.';
  problems.add({ code: 'promise-without-effect', path: place, message, fix });
}
