/** Fills the blanks of sentences: who, what, where, of which order. */
import type { Cast, RowBase, Trace } from '../../trace/index.ts';
import {
  actorName,
  amountText,
  groupName,
  machineName,
  messageName,
  partitionName,
  spanText,
  stateName,
  stepName,
  typeName,
} from './names.ts';
import { stormAt, stormText } from './stops.ts';

/** The words for one row. */
export class Speaker {
  readonly #trace: Trace;
  readonly #cast: Cast;
  readonly #row: RowBase;

  constructor(trace: Trace, cast: Cast, row: RowBase) {
    this.#trace = trace;
    this.#cast = cast;
    this.#row = row;
  }

  /** The acting process, to begin a sentence with. */
  get who(): string {
    return actorName(this.#cast, this.#row.actor);
  }

  /** `OrderPlaced of order 7`: the message that the row is about. */
  get message(): string {
    return `${messageName(this.#trace, this.#cast, this.#row.message)}${this.ofOrder}`;
  }

  /** ` of order 7`, or nothing. */
  get ofOrder(): string {
    return this.#row.order < 0 ? '' : ` of order ${this.#row.order}`;
  }

  /** ` for order 7`, or nothing. */
  get forOrder(): string {
    return this.#row.order < 0 ? '' : ` for order ${this.#row.order}`;
  }

  /** `order 7`, or `an order`. */
  get order(): string {
    return this.#row.order < 0 ? 'an order' : `order ${this.#row.order}`;
  }

  /** The circle of an event storm that the row ended, as a further sentence; nothing for none. */
  get storm(): string {
    return stormText(stormAt(this.#trace, this.#cast, this.#row.row));
  }

  /** Another process. */
  actor(actor: number): string {
    return actorName(this.#cast, actor);
  }

  /** `orders.events-1 at offset 4`. */
  place(partition: number, offset: number): string {
    return `${partitionName(this.#cast, partition)} at offset ${offset}`;
  }

  /** A partition by name. */
  partition(partition: number): string {
    return partitionName(this.#cast, partition);
  }

  /** `the group payment`. */
  group(group: number): string {
    return `the group ${groupName(this.#cast, group)}`;
  }

  /** `step charge of order 7`. */
  step(step: number): string {
    return `step ${stepName(this.#cast, step)}${this.ofOrder}`;
  }

  /** `: 42.10`, or nothing for an effect that has no amount. */
  amount(step: number, amount: number): string {
    const text = amountText(this.#cast, step, amount);
    return text === '' ? '' : `: ${text}`;
  }

  /** What moves: the process itself for its lifecycle, `The machine charge of order 7` for all others. */
  machine(machine: number): string {
    if (this.#row.order < 0) return this.who;
    return `The machine ${machineName(this.#cast, machine)}${this.ofOrder}`;
  }

  /** A state by name. */
  state(machine: number, state: number): string {
    return stateName(this.#cast, machine, state);
  }

  /** A message type by name. */
  type(type: number): string {
    return typeName(this.#cast, type);
  }

  /** `, in 12 ms`, or that it never arrives. */
  arrival(latency: number): string {
    return latency < 0 ? '; it is lost on the way' : `; it takes ${spanText(latency)}`;
  }

  /** ` (try 2)` from the second try on. */
  retry(attempt: number): string {
    return attempt > 1 ? ` (try ${attempt})` : '';
  }
}
