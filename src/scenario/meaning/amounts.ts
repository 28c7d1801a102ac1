/** Whether numbers go together: ranges that begin below their end, chances up to certainty, waits that end. */
import type { Chance, Retry, Scenario, SpanMs } from '../format.ts';
import { limits } from '../limits.ts';
import type { ProblemList } from '../problems.ts';
import { stepPath } from './scene.ts';

/** All amounts of a scenario. */
export function checkAmounts(scenario: Scenario, problems: ProblemList): void {
  const { network, readers, flow, workload } = scenario;
  checkSpan(network.latency, 'network.latency', problems);
  checkChance(network.loss, 'network.loss', problems);
  readers.forEach(({ work }, index) => {
    checkSpan(work, `readers[${index}].work`, problems);
  });
  flow.steps.forEach((step, index) => {
    const path = stepPath(index);
    checkSpan(step.work, `${path}.work`, problems);
    checkChance(step.refusal, `${path}.refusal`, problems);
    checkChance(step.failure, `${path}.failure`, problems);
    checkRetry(step.retry, `${path}.retry`, problems);
  });
  checkChance(workload.hotCustomer, 'workload.hotCustomer', problems);
  checkRange(workload.price, 'workload.price', problems);
  checkRange(workload.quantity, 'workload.quantity', problems);
}

function checkSpan({ minMs, maxMs }: SpanMs, path: string, problems: ProblemList): void {
  if (minMs > maxMs) tellReversed([minMs, maxMs], path, problems);
}

function checkRange(
  { min, max }: { readonly min: number; readonly max: number },
  path: string,
  problems: ProblemList,
): void {
  if (min > max) tellReversed([min, max], path, problems);
}

function tellReversed(ends: readonly [number, number], path: string, problems: ProblemList): void {
  const message = `The range begins at ${ends[0]} and ends at ${ends[1]}, which is less.`;
  problems.add({ code: 'reversed-range', path, message, fix: 'Exchange the two numbers.' });
}

function checkChance(chance: Chance, path: string, problems: ProblemList): void {
  if (chance.in <= chance.of) return;
  const message = `A chance of ${chance.in} in ${chance.of} is more than certain.`;
  const fix = `Write at most ${chance.of} for "in"; ${chance.of} in ${chance.of} is always.`;
  problems.add({ code: 'impossible-chance', path, message, fix });
}

/** A wait that grows by a factor soon passes every bound, and numbers stop being exact. */
function checkRetry({ attempts, backoffMs, factor }: Retry, path: string, problems: ProblemList) {
  let wait = backoffMs;
  for (let attempt = 2; attempt < attempts && wait <= limits.dayMs; attempt++) wait *= factor;
  if (wait <= limits.dayMs) return;
  const message = `The wait before the last of ${attempts} attempts would be longer than a day.`;
  const fix = 'Lower "attempts", "backoffMs" or "factor".';
  problems.add({ code: 'endless-retry', path, message, fix });
}
