/** What retention deletes of a log, and what never. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { retain } from '../../src/broker/log/retention.ts';
import { histories, LogLife } from './keyed-log.ts';

const numRuns = 300;

describe('retention', () => {
  const limits = fc.record({
    retentionMs: fc.integer({ min: -1, max: 30 }),
    retentionBytes: fc.integer({ min: -1, max: 500 }),
    highWatermark: fc.nat(70),
  });

  test('removes only a prefix, and nothing at the high watermark or above', () => {
    fc.assert(
      fc.property(histories, limits, (operations, { highWatermark, ...retention }) => {
        const life = new LogLife();
        for (const operation of operations) life.play(operation);
        const { log, nowMs, written } = life;
        const known = Math.min(highWatermark, log.end);
        retain(log, known, { nowMs, ...retention });
        expect(log.read(0).map(({ record }) => record)).toEqual(written.slice(log.start));
        expect(log.start).toBeLessThanOrEqual(known);
      }),
      { numRuns },
    );
  });

  test('takes the active segment only when all of it has expired', () => {
    fc.assert(
      fc.property(histories, limits, (operations, { retentionMs }) => {
        const life = new LogLife();
        for (const operation of operations) life.play(operation);
        const { log, nowMs } = life;
        const { activeBase, active, end } = log;
        retain(log, end, { nowMs, retentionMs });
        if (log.start <= activeBase) return;
        expect(log.start).toBe(end);
        for (const { timestampMs } of active.records) {
          expect(nowMs - timestampMs).toBeGreaterThan(retentionMs);
        }
      }),
      { numRuns },
    );
  });

  test('by size leaves less than a segment more than the limit', () => {
    fc.assert(
      fc.property(histories, fc.nat(500), (operations, retentionBytes) => {
        const life = new LogLife();
        for (const operation of operations) life.play(operation);
        const { log, nowMs } = life;
        const size = () => [...log.sealed, log.active].reduce((sum, each) => sum + each.bytes, 0);
        const before = size();
        retain(log, log.end, { nowMs, retentionBytes });
        const oldest = log.sealed[0] ?? log.active;
        expect(size()).toBeGreaterThanOrEqual(Math.min(before, retentionBytes));
        if (size() > 0) expect(size() - retentionBytes).toBeLessThan(oldest.bytes);
      }),
      { numRuns },
    );
  });
});
