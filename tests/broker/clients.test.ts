/** The producer's half: to which partition a record goes, and in which order batches arrive. */
import { describe, expect, test } from 'vitest';
import { InFlightSends, type SendSettings } from '../../src/broker/clients/in-flight-sends.ts';
import { StickyPartitioner } from '../../src/broker/clients/sticky-partitioner.ts';
import { startingPosition } from '../../src/broker/log/offset-reset.ts';

/** Draws 0, 1, 2 … */
function counting(): () => number {
  let drawn = 0;
  return () => drawn++;
}

describe('the sticky partitioner', () => {
  const settings = { partitions: 4, batchBytes: 100 };

  test('changes after a batch, and after two even if it would rather not', () => {
    const partitioner = new StickyPartitioner({ ...settings, random: counting() });
    const placed = [60, 40, 99, 1, 10].map((bytes) => partitioner.place(bytes, false));
    expect(placed).toEqual([0, 0, 0, 0, 1]);
    expect([90, 1].map((bytes) => partitioner.place(bytes))).toEqual([1, 2]);
  });

  test('draws more often where less waits, and leaves out who answers too slowly', () => {
    const partitioner = new StickyPartitioner({ ...settings, batchBytes: 1, random: counting() });
    partitioner.updateLoad({ queueSizes: [0, 3, 1, 99], length: 3 });
    const placed = Array.from({ length: 8 }, () => partitioner.place(1));
    expect(placed).toEqual([0, 0, 0, 0, 1, 2, 2, 2]);
  });

  test('weighs one partition that is left of several, but not the only one', () => {
    const partitioner = new StickyPartitioner({ ...settings, batchBytes: 1, random: counting() });
    partitioner.updateLoad({ queueSizes: [5, 5], partitions: [3, 1], length: 1 });
    expect([partitioner.place(1), partitioner.place(1)]).toEqual([3, 3]);
    partitioner.updateLoad({ queueSizes: [5], partitions: [3] });
    expect([partitioner.place(1), partitioner.place(1)]).toEqual([3, 3]);
  });
});

describe('batches in flight', () => {
  const plain: SendSettings = { maxInFlight: 5, retries: 3, isIdempotent: false };
  const sendsOf = (settings: SendSettings, ...batches: string[]) => {
    const sends = new InFlightSends<string>(settings);
    for (const batch of batches) sends.enqueue(batch, 1);
    const leave = () => sends.dispatch().map(({ batch }) => batch);
    const answer = (batch: string, error?: string) => {
      const sent = sends.inFlight.find((each) => each.batch === batch);
      return sent === undefined ? 'not in flight' : sends.onAnswer(sent, error);
    };
    return { sends, leave, answer };
  };

  test('leave together, up to the limit', () => {
    const { leave, answer } = sendsOf({ ...plain, maxInFlight: 2 }, 'a', 'b', 'c');
    expect(leave()).toEqual(['a', 'b']);
    expect(leave()).toEqual([]);
    answer('a');
    expect(leave()).toEqual(['c']);
  });

  test('are overtaken when one fails and nothing numbers them', () => {
    const { leave, answer } = sendsOf(plain, 'a', 'b');
    leave();
    answer('b');
    expect(answer('a', 'NETWORK_EXCEPTION')).toBe('goes-again');
    expect(leave()).toEqual(['a']);
  });

  test('go again one by one and in order when they are numbered', () => {
    const { leave, answer } = sendsOf({ ...plain, isIdempotent: true }, 'a', 'b', 'c');
    expect(leave()).toEqual(['a', 'b', 'c']);
    expect(answer('b', 'OUT_OF_ORDER_SEQUENCE_NUMBER')).toBe('goes-again');
    expect(leave()).toEqual([]);
    expect(answer('a', 'NETWORK_EXCEPTION')).toBe('goes-again');
    expect(answer('c', 'OUT_OF_ORDER_SEQUENCE_NUMBER')).toBe('goes-again');
    for (const batch of ['a', 'b', 'c']) {
      expect(leave()).toEqual([batch]);
      expect(answer(batch)).toBe('done');
    }
  });

  test('fail when the retries are used up, or when the first one is out of order', () => {
    const { leave, answer } = sendsOf({ ...plain, retries: 1 }, 'a');
    leave();
    expect(answer('a', 'REQUEST_TIMED_OUT')).toBe('goes-again');
    leave();
    expect(answer('a', 'REQUEST_TIMED_OUT')).toBe('failed');
    const numbered = sendsOf({ ...plain, isIdempotent: true }, 'a');
    numbered.leave();
    expect(numbered.answer('a', 'OUT_OF_ORDER_SEQUENCE_NUMBER')).toBe('failed');
  });

  test('are no more than the five that the broker remembers when they are numbered', () => {
    const settings = { ...plain, maxInFlight: 6, isIdempotent: true };
    expect(() => new InFlightSends(settings)).toThrow('at most 5 requests in flight');
  });
});

describe('a consumer whose offset is gone', () => {
  const log = { start: 5, end: 10 };

  test('says how many records it passes over', () => {
    const reset = { kind: 'position', isReset: true };
    expect(startingPosition({ ...log, committed: 2, policy: 'earliest' })).toEqual({
      ...reset,
      offset: 5,
      skipped: 3,
    });
    expect(startingPosition({ ...log, committed: 2, policy: 'latest' })).toEqual({
      ...reset,
      offset: 10,
      skipped: 8,
    });
  });

  test('reads again from the start when it was beyond the end', () => {
    expect(startingPosition({ ...log, committed: 12, policy: 'earliest' })).toEqual({
      kind: 'position',
      offset: 5,
      isReset: true,
      skipped: 0,
    });
  });
});
