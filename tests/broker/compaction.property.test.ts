/** What the cleaner keeps of a log, and what it lets go. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clean, cleaningRange, type IsAborted } from '../../src/broker/log/compaction.ts';
import { PartitionLog } from '../../src/broker/log/partition-log.ts';
import { cleanedHistories, LogLife, traits, viewOf, type Keyed } from './keyed-log.ts';

const numRuns = 300;

/** One pass over all that is sealed, with tombstones that may go at once after their first. */
function cleanAll(
  log: PartitionLog<Keyed>,
  nowMs: number,
  more: { firstDirty?: number; capacity?: number; isAborted?: IsAborted<Keyed> } = {},
): number {
  const { firstDirty = 0, capacity, isAborted } = more;
  const settings = {
    minCleanableDirtyRatio: 0,
    deleteRetentionMs: 0,
    minCompactionLagMs: 0,
    offsetMapCapacity: capacity,
  };
  const at = { firstDirty, lastStableOffset: log.end, nowMs };
  const pass = isAborted === undefined ? { nowMs } : { nowMs, isAborted };
  return clean(log, cleaningRange(log, at, settings), pass, settings);
}

describe('compaction', () => {
  test('keeps the last record of each key, in order, under its offset', () => {
    fc.assert(
      fc.property(cleanedHistories, (operations) => {
        const life = new LogLife(Number.POSITIVE_INFINITY);
        for (const operation of operations) life.play(operation);
        const { log, written } = life;
        const offsets = log.read(0).map(({ offset }) => offset);
        expect(offsets).toEqual(offsets.toSorted((left, right) => left - right));
        written.forEach((record, offset) => {
          const isLast = !written.slice(offset + 1).some(({ key }) => key === record.key);
          if (isLast) expect(log.at(offset)).toBe(record);
        });
      }),
      { numRuns },
    );
  });

  test('leaves the same view as the full log, at every time', () => {
    fc.assert(
      fc.property(cleanedHistories, fc.nat(8), (operations, deleteRetentionMs) => {
        const life = new LogLife(deleteRetentionMs);
        for (const operation of operations) {
          life.play(operation);
          const kept = life.log.read(0).map(({ record }) => record);
          expect(viewOf(kept)).toEqual(viewOf(life.written));
        }
      }),
      { numRuns },
    );
  });

  test('lets a tombstone go only after delete.retention.ms', () => {
    fc.assert(
      fc.property(cleanedHistories, fc.nat(8), (operations, deleteRetentionMs) => {
        const life = new LogLife(deleteRetentionMs);
        for (const operation of operations) life.play(operation);
        const { log, written, nowMs } = life;
        written.forEach((record, offset) => {
          const isLast = !written.slice(offset + 1).some(({ key }) => key === record.key);
          if (!isLast || log.at(offset) !== undefined) return;
          expect(record.value).toBeNull();
          expect(nowMs - record.timestampMs).toBeGreaterThanOrEqual(deleteRetentionMs);
        });
      }),
      { numRuns },
    );
  });

  test('joins segments, but none beyond what one may hold', () => {
    const log = new PartitionLog(traits, { segmentRecords: 7 });
    const keys = Array.from({ length: 20 }, (_, index) => `${index}`);
    for (const key of [...keys, ...keys.slice(0, 10)]) {
      log.append({ key, value: 1, timestampMs: 0 });
      log.roll();
    }
    cleanAll(log, 0);
    expect(log.sealed.map(({ records }) => records.length)).toEqual([7, 7, 6]);
  });

  test('leaves alone what a pass did not get to, also a tombstone whose time has come', () => {
    const log = new PartitionLog(traits);
    log.append({ key: 'a', value: 1, timestampMs: 0 });
    log.append({ key: 'b', value: 1, timestampMs: 0 });
    log.append({ key: 'a', value: null, timestampMs: 0 });
    log.roll();
    expect(cleanAll(log, 0, { capacity: 1 })).toBe(1);
    expect(cleanAll(log, 9, { capacity: 1, firstDirty: 1 })).toBe(2);
    expect(log.read(0).map(({ offset }) => offset)).toEqual([0, 1, 2]);
  });

  test('never touches the active segment', () => {
    fc.assert(
      fc.property(cleanedHistories, (operations) => {
        const life = new LogLife(0);
        for (const operation of operations) {
          const active = life.log.active.records;
          life.play(operation);
          if (operation.kind === 'clean') expect(life.log.active.records).toEqual(active);
        }
      }),
      { numRuns },
    );
  });

  test('drops what was aborted, and lets it supersede nothing', () => {
    const log = new PartitionLog(traits);
    for (const value of [1, 2]) log.append({ key: 'a', value, timestampMs: 0 });
    log.roll();
    cleanAll(log, 0, { isAborted: ({ offset }) => offset === 1 });
    expect(log.read(0).map(({ record }) => record.value)).toEqual([1]);
  });
});
