/** Transactions with what they wrote and what they read. */
import { code, type Trace } from '../../trace/index.ts';
import type { Listener } from '../checker.ts';
import type { Fate } from '../folds/transactions.ts';
import type { Poll } from './polls.ts';
import type { Send } from './sends.ts';

/** One transaction. */
export interface Transaction {
  readonly id: number;
  /** The process that ran it. */
  readonly actor: number;
  readonly fate: Fate;
  /** The row in which it began, or the first that names it. */
  readonly beganRow: number;
  /** -1 while it is open. */
  readonly endedRow: number;
  /** Where its records stand, in the order in which they were put there. */
  readonly writes: readonly Write[];
  /** For each offset that it committed, the last record that its process had been given below it. */
  readonly reads: readonly Poll[];
}

/** A record of a transaction. */
export interface Write {
  readonly row: number;
  readonly partition: number;
  readonly offset: number;
  readonly message: number;
}

interface Draft {
  readonly id: number;
  actor: number;
  fate: Fate;
  readonly beganRow: number;
  endedRow: number;
  readonly writes: Write[];
  readonly offsets: { readonly row: number; readonly partition: number; readonly offset: number }[];
}

/** Follows transactions. */
export class Transacted implements Listener {
  readonly kinds = [
    'transaction-begun',
    'transaction-record',
    'transaction-offset',
    'transaction-ended',
  ] as const;
  readonly #byId = new Map<number, Draft>();

  /** Takes in a row about a transaction. */
  see(trace: Trace, row: number): void {
    const kind = trace.kind(row);
    const [partition, offset] = [trace.a(row), trace.b(row)];
    if (kind === code['transaction-begun']) {
      this.#draft(trace.a(row), row).actor = trace.actor(row);
    } else if (kind === code['transaction-record']) {
      const write = { row, partition, offset, message: trace.message(row) };
      this.#draft(trace.c(row), row).writes.push(write);
    } else if (kind === code['transaction-offset']) {
      const draft = this.#draft(trace.c(row), row);
      if (draft.actor < 0) draft.actor = trace.actor(row);
      draft.offsets.push({ row, partition, offset });
    } else {
      const draft = this.#draft(trace.a(row), row);
      draft.fate = trace.b(row) === 1 ? 'committed' : 'aborted';
      draft.endedRow = row;
    }
  }

  /** How a transaction ended, `open` when it did not. */
  fate(id: number): Fate {
    return this.#byId.get(id)?.fate ?? 'open';
  }

  /** All transactions, in the order in which they began. */
  all(sends: readonly Send[], polls: readonly Poll[]): readonly Transaction[] {
    const producer = new Map(sends.map((send) => [send.transaction, send.producer]));
    const byPlace = new Map<string, Poll[]>();
    for (const poll of polls) {
      const key = `${poll.actor} ${poll.partition}`;
      const known = byPlace.get(key);
      if (known === undefined) byPlace.set(key, [poll]);
      else known.push(poll);
    }
    return [...this.#byId.values()].map(({ offsets, ...draft }) => {
      const actor = draft.actor >= 0 ? draft.actor : (producer.get(draft.id) ?? -1);
      const reads = offsets.flatMap(({ row, partition, offset }) => {
        const given = byPlace.get(`${actor} ${partition}`) ?? [];
        for (let at = countBefore(given, row) - 1; at >= 0; at--) {
          const poll = given[at];
          if (poll !== undefined && poll.offset < offset) return [poll];
        }
        return [];
      });
      return { ...draft, actor, reads };
    });
  }

  #draft(id: number, row: number): Draft {
    const known = this.#byId.get(id);
    if (known !== undefined) return known;
    const draft: Draft = {
      ...{ id, actor: -1, fate: 'open', beganRow: row, endedRow: -1, writes: [], offsets: [] },
    };
    this.#byId.set(id, draft);
    return draft;
  }
}

/** How many polls come before a row. They are in the order of the trace. */
function countBefore(polls: readonly Poll[], row: number): number {
  let low = 0;
  let high = polls.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((polls[middle] as Poll).row < row) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Finds the transaction that put the record which a poll returned; undefined for a record of none. */
export function writerOf(
  transactions: readonly Transaction[],
): (poll: Poll) => Transaction | undefined {
  // A place may be written again: after a lost disk offsets are used anew.
  const of = new Map<string, { readonly writtenRow: number; readonly by: Transaction }[]>();
  const keyOf = ({ partition, offset, message }: Omit<Write, 'row'>): string =>
    `${partition} ${offset} ${message}`;
  for (const by of transactions) {
    for (const write of by.writes) {
      const known = of.get(keyOf(write));
      if (known === undefined) of.set(keyOf(write), [{ writtenRow: write.row, by }]);
      else known.push({ writtenRow: write.row, by });
    }
  }
  return (poll) => of.get(keyOf(poll))?.findLast(({ writtenRow }) => writtenRow < poll.row)?.by;
}
