/** What holds for idempotent and transactional producers on a partition. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { acts, ProducerLife } from './producer-life.ts';

const numRuns = 400;

describe('a partition', () => {
  test('appends each (producer, epoch, sequence) at most once', () => {
    fc.assert(
      fc.property(acts, (story) => {
        const life = new ProducerLife();
        for (const act of story) life.play(act);
        life.log.raiseHighWatermark(life.log.end);
        const names = life.log
          .read(0, 'read_uncommitted')
          .map(({ value }) => `${value.producer} ${value.epoch} ${value.sequence}`);
        expect(new Set(names).size).toBe(names.length);
      }),
      { numRuns },
    );
  });

  test('has dense sequences for each producer and epoch', () => {
    fc.assert(
      fc.property(acts, (story) => {
        const life = new ProducerLife();
        for (const act of story) life.play(act);
        life.log.raiseHighWatermark(life.log.end);
        const last = new Map<string, number>();
        for (const { value } of life.log.read(0, 'read_uncommitted')) {
          const name = `${value.producer} ${value.epoch}`;
          const before = last.get(name);
          if (before !== undefined) expect(value.sequence).toBe(before + 1);
          last.set(name, value.sequence);
        }
      }),
      { numRuns },
    );
  });

  test('appends nothing of an epoch after it has seen a newer one', () => {
    fc.assert(
      fc.property(acts, (story) => {
        const life = new ProducerLife();
        for (const act of story) life.play(act);
        life.log.raiseHighWatermark(life.log.end);
        const epochs = new Map<number, number>();
        for (const { value } of life.log.read(0, 'read_uncommitted')) {
          expect(value.epoch).toBeGreaterThanOrEqual(epochs.get(value.producer) ?? 0);
          epochs.set(value.producer, value.epoch);
        }
      }),
      { numRuns },
    );
  });

  test('answers a duplicate with the offset at which the same batch lies', () => {
    fc.assert(
      fc.property(acts, (story) => {
        const life = new ProducerLife();
        for (const act of story) {
          const { end } = life.log;
          const result = life.play(act);
          if (result?.kind !== 'duplicate') continue;
          expect(life.log.end).toBe(end);
          expect(result.baseOffset).toBeLessThan(end);
        }
      }),
      { numRuns },
    );
  });
});

describe('a read_committed consumer', () => {
  const visible = (life: ProducerLife) => life.log.read(0, 'read_committed');

  test('sees no record of an aborted or an open transaction, at any time', () => {
    fc.assert(
      fc.property(acts, (story) => {
        const life = new ProducerLife();
        for (const act of story) {
          life.play(act);
          for (const { value } of visible(life)) {
            const fate = life.fates.get(`${value.producer}/${value.transaction}`);
            expect(value.transaction === 0 || fate === 'committed').toBe(true);
          }
        }
      }),
      { numRuns },
    );
  });

  // A transaction is not seen at one instant: one that is still open between its records keeps the
  // later ones back. What Kafka promises is the order of the log up to the last stable offset.
  test('sees of each committed transaction all that lies below the last stable offset', () => {
    fc.assert(
      fc.property(acts, (story) => {
        const life = new ProducerLife();
        for (const act of story) {
          life.play(act);
          const stable = life.log
            .readForFollower(0)
            .filter(({ offset }) => offset < life.log.lastStableOffset)
            .flatMap(({ record }) => record.value ?? []);
          const committed = stable.filter(({ producer, transaction }) => {
            const isBare = transaction === 0;
            return isBare || life.fates.get(`${producer}/${transaction}`) === 'committed';
          });
          expect(visible(life).map(({ value }) => value)).toEqual(committed);
        }
      }),
      { numRuns },
    );
  });

  test('sees everything that is decided once the high watermark is at the end', () => {
    fc.assert(
      fc.property(acts, (story) => {
        const life = new ProducerLife();
        for (const act of story) life.play(act);
        for (const producer of [1, 2, 3]) {
          life.play({ kind: 'end', producer, epochSlip: 0, isCommit: true });
        }
        life.log.raiseHighWatermark(life.log.end);
        expect(life.log.lastStableOffset).toBe(life.log.end);
        const wanted = life.log
          .read(0, 'read_uncommitted')
          .filter(
            ({ value }) => life.fates.get(`${value.producer}/${value.transaction}`) !== 'aborted',
          );
        expect(visible(life)).toEqual(wanted);
      }),
      { numRuns },
    );
  });

  test('is never shown less than before', () => {
    fc.assert(
      fc.property(acts, (story) => {
        const life = new ProducerLife();
        let stable = 0;
        for (const act of story) {
          life.play(act);
          const { lastStableOffset, highWatermark } = life.log;
          expect(lastStableOffset).toBeGreaterThanOrEqual(stable);
          expect(lastStableOffset).toBeLessThanOrEqual(highWatermark);
          stable = lastStableOffset;
        }
      }),
      { numRuns },
    );
  });
});

describe('a truncated log', () => {
  test('knows of its producers what it knew when it ended there', () => {
    fc.assert(
      fc.property(acts, acts, acts, (before, dropped, after) => {
        const life = new ProducerLife();
        for (const act of before) life.play(act);
        const { end } = life.log;
        const twin = new ProducerLife();
        for (const act of before) twin.play(act);
        for (const act of dropped) if (act.kind !== 'high-watermark') life.play(act);
        life.log.truncateTo(end);
        const known = ({ log }: ProducerLife) => [
          log.end,
          log.highWatermark,
          log.lastStableOffset,
          log.aborted,
        ];
        expect(known(life)).toEqual(known(twin));
        // The twins disagree on what they would send next, so both logs get the same batches.
        const results = [life, twin].map(({ log }) =>
          after.flatMap((act) => {
            if (act.kind === 'high-watermark') return [];
            const { producer, epochSlip } = act;
            const epoch = Math.max(0, epochSlip);
            if (act.kind === 'end') return [log.endTransaction({ ...act, epoch }, 0)];
            const { count, isTransactional } = act;
            const firstSequence = 4 + act.slip;
            const values = Array.from({ length: count }, (_, sequence) => {
              return { producer, epoch, sequence: firstSequence + sequence, transaction: 0 };
            });
            const batch = { producer, epoch, firstSequence, count, isTransactional };
            return [log.append(values, 0, batch)];
          }),
        );
        expect(results[0]).toEqual(results[1]);
        expect(life.log.epochs.latest).toBe(twin.log.epochs.latest);
      }),
      { numRuns },
    );
  });
});
