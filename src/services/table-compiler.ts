/** Compiles a flat XState machine into a table. Only the dialect in which our machines are written is understood; anything else is refused when it is compiled, never misread when it runs. */
import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { noParams } from './machine-runner.ts';

/** What functions of a machine are given. */
export interface Given {
  readonly context: unknown;
  readonly event: { readonly type: string };
}

/** Parameters: stated, or computed from context and event. */
export type Params =
  Readonly<Record<string, unknown>> | ((given: Given) => Readonly<Record<string, unknown>>);

/** One operation of a transition, an entry or an exit. */
export type Operation =
  | { readonly kind: 'wish'; readonly type: string; readonly params: Params }
  | {
      readonly kind: 'assign';
      readonly fields: readonly (readonly [string, unknown])[];
      readonly params: Params;
    }
  | { readonly kind: 'timer'; readonly id: string; readonly delay: (given: Given) => number }
  | { readonly kind: 'cancel'; readonly id: string };

/** A transition of the table. */
export interface TableTransition {
  readonly guard: ((given: Given, params: unknown) => boolean) | undefined;
  readonly guardParams: Params;
  /** The state to go to; absent: only actions. */
  readonly target: TableState | undefined;
  readonly reenter: boolean;
  readonly operations: readonly Operation[];
}

/** A state of the table. */
export interface TableState {
  readonly name: string;
  entry: readonly Operation[];
  exit: readonly Operation[];
  /** By type of event, those of the machine's root included. */
  on: ReadonlyMap<string, readonly TableTransition[]>;
  always: readonly TableTransition[];
}

/** A compiled machine. */
export interface MachineTable {
  readonly states: ReadonlyMap<string, TableState>;
  readonly initial: TableState;
  readonly context: (input: unknown) => unknown;
}

interface BuiltIn {
  readonly type: string;
  readonly assignment?: unknown;
  readonly id?: string;
  readonly delay?: unknown;
  readonly sendId?: string;
}

function refuse(machine: AnyStateMachine, what: string): never {
  throw new Error(`the machine ${machine.id} cannot be compiled into a table: ${what}`);
}

function delayOf(machine: AnyStateMachine, name: unknown): (given: Given) => number {
  const delay: unknown = typeof name === 'string' ? machine.implementations.delays[name] : name;
  if (typeof delay === 'number') return () => delay;
  if (typeof delay === 'function') return (given) => (delay as (given: Given) => number)(given);
  return refuse(machine, `it waits for ${String(name)}, which is no delay`);
}

function builtIn(machine: AnyStateMachine, action: BuiltIn, params: Params): Operation {
  if (action.type === 'xstate.assign') {
    if (typeof action.assignment !== 'object' || action.assignment === null)
      return refuse(machine, 'it assigns the whole context at once');
    return { kind: 'assign', fields: Object.entries(action.assignment), params };
  }
  if (action.type === 'xstate.cancel') return { kind: 'cancel', id: String(action.sendId) };
  if (action.type === 'xstate.raise' && action.id !== undefined && action.delay !== undefined) {
    return { kind: 'timer', id: action.id, delay: delayOf(machine, action.delay) };
  }
  return refuse(machine, `${action.type} is not of its dialect`);
}

function operationOf(machine: AnyStateMachine, action: unknown): Operation {
  if (typeof action === 'function') return builtIn(machine, action as unknown as BuiltIn, noParams);
  const { type, params = noParams } =
    typeof action === 'string' ? { type: action } : (action as { type: string; params?: Params });
  const meaning: unknown = machine.implementations.actions[type];
  if (meaning === undefined) return refuse(machine, `nobody defined the action ${type}`);
  const isBuiltIn = typeof meaning === 'function' && 'type' in meaning;
  return isBuiltIn
    ? builtIn(machine, meaning as unknown as BuiltIn, params)
    : { kind: 'wish', type, params };
}

function guardOf(
  machine: AnyStateMachine,
  guard: unknown,
): Pick<TableTransition, 'guard' | 'guardParams'> {
  if (guard === undefined) return { guard: undefined, guardParams: noParams };
  const { type, params = noParams } =
    typeof guard === 'string' ? { type: guard } : (guard as { type: string; params?: Params });
  const meaning: unknown = machine.implementations.guards[type];
  if (typeof meaning !== 'function' || 'type' in meaning)
    return refuse(machine, `the guard ${type} is no plain function`);
  return { guard: meaning as (given: Given, params: unknown) => boolean, guardParams: params };
}

/** Compiles a machine. */
export function compileTable(machine: AnyStateMachine): MachineTable {
  const states = new Map<string, TableState>();
  for (const name of Object.keys(machine.root.states))
    states.set(name, { name, entry: [], exit: [], on: new Map(), always: [] });
  const transition = ({
    target,
    guard,
    reenter,
    actions,
  }: AnyTransitionDefinition): TableTransition => {
    if ((target?.length ?? 0) > 1) refuse(machine, 'a transition has several targets');
    const [to] = target ?? [];
    const { guard: passes, guardParams } = guardOf(machine, guard);
    return {
      guard: passes,
      guardParams,
      target:
        to === undefined
          ? undefined
          : (states.get(to.key) ?? refuse(machine, `it goes to ${to.key}`)),
      reenter,
      operations: actions.map((action) => operationOf(machine, action)),
    };
  };
  const operations = (actions: readonly unknown[]) =>
    actions.map((action) => operationOf(machine, action));
  const root = new Map(
    [...machine.root.transitions].map(([event, list]) => [event, list.map(transition)]),
  );
  if (machine.root.entry.length + machine.root.exit.length > 0)
    refuse(machine, 'its root has entry or exit actions');
  for (const [name, state] of states) {
    const node = machine.root.states[name] as AnyStateNode;
    if (node.type !== 'atomic') refuse(machine, `its state ${name} is ${node.type}`);
    state.entry = operations(node.entry);
    state.exit = operations(node.exit);
    state.always = (node.always ?? []).map(transition);
    const own = new Map(
      [...node.transitions].map(([event, list]) => [event, list.map(transition)]),
    );
    for (const [event, list] of root) own.set(event, [...(own.get(event) ?? []), ...list]);
    state.on = own;
  }
  const [initial] = machine.root.initial.target;
  const context: unknown = machine.config.context;
  return {
    states,
    initial: states.get(initial?.key ?? '') ?? refuse(machine, 'it has no initial state'),
    context:
      typeof context === 'function'
        ? (input) => (context as (given: { input: unknown }) => unknown)({ input })
        : () => context,
  };
}
