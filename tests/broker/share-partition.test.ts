/** A partition that a share group reads: who has which record, for how long, and how often. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assignShares } from '../../src/broker/groups/share/share-assignor.ts';
import { ShareGroup } from '../../src/broker/groups/share/share-group.ts';
import { SharePartition, type ShareLog } from '../../src/broker/groups/share/share-partition.ts';
import type { Acknowledgement } from '../../src/broker/groups/share/share-record.ts';
import { millis } from '../../src/kernel/index.ts';

const settings = { lockDuration: millis(30_000), deliveryLimit: 5, maxInFlight: 100 };
const at = millis;
const [a, b] = [1, 2];

/** A log that ends here, with records at all offsets but these. */
function log(end: number, ...gaps: readonly number[]): ShareLog {
  const all = Array.from({ length: end }, (_, offset) => offset).filter(
    (offset) => !gaps.includes(offset),
  );
  return { end, read: (from, most) => all.filter((offset) => offset >= from).slice(0, most) };
}

function offsets(given: readonly { readonly offset: number }[]): readonly number[] {
  return given.map(({ offset }) => offset);
}

describe('members of a share group', () => {
  test('share one partition record by record', () => {
    const partition = new SharePartition(settings, 0);
    expect(offsets(partition.acquire(at(0), a, 2, log(5)))).toEqual([0, 1]);
    expect(offsets(partition.acquire(at(0), b, 2, log(5)))).toEqual([2, 3]);
    expect(offsets(partition.acquire(at(0), a, 9, log(5)))).toEqual([4]);
    expect(partition.acquire(at(0), b, 9, log(5))).toEqual([]);
  });

  test('hold no more than may be under way', () => {
    const partition = new SharePartition({ ...settings, maxInFlight: 3 }, 0);
    expect(offsets(partition.acquire(at(0), a, 9, log(9)))).toEqual([0, 1, 2]);
    partition.acknowledge(a, 1, 'accept');
    expect(partition.acquire(at(0), b, 9, log(9))).toEqual([]);
    partition.acknowledge(a, 0, 'accept');
    expect(offsets(partition.acquire(at(0), b, 9, log(9)))).toEqual([3, 4]);
  });

  test('passes over no record for which gaps left no room', () => {
    const partition = new SharePartition({ ...settings, maxInFlight: 4 }, 0);
    expect(offsets(partition.acquire(at(0), a, 9, log(5, 1, 3)))).toEqual([0, 2]);
    partition.acknowledge(a, 0, 'accept');
    expect(partition.startOffset).toBe(2);
    expect(offsets(partition.acquire(at(0), b, 9, log(5, 1, 3)))).toEqual([4]);
  });

  test('that go give back what they hold, and that was no delivery', () => {
    const partition = new SharePartition(settings, 0);
    partition.acquire(at(0), a, 2, log(2));
    expect(partition.release(a)).toEqual([0, 1]);
    expect(partition.acquire(at(1), b, 1, log(2))).toEqual([{ offset: 0, deliveries: 1 }]);
  });

  test('can only be done with what they hold', () => {
    const partition = new SharePartition(settings, 0);
    partition.acquire(at(0), a, 1, log(2));
    expect(partition.acknowledge(b, 0, 'accept')).toBeUndefined();
    expect(partition.acknowledge(a, 1, 'accept')).toBeUndefined();
    expect(partition.acknowledge(a, 0, 'accept')).toBeDefined();
    expect(partition.acknowledge(a, 0, 'accept')).toBeUndefined();
  });
});

describe('a record', () => {
  test('that is accepted or rejected never comes back; one that is released does, before new ones', () => {
    const partition = new SharePartition(settings, 0);
    partition.acquire(at(0), a, 3, log(4));
    partition.acknowledge(a, 0, 'accept');
    partition.acknowledge(a, 1, 'release');
    partition.acknowledge(a, 2, 'reject');
    expect(partition.acquire(at(1), b, 9, log(4))).toEqual([
      { offset: 1, deliveries: 2 },
      { offset: 3, deliveries: 1 },
    ]);
  });

  test('comes back when its lock ends, and its holder is too late', () => {
    const partition = new SharePartition(settings, 0);
    partition.acquire(at(0), a, 1, log(1));
    expect(partition.nextExpiry).toBe(at(30_000));
    expect(partition.expire(at(29_999))).toEqual([]);
    expect(partition.expire(at(30_000))).toEqual([
      { offset: 0, deliveries: 1, member: a, isArchived: false },
    ]);
    expect(partition.acquire(at(30_000), b, 1, log(1))).toEqual([{ offset: 0, deliveries: 2 }]);
    expect(partition.acknowledge(a, 0, 'accept')).toBeUndefined();
    expect(partition.acknowledge(b, 0, 'accept')).toBeDefined();
    expect(partition.nextExpiry).toBeUndefined();
  });

  test('is archived after its fifth delivery, whether it was released or its lock ended', () => {
    for (const end of ['release', 'expire'] as const) {
      const partition = new SharePartition(settings, 0);
      for (let delivery = 1; delivery <= 5; delivery++) {
        const now = at(delivery * 30_000);
        expect(partition.acquire(now, a, 1, log(1))).toEqual([{ offset: 0, deliveries: delivery }]);
        if (end === 'release') partition.acknowledge(a, 0, 'release');
        else partition.expire(at((delivery + 1) * 30_000));
      }
      expect(partition.acquire(at(900_000), a, 1, log(1))).toEqual([]);
      expect(partition.startOffset).toBe(1);
    }
  });
});

describe('what is no record', () => {
  test('is passed over: a marker, or what the cleaner took', () => {
    const partition = new SharePartition(settings, 0);
    expect(offsets(partition.acquire(at(0), a, 2, log(6, 0, 2, 5)))).toEqual([1, 3]);
    expect(offsets(partition.acquire(at(0), a, 9, log(6, 0, 2, 5)))).toEqual([4]);
    expect([partition.startOffset, partition.endOffset]).toEqual([1, 6]);
    for (const offset of [1, 3, 4]) partition.acknowledge(a, offset, 'accept');
    expect(partition.startOffset).toBe(6);
  });

  test('is not delivered again', () => {
    const partition = new SharePartition(settings, 0);
    partition.acquire(at(0), a, 1, log(2));
    partition.acknowledge(a, 0, 'release');
    expect(offsets(partition.acquire(at(0), b, 9, log(2, 0)))).toEqual([1]);
  });
});

describe('a broker that takes a partition over', () => {
  test('does not know who held what, and had not stored that they were delivered', () => {
    const partition = new SharePartition(settings, 0);
    partition.acquire(at(0), a, 2, log(2));
    expect(partition.reload().map(({ offset, member }) => [offset, member])).toEqual([
      [0, a],
      [1, a],
    ]);
    expect(partition.held).toBe(0);
    expect(partition.acknowledge(a, 0, 'accept')).toBeUndefined();
    expect(partition.acquire(at(1), b, 1, log(2))).toEqual([{ offset: 0, deliveries: 1 }]);
  });

  test('whose log is shorter forgets what lay beyond', () => {
    const partition = new SharePartition(settings, 0);
    partition.acquire(at(0), a, 4, log(4));
    partition.onLogEnd(2);
    expect([partition.held, partition.endOffset]).toEqual([2, 2]);
    expect(offsets(partition.acquire(at(1), b, 9, log(3)))).toEqual([2]);
  });
});

describe('the coordinator of a share group', () => {
  const someone = (actor: number) => ({ actor, incarnation: 1 });

  test('tells each member with its next heartbeat what has changed', () => {
    const group = new ShareGroup([[0, 1]]);
    const first = group.join(at(0), someone(5), -1);
    expect(group.heartbeat(at(0), first)?.partitions).toEqual([0, 1]);
    expect(group.heartbeat(at(1), first)?.partitions).toBeUndefined();
    const second = group.join(at(2), someone(6), -1);
    expect(group.heartbeat(at(3), second)?.partitions).toHaveLength(1);
    expect(group.heartbeat(at(4), first)?.partitions).toHaveLength(1);
    group.remove(second);
    expect(group.heartbeat(at(5), second)).toBeUndefined();
    expect(group.heartbeat(at(6), first)?.partitions).toHaveLength(2);
  });

  test('lets more members than partitions share them', () => {
    const members = [1, 2, 3, 4, 5].map((id) => ({ id, held: [] }));
    const dealt = assignShares([7, 8], members);
    expect([...dealt.values()].every((own) => own.length >= 1)).toBe(true);
    expect([...dealt.values()].flat().filter((each) => each === 7)).toHaveLength(3);
  });
});

test('shares are even: each partition has its readers, each member its partitions, and what fits is kept', () => {
  const ids = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(ids, ids, fc.integer({ min: 1, max: 7 }), (before, after, count) => {
      const partitions = Array.from({ length: count }, (_, at) => at);
      const first = assignShares(
        partitions,
        before.map((id) => ({ id, held: [] })),
      );
      const second = assignShares(
        partitions,
        after.map((id) => ({ id, held: first.get(id) ?? [] })),
      );
      const most = Math.ceil(after.length / count);
      for (const partition of partitions) {
        const readers = [...second.values()].filter((own) => own.includes(partition)).length;
        expect(readers).toBeGreaterThanOrEqual(1);
        expect(readers).toBeLessThanOrEqual(most);
      }
      for (const own of second.values()) {
        expect(own.length).toBeGreaterThanOrEqual(1);
        expect(new Set(own).size).toBe(own.length);
      }
      const again = assignShares(
        partitions,
        after.map((id) => ({ id, held: second.get(id) ?? [] })),
      );
      for (const id of after) expect(again.get(id)).toEqual(second.get(id));
    }),
  );
});

describe('the start of a share group', () => {
  test('goes on over what is done with without a gap', () => {
    const partition = new SharePartition(settings, 7);
    partition.acquire(at(0), a, 3, log(12));
    partition.acknowledge(a, 8, 'accept');
    expect(partition.startOffset).toBe(7);
    partition.acknowledge(a, 7, 'reject');
    expect([partition.startOffset, partition.endOffset]).toEqual([9, 10]);
  });

  test('goes along with that of the log', () => {
    const partition = new SharePartition(settings, 0);
    partition.acquire(at(0), a, 3, log(9));
    partition.onLogStart(2);
    expect(partition.startOffset).toBe(2);
    expect(partition.acknowledge(a, 1, 'accept')).toBeUndefined();
    expect(partition.acknowledge(a, 2, 'accept')).toBeDefined();
    partition.onLogStart(6);
    expect(offsets(partition.acquire(at(0), b, 1, log(9)))).toEqual([6]);
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
          for (const given of partition.acquire(now, member, 2, log(10))) {
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
          expect(partition.acknowledge(member, offset, what) !== undefined).toBe(isHolder);
          if (isHolder) holders.delete(offset);
          if (isHolder && what !== 'release') done.add(offset);
        }
      }
    }),
  );
});
