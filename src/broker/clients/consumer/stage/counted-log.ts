/** A log that only counts: what it holds is which offsets are records, of which transactions, and which are markers. */
import type { FetchedPartition, LogBounds } from '../consumer-port.ts';
import type { PartitionName } from '../partition-names.ts';

/** A transaction of a scripted producer. */
export interface ScriptedTransaction {
  state: 'open' | 'committed' | 'aborted';
}

type Isolation = 'read_uncommitted' | 'read_committed';

/** One partition of a small cluster. */
export class CountedLog {
  /** By offset from the first that was ever appended: `marker`, or the transaction of a record. */
  readonly #entries: ('marker' | ScriptedTransaction | undefined)[] = [];
  #start = 0;

  /** Appends so many records, of a transaction or of none. */
  append(count: number, transaction?: ScriptedTransaction): void {
    for (let record = 0; record < count; record++) this.#entries.push(transaction);
  }

  /** Appends the marker of a transaction that has records here. */
  mark(transaction: ScriptedTransaction): void {
    if (this.#entries.includes(transaction)) this.#entries.push('marker');
  }

  /** Deletes the records before an offset. Source: Admin#deleteRecords. */
  deleteBefore(offset: number): void {
    this.#start = Math.max(this.#start, Math.min(offset, this.#entries.length));
  }

  /** What a consumer may see: all, or what lies before the first transaction that is open. */
  bounds(isolation: Isolation): LogBounds {
    const open = this.#entries.findIndex(
      (entry) => typeof entry === 'object' && entry.state === 'open',
    );
    const end = isolation === 'read_committed' && open >= 0 ? open : this.#entries.length;
    return { start: this.#start, end };
  }

  /** Everything from an offset on that a consumer may see. */
  read(partition: PartitionName, from: number, isolation: Isolation): FetchedPartition {
    const { start, end } = this.bounds(isolation);
    const isOutOfRange = from < start || from > this.#entries.length;
    const offsets: number[] = [];
    const until = isOutOfRange ? from : Math.max(from, end);
    for (let offset = from; offset < until; offset++) {
      const entry = this.#entries[offset];
      const isAborted = typeof entry === 'object' && entry.state === 'aborted';
      if (entry !== 'marker' && !(isAborted && isolation === 'read_committed'))
        offsets.push(offset);
    }
    return { partition, from, offsets, next: until, isOutOfRange };
  }
}
