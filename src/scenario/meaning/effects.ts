/** Whether what steps do can be refused, timed out and taken back as the flow demands. */
import type { Step } from '../format.ts';
import type { ProblemList } from '../problems.ts';
import { listed, quote } from '../wording.ts';
import { stepsBefore } from './order-of-steps.ts';
import { stepPath, type Scene } from './scene.ts';

/** The effects of all steps. */
export function checkEffects(scene: Scene, problems: ProblemList): void {
  const { flow } = scene.scenario;
  flow.steps.forEach((step, index) => {
    const path = stepPath(index);
    checkRefused(step, path, problems);
    checkKey(step, path, problems);
    checkCompensation(step, path, problems);
  });
  checkExpired(scene, problems);
  checkStock(scene, problems);
}

/** Why a step may end otherwise than done, apart from a timeout. */
function refusals({ refusal, effect, failure }: Step): readonly string[] {
  return [
    ...(refusal.in > 0 ? ['may refuse'] : []),
    ...(effect?.kind === 'stock' ? ['may find too little stock'] : []),
    ...(failure.in > 0 ? ['may fail until its retries are used up'] : []),
  ];
}

function checkRefused(step: Step, path: string, problems: ProblemList): void {
  const why = refusals(step);
  if (why.length === 0 || step.refused !== undefined) return;
  const message = `The step ${quote(step.id)} ${listed(why)}, and no fact says so.`;
  const fix = 'Add "refused" with a name in the past tense, for instance "CardRefused".';
  problems.add({ code: 'missing-refused', path: `${path}.refused`, message, fix });
}

function checkKey({ id, effect }: Step, path: string, problems: ProblemList): void {
  if (effect?.reach !== 'local' || !effect.idempotencyKey) return;
  const message = `The effect of step ${quote(id)} is local, so nobody would read its idempotency key.`;
  const fix = 'Remove "idempotencyKey" and switch the inbox on, or make the effect external.';
  const place = `${path}.effect.idempotencyKey`;
  problems.add({ code: 'key-on-local-effect', path: place, message, fix });
}

/**
 * Past its pivot a flow can only go forward: an effect that cannot be undone must be followed by certainty.
 * Only for a flow whose steps are in order, for otherwise "after" says nothing.
 */
export function checkPivots(scene: Scene, problems: ProblemList): void {
  scene.scenario.flow.steps.forEach((step, index) => {
    if (step.effect === undefined || step.compensation !== undefined) return;
    const threats = threatsTo(scene, step);
    if (threats.length === 0) return;
    const message = `The effect of step ${quote(step.id)} cannot be taken back, although ${listed(threats)}.`;
    const fix = 'Add a compensation, or let these steps neither refuse nor time out.';
    const path = `${stepPath(index)}.compensation`;
    problems.add({ code: 'missing-compensation', path, message, fix });
  });
}

function checkCompensation(step: Step, path: string, problems: ProblemList): void {
  if (step.effect !== undefined || step.compensation === undefined) return;
  const message = `The step ${quote(step.id)} has a compensation, and no effect to take back.`;
  const fix = 'Give the step an effect, or remove the compensation.';
  const place = `${path}.compensation`;
  problems.add({ code: 'compensation-without-effect', path: place, message, fix });
}

/** What may end the order badly once the effect of this step is in force. */
function threatsTo(scene: Scene, step: Step): readonly string[] {
  const before = stepsBefore(scene, step.id);
  const others = scene.scenario.flow.steps.filter(({ id }) => id !== step.id && !before.has(id));
  const threats = others.flatMap((other) => {
    const why = [...refusals(other), ...(other.timeout === undefined ? [] : ['may time out'])];
    return why.length === 0 ? [] : [`${quote(other.id)} ${listed(why, 'or')}`];
  });
  // A deadline that passes says nothing of whether the work was done.
  return step.timeout === undefined ? threats : ['its own timeout may pass', ...threats];
}

function checkExpired({ scenario }: Scene, problems: ProblemList): void {
  const { expired, steps } = scenario.flow;
  const timed = steps.filter(({ timeout }) => timeout !== undefined).map(({ id }) => quote(id));
  if (expired !== undefined || timed.length === 0) return;
  const message = `A timeout may pass in ${listed(timed)}, and no fact says so.`;
  const fix = 'Add "expired" with a name in the past tense, for instance "OrderExpired".';
  problems.add({ code: 'missing-expired', path: 'flow.expired', message, fix });
}

function checkStock({ scenario }: Scene, problems: ProblemList): void {
  const { steps } = scenario.flow;
  const takers = steps.filter(({ effect }) => effect?.kind === 'stock');
  const [first, second] = takers;
  if (first !== undefined && scenario.workload.stock === undefined) {
    const message = `The step ${quote(first.id)} takes stock, and the workload has none.`;
    const fix = 'Add "stock": the number of units at the beginning.';
    problems.add({ code: 'missing-stock', path: 'workload.stock', message, fix });
  }
  if (first === undefined || second === undefined) return;
  const message = `The steps ${quote(first.id)} and ${quote(second.id)} both take stock; there is one stock only.`;
  const fix = `Make the effect of ${quote(second.id)} a "ledger" or a "deed".`;
  const path = `${stepPath(steps.indexOf(second))}.effect.kind`;
  problems.add({ code: 'second-stock', path, message, fix });
}
