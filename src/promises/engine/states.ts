/** The rule that machines move without jumps, and that a crash throws them back to what was stored. */
import { code, type Cast, type Trace } from '../../trace/index.ts';
import { Column } from '../folds/column.ts';
import { seconds } from '../phrases.ts';
import { invariant, type Ground, type Invariant } from './invariant.ts';

/** The states that machines of one world are in, as far as the trace has told. */
class KnownStates {
  readonly #cast: Cast;
  /** By machine and process: for each order, the state that the process told last, plus 1; in memory only. */
  readonly #told: (readonly Column[])[];
  /** By machine: for each order, the state that was stored last. */
  readonly #stored: readonly Column[];
  /** By service: its machines whose state is stored. */
  readonly #durable: readonly (readonly number[])[];

  constructor(cast: Cast) {
    this.#cast = cast;
    this.#told = cast.actors.map(() => cast.machines.map(() => new Column()));
    this.#stored = cast.machines.map((machine) => new Column(machine.initial));
    const isDurable = (role: string): boolean => ['entity', 'owner', 'saga'].includes(role);
    this.#durable = cast.services.map((_, service) =>
      cast.machines.flatMap((machine, index) =>
        machine.service === service && isDurable(machine.role) ? [index] : [],
      ),
    );
  }

  /** True when a machine can leave this state: the process told that it is there, or the store says so. */
  mayLeave(trace: Trace, row: number): boolean {
    const from = trace.b(row);
    const key = this.#key(trace, row);
    if (this.#told[trace.actor(row)]?.[trace.a(row)]?.at(key) === from + 1) return true;
    return this.#stored[trace.a(row)]?.at(key) === from && this.#mayStartAnew(trace, row, key);
  }

  move(trace: Trace, row: number): void {
    this.#told[trace.actor(row)]?.[trace.a(row)]?.set(this.#key(trace, row), trace.c(row) + 1);
  }

  store(trace: Trace, row: number): void {
    const order = trace.order(row);
    const told = this.#told[trace.actor(row)];
    const service = this.#cast.actors[trace.actor(row)]?.service ?? -1;
    for (const machine of this.#durable[service] ?? []) {
      const state = (told?.[machine]?.at(order) ?? 0) - 1;
      if (state >= 0) this.#stored[machine]?.set(order, state);
    }
  }

  crash(actor: number): void {
    this.#told[actor] = this.#cast.machines.map(() => new Column());
  }

  #key(trace: Trace, row: number): number {
    return this.#cast.machines[trace.a(row)]?.role === 'consumer' ? 0 : trace.order(row);
  }

  /** A state in memory begins anew only where the process has told none since it started. */
  #mayStartAnew(trace: Trace, row: number, key: number): boolean {
    const role = this.#cast.machines[trace.a(row)]?.role;
    const isStored = role === 'entity' || role === 'owner' || role === 'saga';
    return isStored || this.#told[trace.actor(row)]?.[trace.a(row)]?.at(key) === 0;
  }
}

/** SG9: a machine leaves the state in which it is. */
export function machinesDoNotJump({ cast, phrases }: Ground): Invariant {
  const states = new KnownStates(cast);
  return invariant({
    id: 'SG9',
    sentence: 'A machine leaves the state that it was in, or the one that was stored last.',
    formula:
      'The from of each state-changed is the to of the process’s last state-changed of that machine and order since it crashed; or, for entities, owners and sagas, the state at the service’s last store-committed of that order; at first, the initial state.',
    kinds: ['state-changed', 'store-committed', 'process-crashed'],
    see(trace, row, broken) {
      const kind = trace.kind(row);
      if (kind === code['store-committed']) states.store(trace, row);
      else if (kind === code['process-crashed']) states.crash(trace.actor(row));
      else {
        if (!states.mayLeave(trace, row)) {
          const machine = cast.machines[trace.a(row)];
          const from = machine?.states[trace.b(row)] ?? 'an unknown state';
          const where = `${phrases.actor(trace.actor(row))} at ${seconds(trace.time(row))}`;
          broken(
            row,
            () => `${where}: ${machine?.id ?? 'a machine'} left “${from}”, in which it was not.`,
          );
        }
        states.move(trace, row);
      }
    },
  });
}
