/** Runs XState machines as pure functions: a snapshot and an event give a snapshot and what the machine wants done. Nothing here acts. */
import type {
  AnyActorRef,
  AnyActorScope,
  AnyMachineSnapshot,
  AnyStateMachine,
  ExecutableActionObject,
} from 'xstate';
import {
  noParams,
  type MachineRunner,
  type Request,
  type Snapshot,
  type Step,
} from './machine-runner.ts';

let collected: Request[] = [];

function never(): never {
  throw new Error('a simulated machine has no actors of its own');
}

function collect(action: ExecutableActionObject): void {
  const params = (action.params ?? noParams) as Readonly<Record<string, unknown>>;
  if (action.type === 'xstate.raise') {
    const { id, delay } = params as { id?: string; delay?: number };
    if (id === undefined || typeof delay !== 'number')
      throw new Error(`a delay of the machine has no value: ${String(id)}`);
    collected.push({ kind: 'timer', id, delay });
  } else if (action.type === 'xstate.cancel') {
    collected.push({ kind: 'cancel', id: String(params['sendId']) });
  } else if (action.type.startsWith('xstate.')) {
    throw new Error(`${action.type} would leave virtual time`);
  } else {
    if (action.exec === undefined)
      throw new Error(`the machine names an action that nobody defined: ${action.type}`);
    collected.push({ kind: 'wish', type: action.type, params });
  }
}

// [1] One scope for all machines: a scope per call costs more than the transition itself. XState swaps `actionExecutor` while
// it works, so the object must stay extensible. `system` is reached only for inspection, which a simulated machine has none of.
const scope: AnyActorScope = {
  id: 'host',
  sessionId: 'host',
  self: {} as AnyActorRef,
  system: { _sendInspectionEvent: () => undefined } as unknown as AnyActorScope['system'],
  logger: never,
  defer: () => undefined,
  emit: never,
  stopChild: never,
  actionExecutor: collect,
};

/**
 * The machine's first snapshot.
 * @throws Error when the machine cannot begin.
 */
function begin(machine: AnyStateMachine, input?: unknown): Snapshot {
  collected = [];
  const snapshot = machine.getInitialSnapshot(scope, input) as AnyMachineSnapshot;
  if (snapshot.status === 'error') throw snapshot.error;
  return snapshot;
}

/** XState's snapshots know their machine. Those of the other runner are values alone, and are made whole. */
function whole(machine: AnyStateMachine, snapshot: Snapshot): AnyMachineSnapshot {
  if ('status' in snapshot) return snapshot as AnyMachineSnapshot;
  const { value, context } = snapshot;
  return machine.resolveState({ value: String(value), context }) as AnyMachineSnapshot;
}

/** What becomes of a snapshot when something happens. */
function step(
  machine: AnyStateMachine,
  snapshot: Snapshot,
  event: { readonly type: string },
): Step {
  const requests: Request[] = [];
  collected = requests;
  const before = whole(machine, snapshot);
  const next = machine.transition(before, event, scope) as AnyMachineSnapshot;
  const ignored = next === before && requests.length === 0 && !before.can(event);
  return { snapshot: next, requests, ignored };
}

/** XState itself: what a person sees on the stage. */
export const xstateRunner: MachineRunner = { begin, step };
