/** What runs machines: a state and an event give a state and what the machine wants done. Two runners share this face, and must never differ. */
import type { AnyStateMachine } from 'xstate';

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

/** A machine's state as an immutable value. XState's own snapshots are of this shape. */
export interface Snapshot {
  /** The name of the state. Our machines are flat. */
  readonly value: unknown;
  readonly context: unknown;
}

/** What came of an event. */
export interface Step {
  readonly snapshot: Snapshot;
  readonly requests: readonly Request[];
  /** The machine's present state does not know this event. */
  readonly ignored: boolean;
}

/** Runs machines as pure functions. */
export interface MachineRunner {
  /** The machine's first snapshot. Nobody edits what it is given. */
  readonly begin: (machine: AnyStateMachine, input?: object) => Snapshot;
  /** What becomes of a snapshot when something happens. */
  readonly step: (
    machine: AnyStateMachine,
    snapshot: Snapshot,
    event: { readonly type: string },
  ) => Step;
}

/** No parameters, shared. */
export const noParams: Readonly<Record<string, unknown>> = Object.freeze({});

/** The name of the state in which a (flat) machine is. */
export function stateOf(snapshot: Snapshot): string {
  const { value } = snapshot;
  return typeof value === 'string' ? value : String(value);
}
