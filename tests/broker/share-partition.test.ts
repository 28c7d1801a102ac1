/** A partition that a share group reads: who has which record, for how long, and how often. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SharePartition } from '../../src/broker/groups/share/share-partition.ts';
import type { Acknowledgement } from '../../src/broker/groups/share/share-record.ts';
import { millis } from '../../src/kernel/index.ts';

const settings = { lockDuration: millis(30_000), deliveryLimit: 5, maxInFlight: 100 };
const at = millis;
const [a, b] = [1, 2];

function offsets(given: readonly { readonly offset: number }[]): readonly number[] {
  return given.map(({ offset }) => offset);
}

describe('members of a share group', () => {
  test('share one partition record by record', () => {
    const partition = new SharePartition(settings, 0);
    expect(offsets(partition.acquire(at(0), a, 2, 5))).toEqual([0, 1]);
    expect(offsets(partition.acquire(at(0), b, 2, 5))).toEqual([2, 3]);
    expect(offsets(partition.acquire(at(0), a, 9, 5))).toEqual([4]);
    expect(partition.acquire(at(0), b, 9, 5)).toEqual([]);
  });

  test('hold no more than may be under way', () => {
    const partition = new SharePartition({ ...settings, maxInFlight: 3 }, 0);
    expect(offsets(partition.acquire(at(0), a, 9, 9))).toEqual([0, 1, 2]);
    partition.acknowledge(a, 1, 'accept');
    expect(partition.acquire(at(0), b, 9, 9)).toEqual([]);
    partition.acknowledge(a, 0, 'accept');
    expect(offsets(partition.acquire(at(0), b, 9, 9))).toEqual([3, 4]);
  });

  test('that go give back what they hold, and that was no delivery', () => {
    const partition = new SharePartition(settings, 0);
    partition.acquire(at(0), a, 2, 2);
    expect(partition.release(a)).toEqual([0, 1]);
    expect(partition.acquire(at(1), b, 1, 2)).toEqual([{ offset: 0, deliveries: 1 }]);
  });

  test('can only be done with what they hold', () => {
    const partition = new SharePartition(settings, 0);
    partition.acquire(at(0), a, 1, 2);
    expect(partition.acknowledge(b, 0, 'accept')).toBe('INVALID_RECORD_STATE');
    expect(partition.acknowledge(a, 1, 'accept')).toBe('INVALID_RECORD_STATE');
    expect(partition.acknowledge(a, 0, 'accept')).toBeUndefined();
    expect(partition.acknowledge(a, 0, 'accept')).toBe('INVALID_RECORD_STATE');
  });
});

describe('a record', () => {
  test('that is accepted or rejected never comes back; one that is released does, before new ones', () => {
    const partition = new SharePartition(settings, 0);
    partition.acquire(at(0), a, 3, 4);
    partition.acknowledge(a, 0, 'accept');
    partition.acknowledge(a, 1, 'release');
    partition.acknowledge(a, 2, 'reject');
    expect(partition.acquire(at(1), b, 9, 4)).toEqual([
      { offset: 1, deliveries: 2 },
      { offset: 3, deliveries: 1 },
    ]);
  });

  test('comes back when its lock ends, and its holder is too late', () => {
    const partition = new SharePartition(settings, 0);
    partition.acquire(at(0), a, 1, 1);
    expect(partition.nextExpiry).toBe(at(30_000));
    expect(partition.expire(at(29_999))).toEqual([]);
    expect(partition.expire(at(30_000))).toEqual([
      { offset: 0, deliveries: 1, member: a, isArchived: false },
    ]);
    expect(partition.acquire(at(30_000), b, 1, 1)).toEqual([{ offset: 0, deliveries: 2 }]);
    expect(partition.acknowledge(a, 0, 'accept')).toBe('INVALID_RECORD_STATE');
    expect(partition.acknowledge(b, 0, 'accept')).toBeUndefined();
    expect(partition.nextExpiry).toBeUndefined();
  });

  test('is archived after its fifth delivery, whether it was released or its lock ended', () => {
    for (const end of ['release', 'expire'] as const) {
      const partition = new SharePartition(settings, 0);
      for (let delivery = 1; delivery <= 5; delivery++) {
        const now = at(delivery * 30_000);
        expect(partition.acquire(now, a, 1, 1)).toEqual([{ offset: 0, deliveries: delivery }]);
        if (end === 'release') partition.acknowledge(a, 0, 'release');
        else partition.expire(at((delivery + 1) * 30_000));
      }
      expect(partition.acquire(at(900_000), a, 1, 1)).toEqual([]);
      expect(partition.startOffset).toBe(1);
    }
  });
});

describe('the start of a share group', () => {
  test('goes on over what is done with without a gap', () => {
    const partition = new SharePartition(settings, 7);
    partition.acquire(at(0), a, 3, 12);
    partition.acknowledge(a, 8, 'accept');
    expect(partition.startOffset).toBe(7);
    partition.acknowledge(a, 7, 'reject');
    expect([partition.startOffset, partition.endOffset]).toEqual([9, 10]);
  });

  test('goes along with that of the log', () => {
    const partition = new SharePartition(settings, 0);
    partition.acquire(at(0), a, 3, 9);
    partition.onLogStart(2);
    expect(partition.startOffset).toBe(2);
    expect(partition.acknowledge(a, 1, 'accept')).toBe('INVALID_RECORD_STATE');
    expect(partition.acknowledge(a, 2, 'accept')).toBeUndefined();
    partition.onLogStart(6);
    expect(offsets(partition.acquire(at(0), b, 1, 9))).toEqual([6]);
  });
});

test('whatever members do, a record has one holder, is delivered five times at most, and is done with once', () => {
  const hows: readonly Acknowledgement[] = ['accept', 'release', 'reject'];
  const step = fc.record({
    member: fc.integer({ min: 1, max: 3 }),
    offset: fc.nat({ max: 9 }),
    what: fc.constantFrom('acquire' as const, 'expire' as const, 'go' as const, ...hows),
    wait: fc.nat({ max: 20_000 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const partition = new SharePartition(settings, 0);
      const holders = new Map<number, number>();
      const done = new Set<number>();
      let now = at(0);
      for (const { member, offset, what, wait } of steps) {
        now = at((now + wait * 1000) / 1000);
        if (what === 'acquire') {
          for (const given of partition.acquire(now, member, 2, 10)) {
            expect(holders.has(given.offset) || done.has(given.offset)).toBe(false);
            expect(given.deliveries).toBeLessThanOrEqual(5);
            holders.set(given.offset, member);
          }
        } else if (what === 'expire') {
          for (const each of partition.expire(now)) holders.delete(each.offset);
        } else if (what === 'go') {
          for (const each of partition.release(member)) holders.delete(each);
        } else {
          const isHolder = holders.get(offset) === member;
          expect(partition.acknowledge(member, offset, what) === undefined).toBe(isHolder);
          if (isHolder) holders.delete(offset);
          if (isHolder && what !== 'release') done.add(offset);
        }
      }
    }),
  );
});
