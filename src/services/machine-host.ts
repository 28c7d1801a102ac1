/** Runs XState machines as pure functions: a snapshot and an event give a snapshot and what the machine wants done. Nothing here acts. */
import type {
  AnyActorRef,
  AnyActorScope,
  AnyMachineSnapshot,
  AnyStateMachine,
  ExecutableActionObject,
} from 'xstate';

/** A wait that a machine asks for. Its id is also the type of the event that ends it. */
export interface TimerRequest {
  readonly kind: 'timer';
  readonly id: string;
  /** In the machine's own unit: microseconds. */
  readonly delay: number;
}

/** A wait that a machine no longer wants. */
export interface TimerCancel {
  readonly kind: 'cancel';
  readonly id: string;
}

/** Something that a machine wants done, under its own name for it. */
export interface Wish {
  readonly kind: 'wish';
  readonly type: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** What a step of a machine asks of its host, in order. */
export type Request = TimerRequest | TimerCancel | Wish;

/** A machine's state as an immutable value. */
export type Snapshot = AnyMachineSnapshot;

/** What came of an event. */
export interface Step {
  readonly snapshot: Snapshot;
  readonly requests: readonly Request[];
  /** The machine's present state does not know this event. */
  readonly ignored: boolean;
}

const noParams: Readonly<Record<string, unknown>> = Object.freeze({});
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
export function begin(machine: AnyStateMachine, input?: unknown): Snapshot {
  collected = [];
  const snapshot = machine.getInitialSnapshot(scope, input) as Snapshot;
  if (snapshot.status === 'error') throw snapshot.error;
  return snapshot;
}

/** What becomes of a snapshot when something happens. */
export function step(
  machine: AnyStateMachine,
  snapshot: Snapshot,
  event: { readonly type: string },
): Step {
  const requests: Request[] = [];
  collected = requests;
  const next = machine.transition(snapshot, event, scope) as Snapshot;
  const ignored = next === snapshot && requests.length === 0 && !snapshot.can(event);
  return { snapshot: next, requests, ignored };
}

/** The name of the state in which a (flat) machine is. */
export function stateOf(snapshot: Snapshot): string {
  return String(snapshot.value);
}
