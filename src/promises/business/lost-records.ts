/** Records that stand in the log and that a subscriber never finished. */
import { code, type Trace } from '../../trace/index.ts';
import type { Listener } from '../checker.ts';
import type { Breach, Findings } from '../findings.ts';
import { Column, columns } from '../folds/column.ts';
import type { Handling } from '../folds/handling.ts';
import { seconds } from '../phrases.ts';
import type { Books } from './books.ts';

/** Follows what the groups commit, and at the end names what they passed over or left lying. */
export class LostRecords implements Listener {
  readonly kinds = ['record-delivered', 'offset-committed'] as const;
  readonly #books: Books;
  readonly #handling: Handling;
  /** By group and partition: for each offset, the row of the commit that passed it. */
  readonly #passedRow: readonly (readonly Column[])[];
  /** By group: for each message, the row of its last delivery. */
  readonly #deliveredRow: readonly Column[];

  constructor(books: Books, handling: Handling) {
    this.#books = books;
    this.#handling = handling;
    const { groups, partitions } = books.cast;
    this.#passedRow = groups.map(() => columns(partitions.length, -1));
    this.#deliveredRow = columns(groups.length, -1);
  }

  /** Takes in a delivery or a commit. */
  see(trace: Trace, row: number): void {
    if (trace.kind(row) === code['record-delivered']) {
      const group = this.#handling.groupOf(trace.actor(row));
      this.#deliveredRow[group]?.set(trace.message(row), row);
      return;
    }
    const passed = this.#passedRow[trace.c(row)]?.[trace.a(row)];
    if (passed === undefined) return;
    for (let offset = passed.length; offset < trace.b(row); offset++) passed.set(offset, row);
  }

  /** Notes each message once per group that heard of its type and did not finish it. */
  settle(trace: Trace, findings: Findings): void {
    this.#books.cast.groups.forEach((_, group) => {
      const noted = new Column();
      for (const partition of this.#handling.partitionsOf(group)) {
        for (let offset = 0; offset < this.#handling.end(partition); offset++) {
          const message = this.#handling.messageAt(partition, offset);
          if (noted.at(message) === 1 || !this.#handling.owes(group, message)) continue;
          noted.set(message, 1);
          const passed = this.#passedRow[group]?.[partition]?.at(offset) ?? -1;
          const appended = this.#handling.appendRowAt(partition, offset);
          const moment = passed < 0 ? appended : passed;
          findings.add(trace, moment, () => this.#tell(trace, group, appended, passed));
        }
      }
    });
  }

  #tell(trace: Trace, group: number, appended: number, passed: number): Breach {
    const { phrases } = this.#books;
    const message = trace.message(appended);
    const delivered = this.#deliveredRow[group]?.at(message) ?? -1;
    const what = phrases.messageOfOrder(trace, message, trace.order(appended));
    const who = phrases.group(group);
    const given = delivered < 0 ? 'and was never given it' : 'and never finished it';
    const place = phrases.place(trace.a(appended), trace.b(appended));
    const sentence =
      passed < 0
        ? `${who} never finished ${what}: at the end it still waits at ${place}.`
        : `${what} is lost to ${who}, which committed past it at ${seconds(trace.time(passed))} ${given}.`;
    return { sentence, witness: [appended, delivered, passed].sort((a, b) => a - b) };
  }
}
