/** Facts that a service stored and that never reached the log, or did not stay in it: the gap of the dual write, aborted transactions, lost tails. */
import { code, type Trace } from '../../trace/index.ts';
import type { Listener } from '../checker.ts';
import { clause, type Breach, type Findings } from '../findings.ts';
import { Column, columns } from '../folds/column.ts';
import { seconds } from '../phrases.ts';
import type { Books } from './books.ts';

/** A message is a draft until the transaction that it belongs to is durable; a crash before that unmakes it. */
const draft = 1;
const stored = 2;
const inLog = 3;
const unmade = 4;

/** Follows messages from their making to the log. */
export class LostFacts implements Listener {
  readonly kinds = [
    'call-received',
    'record-delivered',
    'deadline-passed',
    'message-created',
    'produce-sent',
    'record-appended',
    'store-committed',
    'process-crashed',
  ] as const;
  readonly #books: Books;
  readonly #fate = new Column();
  readonly #createdRow = new Column(-1);
  readonly #causation = new Column(-1);
  /** By message: the row that appended it last. */
  readonly #appendedRow = new Column(-1);
  /** By process: the messages that it made and has not stored. */
  readonly #drafts: number[][];
  /** By process: whether the handling of a message has stored its work; a timer handles none, which is key 0. */
  readonly #committed: readonly Column[];

  constructor(books: Books) {
    this.#books = books;
    this.#drafts = books.cast.actors.map(() => []);
    this.#committed = columns(books.cast.actors.length);
    // Asked for here, so that they are kept from the first row on.
    void books.accounts.handling;
    void books.accounts.transactions;
  }

  /** Takes in a row about the making, storing or sending of a message. */
  see(trace: Trace, row: number): void {
    const kind = trace.kind(row);
    const actor = trace.actor(row);
    const message = trace.message(row);
    if (kind === code['message-created']) this.#create(trace, row);
    else if (kind === code['produce-sent']) this.#move(message, stored);
    else if (kind === code['record-appended']) {
      this.#move(message, inLog);
      this.#keepCopy(trace, row);
    } else if (kind === code['store-committed']) {
      this.#committed[actor]?.set(message + 1, 1);
      this.#keep(actor, message);
    } else if (kind === code['process-crashed']) this.#forget(actor);
    else this.#committed[actor]?.set(kind === code['deadline-passed'] ? 0 : message + 1, 0);
  }

  /** Notes each stored message that is not in the log, unless the same fact about the order got there as another message. */
  settle(trace: Trace, findings: Findings): void {
    let told: ReadonlySet<string> | undefined;
    for (let message = 0; message < this.#fate.length; message++) {
      const isGone = this.#fate.at(message) === inLog && !this.#stays(trace, message);
      if (this.#fate.at(message) !== stored && !isGone) continue;
      told ??= this.#factsInLog(trace);
      const row = this.#createdRow.at(message);
      if (told.has(`${trace.a(row)} ${trace.order(row)}`)) continue;
      const moment = isGone ? this.#appendedRow.at(message) : row;
      findings.add(trace, moment, () =>
        isGone ? this.#tellGone(trace, message) : this.#tell(trace, row),
      );
    }
  }

  #create(trace: Trace, row: number): void {
    const topic = this.#books.cast.types[trace.a(row)]?.topic ?? -1;
    if (topic < 0) return;
    const message = trace.message(row);
    const actor = trace.actor(row);
    this.#createdRow.set(message, row);
    this.#causation.set(message, trace.b(row));
    // With a direct publish the transaction comes first, and the message is made of what it stored.
    if (this.#committed[actor]?.at(trace.b(row) + 1) === 1) {
      this.#fate.set(message, stored);
      return;
    }
    this.#fate.set(message, draft);
    this.#drafts[actor]?.push(message);
  }

  #move(message: number, fate: number): void {
    const now = this.#fate.at(message);
    if (now !== 0 && (fate === inLog || now !== inLog)) this.#fate.set(message, fate);
  }

  #keep(actor: number, handled: number): void {
    const drafts = this.#drafts[actor];
    if (drafts === undefined || drafts.length === 0) return;
    let left = 0;
    for (const message of drafts) {
      if (this.#fate.at(message) !== draft) continue;
      if (this.#causation.at(message) === handled) this.#fate.set(message, stored);
      else drafts[left++] = message;
    }
    drafts.length = left;
  }

  #forget(actor: number): void {
    const drafts = this.#drafts[actor];
    if (drafts === undefined) return;
    for (const message of drafts) {
      if (this.#fate.at(message) === draft) this.#fate.set(message, unmade);
    }
    drafts.length = 0;
  }

  #factsInLog(trace: Trace): ReadonlySet<string> {
    const told = new Set<string>();
    for (let message = 0; message < this.#fate.length; message++) {
      if (this.#fate.at(message) !== inLog || !this.#stays(trace, message)) continue;
      const row = this.#createdRow.at(message);
      told.add(`${trace.a(row)} ${trace.order(row)}`);
    }
    return told;
  }

  /** A copy that stands counts for more than a later one that does not. */
  #keepCopy(trace: Trace, row: number): void {
    const message = trace.message(row);
    const before = this.#appendedRow.at(message);
    const { logs } = this.#books.accounts;
    if (before >= 0 && logs.rowAt(trace.a(before), trace.b(before)) === before) {
      if (!this.#isAborted(trace, before)) return;
    }
    this.#appendedRow.set(message, row);
  }

  /** Whether a record that was appended is still told: it was not cut off nor aborted, or all who hear it had finished it. */
  #stays(trace: Trace, message: number): boolean {
    const row = this.#appendedRow.at(message);
    if (row < 0) return true;
    const { handling, logs } = this.#books.accounts;
    const stands = logs.rowAt(trace.a(row), trace.b(row)) === row && !this.#isAborted(trace, row);
    if (stands) return true;
    return this.#books.cast.groups.every((group, index) => {
      const isReader = this.#books.cast.services[group.service]?.reader === true;
      return isReader || !handling.owes(index, message);
    });
  }

  #isAborted(trace: Trace, row: number): boolean {
    const { transactions } = this.#books.accounts;
    return transactions.fateAt(trace.a(row), trace.b(row)) === 'aborted';
  }

  #tellGone(trace: Trace, message: number): Breach {
    const { phrases } = this.#books;
    const row = this.#appendedRow.at(message);
    const what = phrases.messageOfOrder(trace, message, trace.order(row));
    const place = phrases.place(trace.a(row), trace.b(row));
    const why = this.#isAborted(trace, row)
      ? 'but the transaction that it was part of was aborted'
      : 'but a new leader did not have it';
    const stood = `${what} stood at ${place} from ${seconds(trace.time(row))} on,`;
    return [clause(stood, this.#createdRow.at(message), row), clause(why, goneRow(trace, row))];
  }

  #tell(trace: Trace, row: number): Breach {
    const { phrases } = this.#books;
    const what = phrases.messageOfOrder(trace, trace.message(row), trace.order(row));
    const who = phrases.serviceOf(trace.actor(row));
    const stored = `${who} stored ${what} at ${seconds(trace.time(row))},`;
    const last = lastOf(trace, trace.message(row));
    return [clause(stored, row), clause('but it never reached the log', last)];
  }
}

/** The row after which a record no longer stands: its transaction's end, the next leader, or the record itself. */
function goneRow(trace: Trace, appended: number): number {
  for (let row = appended + 1; row < trace.length; row++) {
    if (trace.a(row) !== trace.a(appended)) continue;
    const isElection = trace.is(row, 'leader-elected') || trace.is(row, 'log-truncated');
    if (isElection || (trace.is(row, 'transaction-marker') && trace.c(row) === 0)) return row;
  }
  return appended;
}

/** The last row about a message: how far it got. */
function lastOf(trace: Trace, message: number): number {
  for (let row = trace.length - 1; row >= 0; row--) if (trace.message(row) === message) return row;
  return -1;
}
