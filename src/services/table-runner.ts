/** Runs machines from their tables: the fast path of hunts. It does what XState does, in the same order; a differential test holds it to that on every scenario. */
import type { AnyStateMachine } from 'xstate';
import { KnownSnapshot, KnownSnapshots } from './known-steps.ts';
import type { MachineRunner, Request, Snapshot, Step } from './machine-runner.ts';
import {
  compileTable,
  type Given,
  type MachineTable,
  type Operation,
  type Params,
  type TableState,
  type TableTransition,
} from './table-compiler.ts';

interface Compiled {
  readonly table: MachineTable;
  readonly snapshots: KnownSnapshots;
}

const compiled = new WeakMap<AnyStateMachine, Compiled>();
/** As many eventless steps as the host allows XState. */
const mostMicrosteps = 1000;

function compiledOf(machine: AnyStateMachine): Compiled {
  const known = compiled.get(machine);
  if (known !== undefined) return known;
  const made = { table: compileTable(machine), snapshots: new KnownSnapshots(machine) };
  compiled.set(machine, made);
  return made;
}

function resolve(params: Params, given: Given): Readonly<Record<string, unknown>> {
  return typeof params === 'function' ? params(given) : params;
}

/** A machine at work on one event. */
class Work {
  context: unknown;
  state: TableState;
  readonly requests: Request[] = [];
  readonly #event: { readonly type: string };

  constructor(state: TableState, context: unknown, event: { readonly type: string }) {
    this.state = state;
    this.context = context;
    this.#event = event;
  }

  /** The first transition whose guard lets it pass. */
  choose(candidates: readonly TableTransition[]): TableTransition | undefined {
    const given = { context: this.context, event: this.#event };
    return candidates.find(
      ({ guard, guardParams }) => guard === undefined || guard(given, resolve(guardParams, given)),
    );
  }

  take({ target, reenter, operations }: TableTransition): void {
    const moves = target !== undefined && (reenter || target !== this.state);
    if (moves) this.perform(this.state.exit);
    this.perform(operations);
    if (!moves) return;
    this.state = target;
    this.perform(target.entry);
  }

  perform(operations: readonly Operation[]): void {
    for (const operation of operations) this.#perform(operation);
  }

  /** Goes on without an event for as long as a guard lets it. */
  settle(): void {
    for (let steps = 0; this.state.always.length > 0; steps++) {
      const next = this.choose(this.state.always);
      if (next === undefined) return;
      if (steps >= mostMicrosteps)
        throw new Error(`the state ${this.state.name} never comes to rest`);
      this.take(next);
    }
  }

  #perform(operation: Operation): void {
    const given = { context: this.context, event: this.#event };
    if (operation.kind === 'wish') {
      this.requests.push({
        kind: 'wish',
        type: operation.type,
        params: resolve(operation.params, given),
      });
    } else if (operation.kind === 'assign') {
      const params = resolve(operation.params, given);
      const next: Record<string, unknown> = { ...(this.context as Record<string, unknown>) };
      for (const [field, value] of operation.fields) {
        next[field] =
          typeof value === 'function'
            ? (value as (given: Given, params: unknown) => unknown)(given, params)
            : value;
      }
      this.context = next;
    } else if (operation.kind === 'timer') {
      this.requests.push({ kind: 'timer', id: operation.id, delay: operation.delay(given) });
    } else {
      this.requests.push({ kind: 'cancel', id: operation.id });
    }
  }
}

/** What a machine is given that is given nothing. */
const nothing = {};

function begin(machine: AnyStateMachine, input?: object): Snapshot {
  const { table, snapshots } = compiledOf(machine);
  const met = snapshots.beginnings.get(input ?? nothing);
  if (met !== undefined) return met;
  const work = new Work(table.initial, table.context(input), { type: 'xstate.init' });
  work.perform(table.initial.entry);
  work.settle();
  const snapshot = snapshots.known({ value: work.state.name, context: work.context });
  snapshots.beginnings.set(input ?? nothing, snapshot);
  return snapshot;
}

/** Looks a step up, or takes it for the first time. */
function step(
  machine: AnyStateMachine,
  snapshot: Snapshot,
  event: { readonly type: string },
): Step {
  const isKnown = snapshot instanceof KnownSnapshot && snapshot.machine === machine;
  const taken = isKnown ? snapshot.stepOf(event.type) : undefined;
  return taken ?? takeFirst(machine, snapshot, event);
}

function takeFirst(
  machine: AnyStateMachine,
  snapshot: Snapshot,
  event: { readonly type: string },
): Step {
  const { table, snapshots } = compiledOf(machine);
  // One that was stored and read back is the same value in another object.
  const before = snapshots.known(snapshot);
  const taken = take(machine, table, snapshot, { type: event.type });
  const step = {
    ...taken,
    snapshot: taken.snapshot === snapshot ? before : snapshots.known(taken.snapshot),
  };
  if (before instanceof KnownSnapshot && before.stepOf(event.type) === undefined)
    before.keep(event.type, step);
  return step;
}

function take(
  machine: AnyStateMachine,
  table: MachineTable,
  snapshot: Snapshot,
  event: { readonly type: string },
): Step {
  const state = table.states.get(String(snapshot.value));
  if (state === undefined)
    throw new Error(`the machine ${machine.id} has no state ${String(snapshot.value)}`);
  const work = new Work(state, snapshot.context, event);
  const chosen = work.choose(state.on.get(event.type) ?? []);
  if (chosen !== undefined) work.take(chosen);
  work.settle();
  const isSame = work.state === state && work.context === snapshot.context;
  const next = isSame ? snapshot : { value: work.state.name, context: work.context };
  // Like XState: a transition that neither goes anywhere nor does anything is none.
  const isNothing =
    chosen === undefined || (chosen.target === undefined && chosen.operations.length === 0);
  return {
    snapshot: next,
    requests: work.requests,
    ignored: isNothing && isSame && work.requests.length === 0,
  };
}

/** Tables: what hunts run on. */
export const tableRunner: MachineRunner = { begin, step };
