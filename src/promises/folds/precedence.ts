/** In which order messages of one key were said, and which delivery came too late for it. */
import { code, type Cast, type Trace } from '../../trace/index.ts';
import type { Listener } from '../checker.ts';
import type { Accounts } from './accounts.ts';
import { Column } from './column.ts';

/** A first delivery that comes after that of a message which was said later. */
export interface Overtaken {
  readonly row: number;
  /** The first delivery of the later message. */
  readonly earlier: number;
  /** True when both are of one producer, so that the order of sending counts. */
  readonly isSent: boolean;
}

/** Follows first deliveries, group by group, topic by topic, key by key. */
export class Precedence implements Listener {
  readonly kinds = ['produce-sent', 'record-appended', 'record-delivered'] as const;
  /** What the last row was too late for, undefined for nothing. */
  overtaken: Overtaken | undefined;
  readonly #cast: Cast;
  readonly #keys: Accounts['keys'];
  readonly #groupOf: readonly number[];
  readonly #sentRow = new Column(-1);
  readonly #appendedRow = new Column(-1);
  readonly #given: readonly Column[];
  /** By group and topic: for each key, the first delivery of its latest message. */
  readonly #latest: readonly (readonly Column[])[];

  constructor(cast: Cast, accounts: Accounts) {
    this.#cast = cast;
    this.#keys = accounts.keys;
    this.#groupOf = cast.actors.map((actor) => cast.services[actor.service]?.group ?? -1);
    this.#given = cast.groups.map(() => new Column());
    this.#latest = cast.groups.map(() => cast.topics.map(() => new Column(-1)));
  }

  /** Takes in a sending, an append or a delivery. */
  see(trace: Trace, row: number): void {
    this.overtaken = undefined;
    const kind = trace.kind(row);
    const message = trace.message(row);
    if (kind === code['produce-sent']) {
      if (this.#sentRow.at(message) < 0) this.#sentRow.set(message, row);
    } else if (kind === code['record-appended']) {
      if (this.#appendedRow.at(message) < 0) this.#appendedRow.set(message, row);
    } else this.#deliver(trace, row);
  }

  #deliver(trace: Trace, row: number): void {
    const message = trace.message(row);
    const group = this.#groupOf[trace.actor(row)] ?? -1;
    const given = this.#given[group];
    if (given === undefined || given.at(message) === 1) return;
    given.set(message, 1);
    const latest = this.#latest[group]?.[this.#cast.partitions[trace.a(row)]?.topic ?? -1];
    const key = this.#keys.of(trace.order(row));
    const before = latest?.at(key) ?? -1;
    const isLate = before >= 0 && this.#precedes(trace, message, trace.message(before));
    if (!isLate) latest?.set(key, row);
    else {
      const isSent = this.#isSameProducer(trace, message, trace.message(before));
      this.overtaken = { row, earlier: before, isSent };
    }
  }

  /** Whether one message was said before another. */
  #precedes(trace: Trace, message: number, other: number): boolean {
    const rows = this.#isSameProducer(trace, message, other) ? this.#sentRow : this.#appendedRow;
    return rows.at(message) < rows.at(other);
  }

  #isSameProducer(trace: Trace, message: number, other: number): boolean {
    const one = this.#sentRow.at(message);
    const two = this.#sentRow.at(other);
    return one >= 0 && two >= 0 && trace.actor(one) === trace.actor(two);
  }
}
