/** What holds for the log of a partition, whatever happens to it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PartitionLog } from '../../src/broker/log/partition-log.ts';
import { plainTraits } from '../../src/broker/log/record-traits.ts';
import { cleanedHistories, LogLife, traits, wholeLives } from './keyed-log.ts';

const numRuns = 300;

describe('a log', () => {
  test('gives dense offsets, and none of them twice', () => {
    fc.assert(
      fc.property(wholeLives, (operations) => {
        const life = new LogLife();
        let next = 0;
        for (const operation of operations) {
          expect(life.log.end).toBe(next);
          if (operation.kind === 'append') next += 1;
          life.play(operation);
        }
        expect(life.log.end).toBe(next);
        expect(life.written).toHaveLength(next);
      }),
      { numRuns },
    );
  });

  test('has at an offset what was appended there, or nothing', () => {
    fc.assert(
      fc.property(wholeLives, fc.nat(90), (operations, from) => {
        const life = new LogLife();
        for (const operation of operations) life.play(operation);
        const { log, written } = life;
        const kept = written.flatMap((record, offset) =>
          log.at(offset) ? [{ offset, record }] : [],
        );
        for (const { offset, record } of kept) expect(log.at(offset)).toBe(record);
        expect(log.read(0)).toEqual(kept);
        expect(log.read(from, 3)).toEqual(kept.filter(({ offset }) => offset >= from).slice(0, 3));
        expect([log.at(-1), log.at(log.start - 1), log.at(log.end)]).toEqual([
          undefined,
          undefined,
          undefined,
        ]);
      }),
      { numRuns },
    );
  });

  test('is put back by a checkpoint, which nothing that happens later changes', () => {
    fc.assert(
      fc.property(wholeLives, wholeLives, (before, after) => {
        const life = new LogLife();
        for (const operation of before) life.play(operation);
        const records = life.log.read(0);
        const { start, end } = life.log;
        const checkpoint = life.log.checkpoint();
        const sealed = structuredClone(checkpoint.sealed);
        for (const operation of after) life.play(operation);
        expect(checkpoint.sealed).toEqual(sealed);
        life.log.restore(checkpoint);
        expect(life.log.read(0)).toEqual(records);
        expect([life.log.start, life.log.end]).toEqual([start, end]);
      }),
      { numRuns },
    );
  });

  test('shares its sealed segments with its checkpoints', () => {
    const log = new PartitionLog<number>(plainTraits, { segmentRecords: 10 });
    for (let value = 0; value < 25; value++) log.append(value);
    const [first] = log.checkpoint().sealed;
    for (let value = 0; value < 25; value++) log.append(value);
    expect(log.checkpoint().sealed[0]).toBe(first);
  });

  test('that is truncated is the log that it was at that offset', () => {
    fc.assert(
      fc.property(cleanedHistories, fc.nat(90), (operations, offset) => {
        const life = new LogLife();
        for (const operation of operations) life.play(operation);
        const { log } = life;
        const kept = log.read(0).filter((entry) => entry.offset < offset);
        const end = Math.min(offset, log.end);
        log.truncateTo(offset);
        expect(log.read(0)).toEqual(kept);
        expect(log.end).toBe(end);
        expect(log.append({ key: 'a', value: 1, timestampMs: 99 })).toBe(end);
        expect(log.at(end)).toEqual({ key: 'a', value: 1, timestampMs: 99 });
      }),
      { numRuns },
    );
  });

  test('rolls by bytes and by time, always before a record', () => {
    const bySize = new PartitionLog(traits, { segmentBytes: 25 });
    const byTime = new PartitionLog(traits, { segmentMs: 5 });
    for (const timestampMs of [0, 5, 6, 20]) {
      bySize.append({ key: 'a', value: 1, timestampMs });
      byTime.append({ key: 'a', value: 1, timestampMs });
    }
    expect([...bySize.sealed, bySize.active].map(({ base }) => base)).toEqual([0, 2]);
    expect([...byTime.sealed, byTime.active].map(({ base }) => base)).toEqual([0, 2, 3]);
  });
});
