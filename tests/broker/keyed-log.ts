/** A log of keyed records and random histories of it, for tests. */
import fc from 'fast-check';
import { clean, cleaningRange, type CompactionSettings } from '../../src/broker/log/compaction.ts';
import { PartitionLog } from '../../src/broker/log/partition-log.ts';
import type { RecordTraits } from '../../src/broker/log/record-traits.ts';
import { retain } from '../../src/broker/log/retention.ts';

export interface Keyed {
  readonly key: string;
  /** `null` deletes the key. */
  readonly value: number | null;
  readonly timestampMs: number;
}

export const traits: RecordTraits<Keyed> = {
  keyOf: ({ key }) => key,
  isTombstone: ({ value }) => value === null,
  timestampMsOf: ({ timestampMs }) => timestampMs,
  bytesOf: () => 10,
};

export type Operation =
  | { readonly kind: 'append'; readonly key: string; readonly value: number | null }
  | { readonly kind: 'roll' }
  | { readonly kind: 'clean'; readonly part: number; readonly capacity: number }
  | { readonly kind: 'retain'; readonly retentionMs: number; readonly retentionBytes: number };

const append = fc.record({
  kind: fc.constant('append' as const),
  key: fc.constantFrom('a', 'b', 'c', 'd'),
  value: fc.option(fc.nat(9)),
});
const roll = fc.constant({ kind: 'roll' as const });
const cleaning = fc.record({
  kind: fc.constant('clean' as const),
  part: fc.integer({ min: 1, max: 4 }),
  capacity: fc.constantFrom(1, 1, 2, 3, 9),
});
const retention = fc.record({
  kind: fc.constant('retain' as const),
  retentionMs: fc.integer({ min: -1, max: 12 }),
  retentionBytes: fc.integer({ min: -1, max: 200 }),
});

/** Appends and rolls. */
export const histories = fc.array(
  fc.oneof({ weight: 5, arbitrary: append }, { weight: 1, arbitrary: roll }),
  { maxLength: 60 },
);

/** Appends, rolls and passes of the cleaner. */
export const cleanedHistories = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: append },
    { weight: 1, arbitrary: roll },
    { weight: 2, arbitrary: cleaning },
  ),
  { maxLength: 80 },
);

/** All that can happen to a log but truncation. */
export const wholeLives = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: append },
    { weight: 2, arbitrary: roll },
    { weight: 1, arbitrary: cleaning },
    { weight: 1, arbitrary: retention },
  ),
  { maxLength: 80 },
);

/** Plays operations, one time unit each, and remembers all that was ever appended. */
export class LogLife {
  readonly log = new PartitionLog(traits, { segmentRecords: 7 });
  /** Every record, by its offset. */
  readonly written: Keyed[] = [];
  nowMs = 0;
  readonly #deleteRetentionMs: number;
  #firstDirty = 0;

  constructor(deleteRetentionMs = 5) {
    this.#deleteRetentionMs = deleteRetentionMs;
  }

  play(operation: Operation): void {
    this.nowMs += 1;
    const { log, nowMs } = this;
    if (operation.kind === 'append') {
      const record = { key: operation.key, value: operation.value, timestampMs: nowMs };
      this.written[log.append(record)] = record;
    } else if (operation.kind === 'roll') log.roll();
    else if (operation.kind === 'clean') {
      const settings: CompactionSettings = {
        minCleanableDirtyRatio: 0,
        deleteRetentionMs: this.#deleteRetentionMs,
        minCompactionLagMs: 0,
        offsetMapCapacity: operation.capacity,
      };
      // A stable offset that lags behind leaves some dirty records for later passes.
      const lastStableOffset = Math.floor((log.end * operation.part) / 4);
      const at = { firstDirty: this.#firstDirty, lastStableOffset, nowMs };
      this.#firstDirty = clean(log, cleaningRange(log, at, settings), { nowMs }, settings);
    } else {
      const { retentionMs, retentionBytes } = operation;
      retain(log, log.end, { nowMs, retentionMs, retentionBytes });
    }
  }
}

/** The last value of each key, as someone who reads all records would have it. */
export function viewOf(records: readonly Keyed[]): ReadonlyMap<string, number> {
  const view = new Map<string, number>();
  for (const { key, value } of records) {
    view.delete(key);
    if (value !== null) view.set(key, value);
  }
  return new Map([...view].toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
