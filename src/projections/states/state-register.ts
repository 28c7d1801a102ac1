/**
 * The states of all machines of a run, read off its trace. A process that works on an order tells each move at once, but the
 * move is lost with it when it crashes before its commit: what was stored stands again then, whoever else is at work.
 */
import { code, type Cast, type Trace } from '../../trace/index.ts';
import { Growing } from '../ledger/growing.ts';
import { messagesOf } from '../ledger/messages.ts';
import { guardsThatHeld } from './chart-moves.ts';
import { StateFacts } from './state-facts.ts';

/** What a process has told of an order's machine since its last commit. */
interface Uncommitted {
  readonly machine: number;
  readonly order: number;
  /** Where it began. */
  readonly from: number;
  /** The fact that it told last. */
  last: number;
}

/** What is in the memory of one process. */
class Memory {
  readonly uncommitted = new Map<string, Uncommitted>();
  /** By message at work: the machines that answered it, by moving or by ignoring it. */
  readonly answered = new Map<number, number[]>();

  forget(): void {
    this.uncommitted.clear();
    this.answered.clear();
  }
}

/** Reads on by itself when the trace has grown. */
export class StateRegister {
  readonly #trace: Trace;
  readonly #cast: Cast;
  readonly #facts: readonly StateFacts[];
  readonly #memories: readonly Memory[];
  /** By machine: for each order the state that was stored last. */
  readonly #stored: readonly Growing[];
  /** By service and type of message: the machines that hear it. */
  readonly #hearers: readonly ReadonlyMap<number, readonly number[]>[];
  /** Rows of moves and of ignored events, and for each the one before of the same message. */
  readonly #told = new Growing();
  readonly #toldBefore = new Growing();
  /** By message: its last entry in `#told`. */
  readonly #toldLast = new Growing();
  readonly #isHeldBy = new Map<string, boolean>();
  #read = 0;

  constructor(trace: Trace, cast: Cast) {
    this.#trace = trace;
    this.#cast = cast;
    this.#facts = cast.machines.map(({ states }) => new StateFacts(states.length));
    this.#memories = cast.actors.map(() => new Memory());
    this.#stored = cast.machines.map(() => new Growing());
    this.#hearers = cast.services.map((_, service) => hearersOf(cast, service));
  }

  /** The facts of one machine, by its index in the cast. */
  factsOf(machine: number): StateFacts | undefined {
    this.#readOn();
    return this.#facts[machine];
  }

  /** The rows up to `row` in which a machine moved, or ignored the event, while this message was handled; the oldest first. */
  rowsOf(message: number, row: number): readonly number[] {
    this.#readOn();
    const rows: number[] = [];
    for (let at = this.#toldLast.at(message); at >= 0; at = this.#toldBefore.at(at))
      if (this.#told.at(at) <= row) rows.push(this.#told.at(at));
    return rows.reverse();
  }

  #readOn(): void {
    const trace = this.#trace;
    for (; this.#read < trace.length; this.#read++) {
      const row = this.#read;
      const memory = this.#memories[trace.actor(row)];
      if (memory === undefined) continue;
      switch (trace.kind(row)) {
        case code['state-changed']:
          this.#moved(row, memory);
          break;
        case code['event-ignored']:
          this.#ignored(row, memory);
          break;
        case code['record-delivered']:
        case code['call-received']:
          memory.answered.delete(trace.message(row));
          break;
        case code['store-committed']:
          this.#committed(row, memory);
          break;
        case code['duplicate-suppressed']:
          this.#suppressed(row, memory);
          break;
        case code['process-crashed']:
          for (const lost of memory.uncommitted.values()) this.#fallBack(row, lost, memory);
          memory.forget();
          break;
      }
    }
  }

  #moved(row: number, memory: Memory): void {
    const trace = this.#trace;
    const machine = trace.a(row);
    const facts = this.#facts[machine];
    const role = this.#cast.machines[machine]?.role;
    if (facts === undefined || role === undefined) return;
    const order = trace.order(row);
    const instance = role === 'consumer' ? trace.actor(row) : order;
    if (instance < 0) return;
    const last = facts.add(row, instance, 'moved', trace.c(row));
    if (role === 'consumer') return;
    this.#tell(row, memory);
    if (role === 'client') return;
    const key = `${machine} ${order}`;
    const known = memory.uncommitted.get(key);
    if (known === undefined)
      memory.uncommitted.set(key, { machine, order, from: trace.b(row), last });
    else known.last = last;
  }

  #ignored(row: number, memory: Memory): void {
    const trace = this.#trace;
    const facts = this.#facts[trace.a(row)];
    const order = trace.order(row);
    if (facts === undefined || order < 0) return;
    const present = facts.present(order);
    facts.add(row, order, 'ignored', present < 0 ? trace.b(row) : present);
    facts.noteHeld();
    this.#tell(row, memory);
  }

  #tell(row: number, memory: Memory): void {
    const trace = this.#trace;
    const message = trace.message(row);
    if (message < 0) return;
    this.#toldBefore.push(this.#toldLast.at(message));
    this.#toldLast.set(message, this.#told.length);
    this.#told.push(row);
    const answered = memory.answered.get(message);
    if (answered === undefined) memory.answered.set(message, [trace.a(row)]);
    else answered.push(trace.a(row));
  }

  /** What the process told of the order is stored. Of machines that heard the message and told nothing, it is now known that they stayed. */
  #committed(row: number, memory: Memory): void {
    const trace = this.#trace;
    const order = trace.order(row);
    const service = this.#cast.actors[trace.actor(row)]?.service ?? -1;
    for (const [key, { machine, order: of, last }] of memory.uncommitted) {
      if (of !== order || this.#cast.machines[machine]?.role === 'caller') continue;
      this.#stored[machine]?.set(order, this.#facts[machine]?.at(last).after ?? -1);
      memory.uncommitted.delete(key);
    }
    const message = trace.message(row);
    if (message < 0 || order < 0) return;
    const answered = memory.answered.get(message) ?? [];
    memory.answered.delete(message);
    const type = messagesOf(trace).typeOf(message);
    for (const machine of this.#hearers[service]?.get(type) ?? []) {
      const facts = this.#facts[machine];
      if (facts === undefined || answered.includes(machine)) continue;
      const known = facts.present(order);
      const present = known < 0 ? this.#initial(machine) : known;
      facts.add(row, order, 'heard', present);
      if (this.#isHeld(machine, present, type)) facts.noteHeld();
    }
  }

  /** Another process was quicker: the moves of this one were told back just before, in the rows that led here. */
  #suppressed(row: number, memory: Memory): void {
    const trace = this.#trace;
    memory.answered.delete(trace.message(row));
    const cause = trace.cause(row);
    if (cause < 0 || trace.kind(cause) !== code['state-changed']) return;
    for (const [key, lost] of memory.uncommitted) {
      if (lost.order !== trace.order(row)) continue;
      memory.uncommitted.delete(key);
      this.#fallBack(row, lost, memory);
    }
  }

  #fallBack(row: number, { machine, order, from, last }: Uncommitted, memory: Memory): void {
    const facts = this.#facts[machine];
    if (facts === undefined) return;
    const { row: told, before, after } = facts.at(last);
    const isToldBack = after === from && before !== from;
    if (isToldBack && this.#trace.time(told) === this.#trace.time(row)) facts.fellBack(last);
    if (this.#cast.machines[machine]?.role === 'caller') return;
    const stands = this.#standing(machine, order, memory);
    if (facts.present(order) !== stands) facts.add(row, order, 'fell back', stands);
  }

  /** Where an order's machine stands without a process: where another process that is at work on it has it, or as it was stored. */
  #standing(machine: number, order: number, without: Memory): number {
    const facts = this.#facts[machine];
    for (const memory of this.#memories) {
      const other = memory === without ? undefined : memory.uncommitted.get(`${machine} ${order}`);
      if (other !== undefined && facts !== undefined) return facts.at(other.last).after;
    }
    const stored = this.#stored[machine]?.at(order) ?? -1;
    return stored < 0 ? this.#initial(machine) : stored;
  }

  /** Whether a guard kept a machine where it is: the same for all orders, so it is asked once. */
  #isHeld(machine: number, state: number, type: number): boolean {
    const key = `${machine} ${state} ${type}`;
    const known = this.#isHeldBy.get(key);
    if (known !== undefined) return known;
    const cast = this.#cast.machines[machine];
    const event = this.#cast.types[type]?.name ?? '';
    const isHeld = cast !== undefined && guardsThatHeld(cast, state, event).length > 0;
    this.#isHeldBy.set(key, isHeld);
    return isHeld;
  }

  #initial(machine: number): number {
    return this.#cast.machines[machine]?.initial ?? -1;
  }
}

/** The machines of a service whose state is stored, by the type of message that they hear. */
function hearersOf(cast: Cast, service: number): ReadonlyMap<number, readonly number[]> {
  const durable = ['entity', 'owner', 'saga'];
  const hearers = new Map<number, number[]>();
  cast.machines.forEach((machine, index) => {
    if (machine.service !== service || !durable.includes(machine.role)) return;
    cast.types.forEach(({ name }, type) => {
      if (!machine.moves.some(({ kind, on }) => kind === 'event' && on === name)) return;
      hearers.set(type, [...(hearers.get(type) ?? []), index]);
    });
  });
  return hearers;
}
