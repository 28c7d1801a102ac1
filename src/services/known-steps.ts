/** What is known of a machine's steps. A machine is pure, so a step that was taken once from a snapshot is the same for every order and every seed: it is looked up, not taken again. */
import type { AnyStateMachine } from 'xstate';
import type { Snapshot, Step } from './machine-runner.ts';

/** Snapshots of one machine that are kept. Beyond that (a machine that counts without end) steps are taken each time. */
const mostSnapshots = 10_000;

/** A snapshot with the steps that are known from it, by type of event: of an event, a simulated machine sees its type alone. */
export class KnownSnapshot implements Snapshot {
  readonly machine: AnyStateMachine;
  readonly value: unknown;
  readonly context: unknown;
  /** Types of events, and the step that each leads to: they are few, and looked through. */
  readonly #types: string[] = [];
  readonly #steps: Step[] = [];

  constructor(machine: AnyStateMachine, { value, context }: Snapshot) {
    this.machine = machine;
    this.value = value;
    this.context = context;
  }

  /** The step that an event of a type leads to, if it was ever taken. */
  stepOf(type: string): Step | undefined {
    const types = this.#types;
    for (let at = 0; at < types.length; at++) if (types[at] === type) return this.#steps[at];
    return undefined;
  }

  /** Keeps a step that was taken for the first time. */
  keep(type: string, step: Step): void {
    this.#types.push(type);
    this.#steps.push(step);
  }
}

/** The snapshots of one machine that were met so far, each once. */
export class KnownSnapshots {
  readonly #machine: AnyStateMachine;
  readonly #snapshots = new Map<string, KnownSnapshot>();
  /** Where the machine begins, by the very object that it is given. Nobody edits that. */
  readonly beginnings = new WeakMap<object, Snapshot>();

  constructor(machine: AnyStateMachine) {
    this.#machine = machine;
  }

  /** The same snapshot, as the one object that stands for it; as it is when there are too many. */
  known(snapshot: Snapshot): Snapshot {
    const name = `${String(snapshot.value)} ${JSON.stringify(snapshot.context)}`;
    const met = this.#snapshots.get(name);
    if (met !== undefined) return met;
    if (this.#snapshots.size >= mostSnapshots) return snapshot;
    const first = new KnownSnapshot(this.#machine, snapshot);
    this.#snapshots.set(name, first);
    return first;
  }
}
