/** What stands in the log, and which consumer group has finished which message. */
import { code, type Cast, type Trace } from '../../trace/index.ts';
import type { Listener } from '../checker.ts';
import { Column, columns } from './column.ts';

/** The log by partition and offset, and what the groups have made of it. */
export class Handling implements Listener {
  readonly kinds = [
    'message-created',
    'record-appended',
    'records-skipped',
    'duplicate-suppressed',
    'event-ignored',
    'store-committed',
    'dead-lettered',
  ] as const;
  readonly #cast: Cast;
  readonly #groupOf: readonly number[];
  readonly #hears: readonly (readonly boolean[])[];
  readonly #type = new Column(-1);
  readonly #messages: readonly Column[];
  readonly #appendRows: readonly Column[];
  readonly #finished: readonly Column[];

  constructor(cast: Cast) {
    this.#cast = cast;
    this.#groupOf = cast.actors.map((actor) => cast.services[actor.service]?.group ?? -1);
    this.#hears = cast.groups.map((group) => {
      const hears = cast.services[group.service]?.hears ?? [];
      return cast.types.map((_, type) => hears.includes(type));
    });
    this.#messages = columns(cast.partitions.length, -1);
    this.#appendRows = columns(cast.partitions.length, -1);
    this.#finished = columns(cast.groups.length);
  }

  /** Takes in a row about the log or about the end of a handler. */
  see(trace: Trace, row: number): void {
    const kind = trace.kind(row);
    if (kind === code['message-created']) this.#type.set(trace.message(row), trace.a(row));
    else if (kind === code['record-appended']) this.#append(trace, row);
    else if (kind === code['records-skipped']) this.#skip(trace, row);
    else this.#finished[this.groupOf(trace.actor(row))]?.set(trace.message(row), 1);
  }

  /** The consumer group of a process, -1 for none. */
  groupOf(actor: number): number {
    return this.#groupOf[actor] ?? -1;
  }
  /** The type of a message, -1 while it is unknown. */
  type(message: number): number {
    return this.#type.at(message);
  }
  /** The next offset of a partition. */
  end(partition: number): number {
    return this.#messages[partition]?.length ?? 0;
  }
  /** The message at a place in the log, -1 for none. */
  messageAt(partition: number, offset: number): number {
    return this.#messages[partition]?.at(offset) ?? -1;
  }
  /** The row in which the record at a place in the log was appended, -1 for none. */
  appendRowAt(partition: number, offset: number): number {
    return this.#appendRows[partition]?.at(offset) ?? -1;
  }
  /** True when the group hears this message's type and has not finished it: not stored, suppressed, ignored, skipped or given up. */
  owes(group: number, message: number): boolean {
    if (this.#finished[group]?.at(message) === 1) return false;
    return this.#hears[group]?.[this.#type.at(message)] === true;
  }
  /** The partitions that a group reads. */
  partitionsOf(group: number): readonly number[] {
    return this.#cast.groups[group]?.partitions ?? [];
  }

  #append(trace: Trace, row: number): void {
    this.#messages[trace.a(row)]?.set(trace.b(row), trace.message(row));
    this.#appendRows[trace.a(row)]?.set(trace.b(row), row);
  }

  #skip(trace: Trace, row: number): void {
    const finished = this.#finished[this.groupOf(trace.actor(row))];
    for (let passed = 0; passed < trace.c(row); passed++) {
      finished?.set(this.messageAt(trace.a(row), trace.b(row) + passed), 1);
    }
  }
}
