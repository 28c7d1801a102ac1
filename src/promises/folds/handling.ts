/** Which consumer group has finished which message. */
import { code, type Cast, type Trace } from '../../trace/index.ts';
import type { Listener } from '../checker.ts';
import { Column, columns } from './column.ts';
import type { Logs } from './logs.ts';

/** What the groups have made of the log. Kept up after the logs. */
export class Handling implements Listener {
  readonly kinds = [
    'message-created',
    'records-skipped',
    'duplicate-suppressed',
    'event-ignored',
    'store-committed',
    'dead-lettered',
    'record-read',
    'record-appended',
  ] as const;
  readonly #logs: Logs;
  readonly #groupOf: readonly number[];
  readonly #hears: readonly (readonly boolean[])[];
  readonly #type = new Column(-1);
  readonly #finished: readonly Column[];
  readonly #keepsLetters: readonly boolean[];
  /** By group: for each message, one more than the row that stored its dead letter last. */
  readonly #letters: readonly Column[];

  constructor(cast: Cast, logs: Logs) {
    this.#logs = logs;
    this.#groupOf = cast.actors.map((actor) => cast.services[actor.service]?.group ?? -1);
    this.#hears = cast.groups.map((group) => {
      const service = cast.services[group.service];
      return cast.types.map((_, type) => {
        return service?.reader === true || service?.hears.includes(type) === true;
      });
    });
    this.#finished = columns(cast.groups.length);
    this.#letters = columns(cast.groups.length);
    this.#keepsLetters = cast.partitions.map(
      ({ topic }) => cast.topics[topic]?.carries === 'dead-letters',
    );
  }

  /** Takes in a row about the making of a message or about the end of a handler. */
  see(trace: Trace, row: number): void {
    const kind = trace.kind(row);
    if (kind === code['message-created']) this.#type.set(trace.message(row), trace.a(row));
    else if (kind === code['records-skipped']) this.#skip(trace, row);
    else if (kind === code['record-appended']) this.#keepLetter(trace, row);
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
  /** Whether a group acts upon messages of this one's type. A reader hears all that it is given. */
  hears(group: number, message: number): boolean {
    return this.#hears[group]?.[this.#type.at(message)] === true;
  }
  /** Whether the group has finished a message: stored, suppressed, ignored, skipped, read or given up. */
  hasFinished(group: number, message: number): boolean {
    return this.#finished[group]?.at(message) === 1;
  }
  /** True when the group hears this message's type and has not finished it. */
  owes(group: number, message: number): boolean {
    return message >= 0 && !this.hasFinished(group, message) && this.hears(group, message);
  }

  /** The row that stored the group's dead letter of a message, -1 for none. In a transaction it is stored before the process knows that all of it holds. */
  letterRow(group: number, message: number): number {
    return (this.#letters[group]?.at(message) ?? 0) - 1;
  }

  #keepLetter(trace: Trace, row: number): void {
    if (this.#keepsLetters[trace.a(row)] !== true) return;
    this.#letters[this.groupOf(trace.c(row))]?.set(trace.message(row), row + 1);
  }

  #skip(trace: Trace, row: number): void {
    const finished = this.#finished[this.groupOf(trace.actor(row))];
    for (let passed = 0; passed < trace.c(row); passed++) {
      const skipped = this.#logs.rowAt(trace.a(row), trace.b(row) + passed);
      if (skipped >= 0) finished?.set(trace.message(skipped), 1);
    }
  }
}
