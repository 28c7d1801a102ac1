/** What an XState machine looks like: its states and every move between them, read from the machine itself, as plain data. */
import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';

/** One transition of a machine. */
export interface ChartMove {
  /** The state that it leaves, by its index; -1 for any. */
  readonly from: number;
  /** The state that it goes to; -1 when the machine stays where it is. */
  readonly to: number;
  /** What it waits for: an event, nothing, or that a delay has passed. */
  readonly kind: 'event' | 'always' | 'after';
  /** The type of the event, or the name of the delay; empty for `always`. */
  readonly on: string;
  /** The guard that must let it pass; empty for none. */
  readonly guard: string;
  /** What it does on the way: the names of its actions, with the message that they name. */
  readonly does: readonly string[];
}

/** A machine as data. */
export interface Chart {
  readonly states: readonly string[];
  /** The state in which it begins: an index. */
  readonly initial: number;
  /** For each state what is done on entering it. */
  readonly entries: readonly (readonly string[])[];
  /** In the order in which the machine tries them, state by state; those of the root at the end. */
  readonly moves: readonly ChartMove[];
}

interface NamedAction {
  readonly type: string;
  readonly params?: unknown;
}

/** Reads a flat machine. */
export function chartOf(machine: AnyStateMachine): Chart {
  const states = Object.keys(machine.root.states);
  const nodes = states.map((state) => machine.root.states[state] as AnyStateNode);
  const begins = machine.root.initial.target[0]?.key ?? '';
  const sayings = new Sayings(machine);
  const movesOf = (node: AnyStateNode, from: number): ChartMove[] => {
    const delays = new Map(node.after.map(({ eventType, delay }) => [eventType, String(delay)]));
    const move = (
      { target, guard, actions }: AnyTransitionDefinition,
      kind: ChartMove['kind'],
      on: string,
    ): ChartMove => ({
      ...{ from, to: states.indexOf(target?.[0]?.key ?? ''), kind, on, guard: nameOf(guard) },
      does: sayings.of(actions, on),
    });
    const awaited = [...node.transitions].flatMap(([event, list]) => {
      const delay = delays.get(event);
      return list.map((each) =>
        delay === undefined ? move(each, 'event', event) : move(each, 'after', delay),
      );
    });
    return [...awaited, ...(node.always ?? []).map((each) => move(each, 'always', ''))];
  };
  return {
    states,
    initial: states.indexOf(begins),
    entries: nodes.map(({ entry }) => sayings.of(entry, '')),
    moves: [...nodes.flatMap(movesOf), ...movesOf(machine.root, -1)],
  };
}

function nameOf(guard: unknown): string {
  if (guard === undefined) return '';
  return typeof guard === 'string' ? guard : (guard as { readonly type: string }).type;
}

/** Actions in words. */
class Sayings {
  /** What the machine begins with. */
  readonly #context: unknown;

  constructor({ config }: AnyStateMachine) {
    const context: unknown = config.context;
    this.#context =
      typeof context === 'function'
        ? (context as (of: unknown) => unknown)({ input: {} })
        : context;
  }

  /** The names of actions. What XState adds by itself, to set and cancel delays, has no name and is told by the move that waits. */
  of(actions: readonly unknown[], event: string): string[] {
    return actions.flatMap((action) => {
      if (typeof action === 'function') return [];
      const { type, params } =
        typeof action === 'string' ? { type: action } : (action as NamedAction);
      const detail = this.#detail(params, event);
      return [detail === '' ? type : `${type} ${detail}`];
    });
  }

  /** Which message, answer or outcome it is about. It hangs on the machine alone, so that of its beginning says it. */
  #detail(params: unknown, event: string): string {
    const given = { context: this.#context, event: { type: event } };
    const stated: unknown =
      typeof params === 'function' ? (params as (of: unknown) => unknown)(given) : params;
    if (typeof stated !== 'object' || stated === null) return '';
    const { message, answer, outcome } = stated as Readonly<Record<string, unknown>>;
    return [message, answer, outcome].filter((each) => typeof each === 'string').join(' ');
  }
}
