/** The rule that machines move without jumps, and that a crash throws them back to what was stored. */
import { code, type Cast, type Trace } from '../../trace/index.ts';
import { Column, columns } from '../folds/column.ts';
import { seconds } from '../phrases.ts';
import { invariant, type Ground, type Invariant } from './invariant.ts';

const isDurable = (role: string): boolean => ['entity', 'owner', 'saga'].includes(role);

/** The states that machines of one world are in, as far as the trace has told. */
class KnownStates {
  readonly #cast: Cast;
  /** By process and machine: for each order, one more than the row in which the process told its state last. */
  readonly #told: (readonly Column[])[];
  /** By machine: for each order, the state that was stored last, and one more than the row that stored it. */
  readonly #stored: readonly Column[];
  readonly #storedRow: readonly Column[];
  /** By process: one more than the last row after which it may read its store anew. */
  readonly #anew: number[];
  /** By machine: whether several may be at work on one order: a caller, and a handler that asks an outside party. */
  readonly #isUnlocked: readonly boolean[];
  /** By service: its machines whose state is stored. */
  readonly #durable: readonly (readonly number[])[];
  /** Orders that were called for again: without an inbox, several callers in memory may serve one. */
  readonly #calledAgain = new Column();

  constructor(cast: Cast) {
    this.#cast = cast;
    this.#told = cast.actors.map(() => columns(cast.machines.length));
    this.#stored = cast.machines.map((machine) => new Column(machine.initial));
    this.#storedRow = columns(cast.machines.length);
    this.#anew = cast.actors.map(() => 0);
    const asksOutside = (index: number) =>
      cast.steps.some(({ service, reach }) => service === index && reach === 'external');
    this.#isUnlocked = cast.machines.map(
      ({ role, service }) => role === 'caller' || (role === 'entity' && asksOutside(service)),
    );
    this.#durable = cast.services.map((_, service) =>
      cast.machines.flatMap((machine, index) =>
        machine.service === service && isDurable(machine.role) ? [index] : [],
      ),
    );
  }

  /** True when a machine can leave this state: the process told that it is there, or the store says so. */
  mayLeave(trace: Trace, row: number): boolean {
    const machine = trace.a(row);
    const actor = trace.actor(row);
    const key = this.#key(trace, row);
    const from = trace.b(row);
    const told = this.#told[actor]?.[machine]?.at(key) ?? 0;
    if (told > 0 && trace.c(told - 1) === from) return true;
    if (this.#isUnlocked[machine] === true && this.#calledAgain.at(key) === 1) return true;
    if (this.#stored[machine]?.at(key) !== from) return false;
    const stored = this.#storedRow[machine]?.at(key) ?? 0;
    return told === 0 || stored > told || (this.#anew[actor] ?? 0) > told;
  }

  move(trace: Trace, row: number): void {
    this.#told[trace.actor(row)]?.[trace.a(row)]?.set(this.#key(trace, row), row + 1);
  }

  store(trace: Trace, row: number): void {
    const order = trace.order(row);
    const service = this.#cast.actors[trace.actor(row)]?.service ?? -1;
    for (const machine of this.#durable[service] ?? []) {
      const told = this.#told[trace.actor(row)]?.[machine]?.at(order) ?? 0;
      // Without a move of its own since, the process stored what it had read.
      if (told <= (this.#storedRow[machine]?.at(order) ?? 0)) continue;
      this.#stored[machine]?.set(order, trace.c(told - 1));
      this.#storedRow[machine]?.set(order, row + 1);
    }
  }

  /** What was in memory only is gone; of a consumer its lifecycle goes on. */
  crash(actor: number): void {
    const told = this.#told[actor] ?? [];
    this.#told[actor] = this.#cast.machines.map((machine, index) =>
      machine.role === 'consumer' ? (told[index] ?? new Column()) : new Column(),
    );
  }

  call(order: number, attempt: number): void {
    if (attempt > 1) this.#calledAgain.set(order, 1);
  }

  /** A process that lost or got a partition may drop what it was at, and begin from its store. */
  mayBeginAnew(actor: number, row: number): void {
    this.#anew[actor] = row + 1;
  }

  #key(trace: Trace, row: number): number {
    return this.#cast.machines[trace.a(row)]?.role === 'consumer' ? 0 : trace.order(row);
  }
}

/** SG9: a machine leaves the state in which it is. */
export function machinesDoNotJump({ cast, phrases }: Ground): Invariant {
  const states = new KnownStates(cast);
  return invariant({
    id: 'SG9',
    sentence: 'A machine leaves the state that it was in, or the one that was stored last.',
    formula:
      'The from of each state-changed is the to of the process’s last state-changed of that machine and order since it crashed; or the state at the service’s last store-committed of that order, at first the initial one, when the process told none, when it was stored since, or when the process lost or got a partition since. Exempt are callers, and handlers that ask an outside party, of an order that was called for again.',
    kinds: [
      ...(['state-changed', 'store-committed', 'process-crashed'] as const),
      ...(['call-received', 'partition-assigned', 'partition-revoked', 'member-fenced'] as const),
    ],
    see(trace, row, broken) {
      const kind = trace.kind(row);
      if (kind === code['store-committed']) states.store(trace, row);
      else if (kind === code['process-crashed']) states.crash(trace.actor(row));
      else if (kind === code['call-received']) states.call(trace.order(row), trace.b(row));
      else if (kind !== code['state-changed']) states.mayBeginAnew(trace.actor(row), row);
      else {
        if (!states.mayLeave(trace, row)) {
          const machine = cast.machines[trace.a(row)];
          const from = machine?.states[trace.b(row)] ?? 'an unknown state';
          const order = trace.order(row) < 0 ? '' : ` of order ${trace.order(row)}`;
          const what = `${machine?.id ?? 'a machine'}${order} left “${from}”`;
          const who = phrases.actor(trace.actor(row));
          const when = seconds(trace.time(row));
          broken(row, () => `At ${when} ${what} in the process ${who}, but was not in it.`);
        }
        states.move(trace, row);
      }
    },
  });
}
