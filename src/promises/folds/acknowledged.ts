/** Which records were acknowledged to their producers, and which of them are gone. */
import type { Cast, Trace } from '../../trace/index.ts';
import type { Listener } from '../checker.ts';
import type { Column } from './column.ts';
import { columns } from './column.ts';
import type { Logs } from './logs.ts';

/** Acknowledged records by partition and offset. Kept up after the logs. */
export class Acknowledged implements Listener {
  readonly kinds = ['produce-acked'] as const;
  readonly #logs: Logs;
  /** By partition and offset: the row that appended what was acknowledged there last. */
  readonly #appendedRow: readonly Column[];
  readonly #ackedRow: readonly Column[];
  /** Those that a later acknowledgement at the same offset took the place of. */
  readonly #replaced: number[] = [];

  constructor(cast: Cast, logs: Logs) {
    this.#logs = logs;
    this.#appendedRow = columns(cast.partitions.length, -1);
    this.#ackedRow = columns(cast.partitions.length, -1);
  }

  /** Takes in an acknowledgement. With acks=0 there is none to take in: its offset is -1. */
  see(trace: Trace, row: number): void {
    const partition = trace.a(row);
    const offset = trace.b(row);
    const appended = this.#logs.putRow(trace, { partition, offset, message: trace.message(row) });
    if (appended < 0) return;
    const before = this.#appendedRow[partition]?.at(offset) ?? -1;
    if (before >= 0 && before !== appended) this.#replaced.push(before);
    this.#appendedRow[partition]?.set(offset, appended);
    this.#ackedRow[partition]?.set(offset, row);
  }

  /** The row that appended what was acknowledged at a place, -1 for nothing. */
  appendedRow(partition: number, offset: number): number {
    return this.#appendedRow[partition]?.at(offset) ?? -1;
  }
  /** The row of the acknowledgement at a place, -1 for none. */
  ackedRow(partition: number, offset: number): number {
    return this.#ackedRow[partition]?.at(offset) ?? -1;
  }
  /** One more than the highest offset that was acknowledged. */
  end(partition: number): number {
    return this.#appendedRow[partition]?.length ?? 0;
  }

  /** The rows that appended what was acknowledged and no longer stands in the leader's log; only tails are lost. */
  missing(partition: number): number[] {
    const rows: number[] = [];
    for (let offset = this.end(partition) - 1; offset >= 0; offset--) {
      const appended = this.appendedRow(partition, offset);
      if (appended < 0) continue;
      if (this.#logs.rowAt(partition, offset) === appended) break;
      if (offset >= this.#logs.start(partition)) rows.push(appended);
    }
    return rows.toReversed();
  }

  /** All records that were acknowledged and whose offset was acknowledged anew for another. */
  get replaced(): readonly number[] {
    return this.#replaced;
  }
}
