/** Facts that a service stored and that never reached the log, or did not stay in it: the gap of the dual write, aborted transactions, lost tails. */
import { code, kinds, type Kind, type Trace } from '../../trace/index.ts';
import type { Listener } from '../checker.ts';
import { clause, type Breach, type Findings } from '../findings.ts';
import { Column, columns } from '../folds/column.ts';
import { seconds } from '../phrases.ts';
import type { Clause } from '../verdict.ts';
import type { Books } from './books.ts';
import { whenGone } from './when-gone.ts';

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

  /**
   * Notes each stored message that is not in the log, unless the same fact about the order got there as another message:
   * one that went, at the row that took it; one that never came, where it was given up, else where it was made.
   */
  settle(trace: Trace, findings: Findings): void {
    const lost: number[] = [];
    let told: ReadonlySet<string> | undefined;
    for (let message = 0; message < this.#fate.length; message++) {
      if (this.#fate.at(message) !== stored && !this.#isGone(trace, message)) continue;
      told ??= this.#factsInLog(trace);
      const row = this.#createdRow.at(message);
      if (!told.has(`${trace.a(row)} ${trace.order(row)}`)) lost.push(message);
    }
    const went = lost.filter((message) => this.#fate.at(message) === inLog);
    const records = went.map((message) => this.#appendedRow.at(message));
    const gone = whenGone(trace, this.#books.cast, records);
    const last = lastRows(trace, new Set(lost));
    for (const message of lost) {
      const row = gone.get(this.#appendedRow.at(message));
      if (row !== undefined) findings.add(trace, row, () => this.#tellGone(trace, message, row));
      else this.#noteUnsent(trace, findings, message, last.get(message) ?? -1);
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

  #isGone(trace: Trace, message: number): boolean {
    return this.#fate.at(message) === inLog && !this.#stays(trace, message);
  }

  #isAborted(trace: Trace, row: number): boolean {
    const { transactions } = this.#books.accounts;
    return transactions.fateAt(trace.a(row), trace.b(row)) === 'aborted';
  }

  #tellGone(trace: Trace, message: number, gone: number): Breach {
    const { phrases } = this.#books;
    const row = this.#appendedRow.at(message);
    const what = phrases.messageOfOrder(trace, message, trace.order(row));
    const place = phrases.place(trace.a(row), trace.b(row));
    const when = seconds(trace.time(row));
    const stood =
      gone === row
        ? `${what} was put at ${place} at ${when},`
        : `${what} stood at ${place} from ${when} on,`;
    return [clause(stood, this.#createdRow.at(message), row), this.#taken(trace, gone)];
  }

  /** What took a record from the log, and when. */
  #taken(trace: Trace, gone: number): Clause {
    const { phrases } = this.#books;
    const when = seconds(trace.time(gone));
    if (trace.is(gone, 'transaction-ended'))
      return clause(`but at ${when} the transaction that it was part of was aborted`, gone);
    const who = phrases.actor(trace.actor(gone));
    if (trace.is(gone, 'disk-lost')) return clause(`but ${who} lost its disk at ${when}`, gone);
    if (trace.is(gone, 'log-truncated')) return clause(`but ${who} dropped it at ${when}`, gone);
    // A deposed leader may take a record after the election of the one that does not have it.
    const elected = electedRow(trace, gone);
    const leader = phrases.actor(trace.actor(elected));
    const since = seconds(trace.time(elected));
    return clause(`but ${leader} leads since ${since} without it`, elected, gone);
  }

  #noteUnsent(trace: Trace, findings: Findings, message: number, last: number): void {
    const created = this.#createdRow.at(message);
    const loss = this.#lossRow(trace, last);
    findings.add(trace, loss < 0 ? created : loss, () => this.#tell(trace, created, last, loss));
  }

  /** The row after which nobody would send a message any more, of which this is the last row; -1 for none. */
  #lossRow(trace: Trace, last: number): number {
    if (trace.is(last, 'send-expired') || trace.is(last, 'leg-lost')) return last;
    const { cast, scenario } = this.#books;
    const maker = trace.actor(last);
    const id = cast.services[cast.actors[maker]?.service ?? -1]?.id;
    // What lies in an outbox is read again.
    if (scenario.services.some((service) => service.id === id && service.outbox)) return -1;
    for (let row = last + 1; row < trace.length; row++)
      if (trace.is(row, 'process-crashed') && trace.actor(row) === maker) return row;
    return -1;
  }

  #tell(trace: Trace, row: number, last: number, loss: number): Breach {
    const { phrases } = this.#books;
    const what = phrases.messageOfOrder(trace, trace.message(row), trace.order(row));
    const who = phrases.serviceOf(trace.actor(row));
    const stored = clause(`${who} stored ${what} at ${seconds(trace.time(row))},`, row);
    if (loss < 0) return [stored, clause('but it never reached the log', last)];
    const sender = phrases.actor(trace.actor(last));
    const reasons: Partial<Record<Kind, string>> = {
      'process-crashed': `${sender} crashed`,
      'send-expired': `${sender} gave it up`,
      'leg-lost': 'the network lost it',
    };
    const reason = reasons[kinds[trace.kind(loss)] as Kind] ?? '';
    const why = clause(`for ${reason} at ${seconds(trace.time(loss))}`, loss);
    return [stored, clause('but it never reached the log,', last), why];
  }
}

/** The last election of a leader of a row's partition up to that row; the row itself where there was none. */
function electedRow(trace: Trace, from: number): number {
  for (let row = from; row >= 0; row--) {
    if (trace.is(row, 'leader-elected') && trace.a(row) === trace.a(from)) return row;
  }
  return from;
}

/** The last row about each of these messages: how far it got. */
function lastRows(trace: Trace, messages: ReadonlySet<number>): ReadonlyMap<number, number> {
  const last = new Map<number, number>();
  for (let row = trace.length - 1; row >= 0 && last.size < messages.size; row--) {
    const message = trace.message(row);
    if (messages.has(message) && !last.has(message)) last.set(message, row);
  }
  return last;
}
