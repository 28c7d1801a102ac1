/** Records that stood in the log and that a subscriber never finished. */
import { code, deletionReasons, kinds, type Trace } from '../../trace/index.ts';
import type { Listener } from '../checker.ts';
import { clause, type Breach, type Findings } from '../findings.ts';
import { Column, columns } from '../folds/column.ts';
import { seconds, times } from '../phrases.ts';
import type { Books } from './books.ts';

/** Follows what the groups pass over, and at the end names what they did not finish. */
export class LostRecords implements Listener {
  readonly kinds = [
    'record-delivered',
    'offset-committed',
    'position-reset',
    'record-archived',
  ] as const;
  readonly #books: Books;
  readonly #groups: readonly number[];
  /** By group and partition: for each offset, the row that passed it: a commit, a reset, an end of deliveries. */
  readonly #passedRow: readonly (readonly Column[])[];
  /** By group: for each partition, the offset before which all is passed. */
  readonly #passedTo: readonly Column[];
  /** By group: for each message, the row of its last delivery. */
  readonly #deliveredRow: readonly Column[];

  /** Of these groups only; without any, of all groups of services. */
  constructor(books: Books, only?: readonly number[]) {
    this.#books = books;
    const { groups, partitions } = books.cast;
    const all = groups.map((_, group) => group);
    this.#groups = only ?? all.filter((group) => !books.accounts.groups.isReader(group));
    this.#passedRow = groups.map(() => columns(partitions.length, -1));
    this.#passedTo = columns(groups.length);
    this.#deliveredRow = columns(groups.length, -1);
    // Asked for here, so that they are kept from the first row on.
    void books.accounts.handling;
    void books.accounts.transactions;
    void books.accounts.groups;
  }

  /** Takes in a delivery, or a row that passes records. */
  see(trace: Trace, row: number): void {
    const kind = trace.kind(row);
    const group = this.#books.accounts.groups.of(trace.actor(row));
    if (kind === code['record-delivered']) {
      this.#deliveredRow[group]?.set(trace.message(row), row);
      return;
    }
    if (kind === code['record-archived']) {
      this.#passedRow[group]?.[trace.a(row)]?.set(trace.b(row), row);
    } else if (kind === code['offset-committed']) this.#pass(trace, row, trace.c(row));
    else this.#pass(trace, row, group);
  }

  #pass(trace: Trace, row: number, group: number): void {
    const partition = trace.a(row);
    const to = trace.b(row);
    const passed = this.#passedRow[group]?.[partition];
    if (passed === undefined) return;
    const before = this.#passedTo[group]?.at(partition) ?? 0;
    for (let at = before; at < to; at++) passed.set(at, row);
    if (to < before && !trace.is(row, 'position-reset')) return;
    // Whoever is set back gets once more what was passed.
    for (let at = to; at < before; at++) passed.set(at, -1);
    this.#passedTo[group]?.set(partition, to);
  }

  /** Notes each message once per group that heard of its type and did not finish it. */
  settle(trace: Trace, findings: Findings): void {
    const { groups, handling, logs, transactions } = this.#books.accounts;
    for (const group of this.#groups) {
      const noted = new Column();
      for (const partition of groups.partitionsOf(group)) {
        for (let offset = 0; offset < logs.end(partition); offset++) {
          const appended = logs.rowAt(partition, offset);
          const message = appended < 0 ? -1 : trace.message(appended);
          if (noted.at(message) === 1 || !handling.owes(group, message)) continue;
          if (transactions.fateAt(partition, offset) === 'aborted') continue;
          noted.set(message, 1);
          this.#note(trace, findings, { group, appended });
        }
      }
    }
  }

  #note(
    trace: Trace,
    findings: Findings,
    { group, appended }: { readonly group: number; readonly appended: number },
  ): void {
    const why = this.#lossRow(trace, group, appended);
    // What was passed before it was stored is lost when it is stored.
    const moment = Math.max(appended, why);
    findings.add(trace, moment, () => this.#tell(trace, group, appended, why));
  }

  /** The first row after which the group could not get a record any more, -1 while it still waits. */
  #lossRow(trace: Trace, group: number, appended: number): number {
    const { logs } = this.#books.accounts;
    const partition = trace.a(appended);
    const offset = trace.b(appended);
    const passed = this.#passedRow[group]?.[partition]?.at(offset) ?? -1;
    const deleted = logs.deletedRow(trace, partition, offset, appended);
    const cleaned = logs.cleanedRow(partition, offset);
    const rows = [passed, deleted, cleaned > appended ? cleaned : -1].filter((row) => row >= 0);
    return rows.length === 0 ? -1 : Math.min(...rows);
  }

  #tell(trace: Trace, group: number, appended: number, why: number): Breach {
    const { phrases } = this.#books;
    const message = trace.message(appended);
    const delivered = this.#deliveredRow[group]?.at(message) ?? -1;
    const what = phrases.messageOfOrder(trace, message, trace.order(appended));
    const who = phrases.group(group);
    const place = phrases.place(trace.a(appended), trace.b(appended));
    if (why < 0) {
      const waits = clause(`at the end it still waits at ${place}`, appended);
      return [clause(`${who} never finished ${what}:`, appended, delivered), waits];
    }
    const ending = delivered < 0 ? 'was never given it' : 'never finished it';
    const isTaken = trace.is(why, 'offset-committed') || trace.is(why, 'position-reset');
    return [
      clause(`${what} is lost to ${who},`, appended),
      clause(isTaken ? passing(trace, why, appended) : `${taking(trace, why)},`, why),
      // What passed a record is the group; of what took it away the group must be named anew.
      clause(`and ${isTaken ? '' : `${who} `}${ending}`, delivered < 0 ? appended : delivered),
    ];
  }
}

/** How a group came to be past a record, as a clause about the group. */
function passing(trace: Trace, row: number, appended: number): string {
  const when = `at ${seconds(trace.time(row))}`;
  const isBefore = row < appended;
  if (trace.is(row, 'offset-committed'))
    return isBefore
      ? `which had committed past its offset ${when}`
      : `which committed past it ${when}`;
  return isBefore
    ? `which had been taken past its offset by auto.offset.reset ${when}`
    : `which was taken past it by auto.offset.reset ${when}`;
}

/** How a record came to be out of reach, as a clause about the record. */
function taking(trace: Trace, row: number): string {
  const when = `at ${seconds(trace.time(row))}`;
  const kind = kinds[trace.kind(row)];
  if (kind === 'record-archived')
    return `for which it was archived ${when} after it was delivered ${times(trace.c(row))}`;
  if (kind === 'record-cleaned') return `for it was compacted away ${when}`;
  return `for it was deleted by ${deletionReasons[trace.c(row)] ?? 'policy'} ${when}`;
}
