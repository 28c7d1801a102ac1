/** The machines of a world at a row: where all instances are, and what one instance went through. Nothing is folded anew: each reading searches the register. */
import { code, reasons, type Cast, type CastMachine, type Trace } from '../../trace/index.ts';
import { messagesOf } from '../ledger/messages.ts';
import { guardsThatHeld, routeBetween } from './chart-moves.ts';
import type { Fact, FactKind } from './state-facts.ts';
import { StateRegister } from './state-register.ts';

/** Something that an instance went through. */
export interface StateEvent {
  readonly row: number;
  readonly time: number;
  readonly kind: FactKind;
  /** States by their codes; the same one twice when it stayed. */
  readonly from: number;
  readonly to: number;
  /** What set it off: types of events or names of delays. Several where the trace does not tell which; none where it fell back. */
  readonly on: readonly string[];
  /** Indexes of the moves of its chart that were taken. */
  readonly moves: readonly number[];
  /** Guards that did not let the event through. */
  readonly guards: readonly string[];
  /** The row in which the message came that led to this, -1 for none. */
  readonly cameBy: number;
  /** That message, -1 for none. */
  readonly message: number;
}

/** An instance: an order, or for consumers a process. */
export interface InstanceView {
  readonly instance: number;
  readonly state: number;
  /** The row of the last thing that it went through. */
  readonly row: number;
}

const noEvents: readonly StateEvent[] = [];

/** All machines of one run. */
export class MachineStates {
  readonly #trace: Trace;
  readonly #cast: Cast;
  readonly #register: StateRegister;

  constructor(trace: Trace, cast: Cast) {
    this.#trace = trace;
    this.#cast = cast;
    this.#register = new StateRegister(trace, cast);
  }

  /** How many instances are in each state after a row, by the code of the state. */
  population(machine: number, row: number): readonly number[] {
    const facts = this.#register.factsOf(machine);
    return facts === undefined ? [] : [...facts.countsAfter(facts.upTo(row))];
  }

  /** One instance after a row; undefined before it appears. */
  instance(machine: number, instance: number, row: number): InstanceView | undefined {
    const facts = this.#register.factsOf(machine);
    const at = facts?.lastOf(instance, facts.upTo(row)) ?? -1;
    if (facts === undefined || at < 0) return undefined;
    const fact = facts.at(at);
    return { instance, state: fact.after, row: fact.row };
  }

  /** Instances after a row, those that something happened to last first; of one state only when it is given. */
  instances(
    machine: number,
    row: number,
    { state = -1, limit }: { readonly state?: number; readonly limit: number },
  ): readonly InstanceView[] {
    const facts = this.#register.factsOf(machine);
    if (facts === undefined) return [];
    const count = facts.upTo(row);
    const counts = facts.countsAfter(count);
    const all = counts.reduce((sum, each) => sum + each, 0);
    const wanted = Math.min(limit, state < 0 ? all : (counts[state] ?? 0));
    const met = new Set<number>();
    const found: InstanceView[] = [];
    for (let at = count - 1; at >= 0 && found.length < wanted; at--) {
      const { instance, after, row: of } = facts.at(at);
      if (met.has(instance)) continue;
      met.add(instance);
      if (state < 0 || after === state) found.push({ instance, state: after, row: of });
    }
    return found;
  }

  /** What an instance went through up to a row, the last first. */
  history(machine: number, instance: number, row: number, limit: number): readonly StateEvent[] {
    const facts = this.#register.factsOf(machine);
    const cast = this.#cast.machines[machine];
    if (facts === undefined || cast === undefined) return noEvents;
    const events: StateEvent[] = [];
    let at = facts.lastOf(instance, facts.upTo(row));
    for (; at >= 0 && events.length < limit; at = facts.previous(at))
      events.push(this.#event(cast, facts.at(at)));
    return events;
  }

  /** What happened to all instances of a machine without moving them, up to a row, the last first: ignored events, and events that guards held. */
  held(machine: number, row: number, limit: number): readonly (StateEvent & InstanceView)[] {
    const facts = this.#register.factsOf(machine);
    const cast = this.#cast.machines[machine];
    if (facts === undefined || cast === undefined) return [];
    return facts.heldAmong(facts.upTo(row), limit).map((at) => {
      const fact = facts.at(at);
      return { ...this.#event(cast, fact), instance: fact.instance, state: fact.after };
    });
  }

  /** The rows up to `row` in which a machine moved, or ignored the event, while this message was handled; the oldest first. */
  rowsOf(message: number, row: number): readonly number[] {
    return message < 0 ? [] : this.#register.rowsOf(message, row);
  }

  #event(machine: CastMachine, { row, kind, before, after }: Fact): StateEvent {
    const trace = this.#trace;
    const cameBy = this.#cameBy(row);
    const message = trace.message(cameBy < 0 ? row : cameBy);
    const isTold = trace.kind(row) === code['state-changed'];
    const from = isTold ? trace.b(row) : before < 0 ? after : before;
    const type = this.#nameOf(messagesOf(trace).typeOf(message));
    const event = { row, time: trace.time(row), kind, from, to: after, cameBy, message };
    if (kind === 'moved') {
      const route = routeBetween(machine, from, after, this.#hint(row, type));
      return { ...event, on: route?.on ?? [], moves: route?.moves ?? [], guards: [] };
    }
    const guards = kind === 'fell back' || type === '' ? [] : guardsThatHeld(machine, after, type);
    // A state that does not know the event asks no guard of it.
    const knows = kind === 'heard' || machine.moves.some((move) => isAbout(move, after, type));
    return {
      ...event,
      on: kind === 'fell back' || type === '' ? [] : [type],
      moves: [],
      guards: knows ? guards : [],
    };
  }

  /** What the trace tells of the event behind a move: the type of the message, and how the work turned out. */
  #hint(row: number, type: string): readonly string[] {
    const trace = this.#trace;
    const cause = trace.cause(row);
    if (cause < 0 || trace.kind(cause) !== code['work-refused']) return [type];
    const isExhausted = reasons[trace.b(cause)] === 'retries exhausted';
    return [type, isExhausted ? 'workFailed' : 'workRefused'];
  }

  #nameOf(type: number): string {
    return this.#cast.types[type]?.name ?? '';
  }

  /** Follows the causes back to the row in which something came from outside, -1 for none. */
  #cameBy(row: number): number {
    const trace = this.#trace;
    let at = row;
    for (let steps = 0; at >= 0 && steps < mostSteps; steps++) {
      if (arrivals.has(trace.kind(at))) return at;
      const cause = trace.cause(at);
      at = cause < at ? cause : -1;
    }
    return -1;
  }
}

function isAbout(move: CastMachine['moves'][number], state: number, type: string): boolean {
  return move.kind === 'event' && move.on === type && (move.from === state || move.from === -1);
}

const arrivals: ReadonlySet<number> = new Set([
  ...[code['record-delivered'], code['call-received'], code['reply-received']],
  ...[code['deadline-passed'], code['call-timed-out'], code['process-crashed']],
]);
/** How far causes are followed. */
const mostSteps = 64;

const known = new WeakMap<Trace, MachineStates>();

/** The machines of a trace: made once, and let go together with the trace. */
export function machineStates(trace: Trace, cast: Cast): MachineStates {
  const before = known.get(trace);
  if (before !== undefined) return before;
  const made = new MachineStates(trace, cast);
  known.set(trace, made);
  return made;
}
