/** From the one flow to the roles of each style: what every machine hears and says. The roles carry no flow. */
import type { Flow, Scenario, Step } from '../../scenario/index.ts';
import {
  pascalCase,
  type EntityRole,
  type FailureRule,
  type OwnerRole,
  type SagaRole,
  type UndoRule,
} from '../../services/index.ts';
import { FlowOrder, mayRefuse } from './undo-order.ts';

/** The call by which a client places an order, in every style. */
export const placing = 'PlaceOrder';

const microsPerMilli = 1000;

/** What proves that a step is not, or no longer, in force. */
function proofsOfNothing(step: Step): string[] {
  return [step.compensation?.done, mayRefuse(step) ? step.refused : undefined].filter(
    (name) => name !== undefined,
  );
}

function undoRulesOf(step: Step, flow: Flow, order: FlowOrder): UndoRule[] {
  const rule = (message: string, failed: Step | undefined): UndoRule[] => {
    const toUndo = order.toUndoAfter(failed);
    if (!toUndo.includes(step)) return [];
    return [{ message, waitsFor: order.undoneBefore(step, toUndo).map(proofsOfNothing) }];
  };
  const refusals = flow.steps
    .filter(mayRefuse)
    .flatMap((failed) =>
      failed === step || failed.refused === undefined ? [] : rule(failed.refused, failed),
    );
  return hasDeadlines(flow) && flow.expired !== undefined
    ? [...refusals, ...rule(flow.expired, undefined)]
    : refusals;
}

function hasDeadlines(flow: Flow): boolean {
  return flow.steps.some((step) => step.timeout !== undefined);
}

function workOf(step: Step) {
  return {
    id: step.id,
    done: step.done,
    refused: mayRefuse(step) ? step.refused : undefined,
    undone: step.compensation?.done,
    attempts: step.retry.attempts,
    backoffMicros: step.retry.backoffMs * microsPerMilli,
    backoffFactor: step.retry.factor,
  };
}

/** A step that hears the facts of the steps before it, and undoes when it hears of a failure after it. */
export function choreographedStep(step: Step, flow: Flow): EntityRole {
  const order = new FlowOrder(flow);
  const needed = flow.steps.filter((other) => step.after.includes(other.id));
  // Only a step beside this one can fail before this one has begun: an earlier one never lets it begin, a later one comes after it.
  const others = flow.steps.filter(
    (other) =>
      other !== step &&
      mayRefuse(other) &&
      !order.precedes(other, step) &&
      !order.precedes(step, other),
  );
  const stops = [
    ...others.map((other) => other.refused),
    hasDeadlines(flow) ? flow.expired : undefined,
  ].filter((name) => name !== undefined);
  return {
    ...workOf(step),
    needs: needed.length === 0 ? [flow.placed] : needed.map((other) => other.done),
    undo: step.compensation === undefined ? [] : undoRulesOf(step, flow, order),
    stops,
  };
}

/** A step that does what it is told, by a message or by a call. */
export function directedStep(step: Step): EntityRole {
  const undo =
    step.compensation === undefined ? [] : [{ message: step.compensation.command, waitsFor: [] }];
  return { ...workOf(step), needs: [step.command], undo, stops: undo.map((rule) => rule.message) };
}

function awaitingState(level: readonly Step[]): string {
  return `awaiting${level.map((step) => pascalCase(step.id)).join('And')}`;
}

function largest(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

/** The owner of a choreography. It cannot ask again, so it waits for as long as a saga would in all its attempts. */
export function ownerRole(flow: Flow): OwnerRole {
  const order = new FlowOrder(flow);
  const rule = (message: string, failed: Step | undefined): FailureRule => ({
    message,
    waitsFor: order.undoneLast(order.toUndoAfter(failed)).map(proofsOfNothing),
  });
  return {
    id: `${flow.owner}-owner`,
    placing,
    placed: flow.placed,
    levels: order.levels().map((level) => ({
      state: awaitingState(level),
      facts: level.map((step) => step.done),
      deadlineMicros: largest(
        level.map(
          (step) => step.timeout && step.timeout.afterMs * step.timeout.attempts * microsPerMilli,
        ),
      ),
    })),
    failures: flow.steps
      .filter(mayRefuse)
      .flatMap((step) => (step.refused === undefined ? [] : [rule(step.refused, step)])),
    expired:
      hasDeadlines(flow) && flow.expired !== undefined ? rule(flow.expired, undefined) : undefined,
  };
}

function sagaSteps(level: readonly Step[]) {
  return level.map((step) => ({
    id: step.id,
    command: step.command,
    done: step.done,
    refused: mayRefuse(step) ? step.refused : undefined,
    undo: step.compensation,
  }));
}

const undoAgainMs = 5000;

/** The orchestrator: it asks, waits and asks again over topics. */
export function sagaRole(flow: Flow): SagaRole {
  return {
    id: `${flow.owner}-saga`,
    placing,
    levels: new FlowOrder(flow).levels().map((level) => ({
      state: awaitingState(level),
      steps: sagaSteps(level),
      deadlineMicros: largest(
        level.map((step) => step.timeout && step.timeout.afterMs * microsPerMilli),
      ),
      attempts: Math.max(1, ...level.map((step) => step.timeout?.attempts ?? 1)),
    })),
    undoAgainMicros:
      (largest(flow.steps.map((step) => step.timeout?.afterMs)) ?? undoAgainMs) * microsPerMilli,
    answers: 'at once',
  };
}

/** The caller of the direct style: the same saga over synchronous calls, one step after the other, in memory only. */
export function callerRole(scenario: Scenario): SagaRole {
  const { deadlineMs, attempts } = scenario.workload.calls;
  const steps = new FlowOrder(scenario.flow).levels().flat();
  return {
    id: `${scenario.flow.owner}-caller`,
    placing,
    levels: steps.map((step) => ({
      state: awaitingState([step]),
      steps: sagaSteps([step]),
      deadlineMicros: deadlineMs * microsPerMilli,
      attempts,
    })),
    undoAgainMicros: deadlineMs * microsPerMilli,
    answers: 'at the end',
  };
}
