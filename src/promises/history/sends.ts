/** Sends: each call of send() with its requests, and how it ended for its producer. */
import { code, type Trace } from '../../trace/index.ts';
import type { Listener } from '../checker.ts';
import type { Fate } from '../folds/transactions.ts';

/** Jepsen's `:ok`, `:fail` and `:info`: it is in the log, it surely is not, nobody knows. */
export type Result = 'ok' | 'failed' | 'unknown';

/** One call of send(). */
export interface Send {
  readonly message: number;
  /** The process that sent it. */
  readonly producer: number;
  readonly partition: number;
  /** The row of its first request, -1 when it never left the process. */
  readonly sentRow: number;
  /** How many requests with it were sent. */
  readonly requests: number;
  /** The offset that its producer was told, -1 for none. */
  readonly offset: number;
  /** The row that told its producer how it ended, -1 for none. */
  readonly settledRow: number;
  readonly result: Result;
  /** The transaction that it belongs to, -1 for none. */
  readonly transaction: number;
  /** How often its producer had crashed before it. */
  readonly incarnation: number;
}

type Draft = { -readonly [Each in keyof Send]: Send[Each] };

/** Follows sends. A message that is sent anew, with a first attempt again, is another send of the same value. */
export class Sends implements Listener {
  readonly kinds = [
    'produce-sent',
    'produce-acked',
    'send-expired',
    'transaction-record',
    'process-crashed',
  ] as const;
  readonly #all: Draft[] = [];
  /** By message: its sends. Two of them may be under way at once. */
  readonly #of = new Map<number, Draft[]>();
  /** By request: its send. */
  readonly #byRequest = new Map<number, Draft>();
  readonly #crashes = new Map<number, number>();

  /** Takes in a row about a send. */
  see(trace: Trace, row: number): void {
    const kind = trace.kind(row);
    const actor = trace.actor(row);
    if (kind === code['process-crashed']) {
      this.#crashes.set(actor, (this.#crashes.get(actor) ?? 0) + 1);
      return;
    }
    const message = trace.message(row);
    const sends = this.#of.get(message) ?? [];
    const open = sends.find(({ settledRow }) => settledRow < 0);
    if (kind === code['produce-sent']) {
      const attempt = trace.c(row);
      const repeated = sends.find((each) => each.settledRow < 0 && each.requests === attempt - 1);
      const send = attempt > 1 ? (repeated ?? open ?? sends.at(-1)) : undefined;
      if (send !== undefined) send.requests += 1;
      this.#byRequest.set(row, send ?? this.#begin(trace, row, row));
    } else if (kind === code['transaction-record']) {
      // Several producers may be about the same message: the record's request says whose it is.
      const request = trace.cause(trace.cause(row));
      const send = this.#byRequest.get(request) ?? open ?? sends.at(-1);
      if (send !== undefined) send.transaction = trace.c(row);
    } else {
      const asked = this.#byRequest.get(trace.cause(row));
      const isAsked = asked?.message === message && asked.settledRow < 0;
      const send = (isAsked ? asked : open) ?? this.#begin(trace, row, -1);
      send.settledRow = row;
      if (kind === code['produce-acked']) {
        send.result = 'ok';
        send.offset = trace.b(row);
        send.partition = trace.a(row);
      } else send.result = trace.c(row) === 1 ? 'failed' : 'unknown';
    }
  }

  /** All sends. What a transaction took back has failed; what it has not committed, nobody knows. */
  settled(fateOf: (transaction: number) => Fate): readonly Send[] {
    return this.#all.map((send) => {
      const fate = send.transaction < 0 ? 'none' : fateOf(send.transaction);
      if (fate === 'aborted') return { ...send, result: 'failed' };
      if (fate === 'open' && send.result === 'ok') return { ...send, result: 'unknown' };
      return send;
    });
  }

  #begin(trace: Trace, row: number, sentRow: number): Draft {
    const producer = trace.actor(row);
    const send: Draft = {
      ...{ message: trace.message(row), producer, partition: trace.a(row), sentRow },
      ...{ requests: sentRow < 0 ? 0 : 1, offset: -1, settledRow: -1, result: 'unknown' },
      ...{ transaction: -1, incarnation: this.#crashes.get(producer) ?? 0 },
    };
    this.#all.push(send);
    const known = this.#of.get(send.message);
    if (known === undefined) this.#of.set(send.message, [send]);
    else known.push(send);
    return send;
  }
}
