/** Which records belong to which transaction, and how each transaction ended. */
import { code, type Cast, type Trace } from '../../trace/index.ts';
import type { Listener } from '../checker.ts';
import { Column, columns } from './column.ts';

/** How a transaction stands. */
export type Fate = 'none' | 'open' | 'committed' | 'aborted';

const open = 1;
const aborted = 2;
const committed = 3;

/** A record whose transaction is open. */
interface OpenRecord {
  readonly partition: number;
  readonly offset: number;
}

/** The transactions of one run. */
export class Transactions implements Listener {
  readonly kinds = [
    'record-appended',
    'transaction-begun',
    'transaction-record',
    'transaction-ended',
  ] as const;
  /** By partition and offset: one more than the transaction. */
  readonly #at: readonly Column[];
  readonly #fate = new Column();
  readonly #beganRow = new Column(-1);
  readonly #endedRow = new Column(-1);
  readonly #records = new Map<number, OpenRecord[]>();

  constructor(cast: Cast) {
    this.#at = columns(cast.partitions.length);
  }

  /** Takes in a row about a transaction, or a record that takes the place of one. */
  see(trace: Trace, row: number): void {
    const kind = trace.kind(row);
    if (kind === code['record-appended']) {
      const at = this.#at[trace.a(row)];
      if (at !== undefined && trace.b(row) < at.length) at.set(trace.b(row), 0);
    } else if (kind === code['transaction-begun']) {
      this.#fate.set(trace.a(row), open);
      this.#beganRow.set(trace.a(row), row);
    } else if (kind === code['transaction-record']) {
      const transaction = trace.c(row);
      this.#at[trace.a(row)]?.set(trace.b(row), transaction + 1);
      if (this.#fate.at(transaction) === 0) this.#fate.set(transaction, open);
      const records = this.#records.get(transaction) ?? [];
      records.push({ partition: trace.a(row), offset: trace.b(row) });
      this.#records.set(transaction, records);
    } else {
      this.#fate.set(trace.a(row), trace.b(row) === 1 ? committed : aborted);
      this.#endedRow.set(trace.a(row), row);
      this.#records.delete(trace.a(row));
    }
  }

  /** The transaction of what was put at a place, -1 for none. */
  at(partition: number, offset: number): number {
    return (this.#at[partition]?.at(offset) ?? 0) - 1;
  }
  /** How the transaction of a place in the log stands. */
  fateAt(partition: number, offset: number): Fate {
    return this.fate(this.at(partition, offset));
  }
  /** How a transaction stands. */
  fate(transaction: number): Fate {
    const fate = this.#fate.at(transaction);
    if (fate === open) return 'open';
    if (fate === committed) return 'committed';
    return fate === aborted ? 'aborted' : 'none';
  }
  /** The row in which a transaction began, -1 for none. */
  beganRow(transaction: number): number {
    return this.#beganRow.at(transaction);
  }
  /** The row in which a transaction ended, -1 while it is open. */
  endedRow(transaction: number): number {
    return this.#endedRow.at(transaction);
  }
  /** The first offset of a partition whose transaction is open, Infinity for none: read_committed sees no further. */
  firstOpen(partition: number): number {
    let first = Infinity;
    for (const [transaction, records] of this.#records) {
      for (const record of records) {
        // What was cut off is no part of it any more, whatever takes its place.
        const isCut = this.at(partition, record.offset) !== transaction;
        if (record.partition === partition && !isCut) first = Math.min(first, record.offset);
      }
    }
    return first;
  }
  /** The records of an open transaction. */
  openRecords(transaction: number): readonly OpenRecord[] {
    return this.#records.get(transaction) ?? [];
  }
}
