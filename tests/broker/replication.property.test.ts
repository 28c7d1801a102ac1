/** What holds for a replicated partition, whoever crashes, returns, lags or is elected. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { brokers, happenings, ReplicatedLife } from './replicated-life.ts';

const numRuns = 400;
const safe = { minInSync: 2 };

describe('a replicated partition with clean elections', () => {
  test('never lowers its high watermark, on a leader or from one to the next', () => {
    fc.assert(
      fc.property(happenings, (story) => {
        const life = new ReplicatedLife('all', safe);
        const { partition } = life;
        let known = 0;
        let own = { epoch: 0, highWatermark: 0 };
        for (const happening of story) {
          life.live(happening);
          const { leader, epoch } = partition;
          const now = partition.highWatermark ?? known;
          expect(now).toBeGreaterThanOrEqual(known);
          known = now;
          if (leader === undefined) continue;
          const { highWatermark } = partition.logOf(leader);
          if (own.epoch === epoch) expect(highWatermark).toBeGreaterThanOrEqual(own.highWatermark);
          own = { epoch, highWatermark };
        }
      }),
      { numRuns },
    );
  });

  test('with acks=all and min.insync ≥ 2 loses nothing acknowledged', () => {
    fc.assert(
      fc.property(happenings, fc.constantFrom(2, 3), (story, minInSync) => {
        const life = new ReplicatedLife('all', { minInSync });
        for (const happening of story) {
          life.live(happening);
          if (life.partition.leader === undefined) continue;
          const values = life.leaderValues();
          for (const [request, offset] of life.acknowledged) expect(values[offset]).toBe(request);
        }
        life.heal();
        const values = life.leaderValues();
        for (const [request, offset] of life.acknowledged) expect(values[offset]).toBe(request);
      }),
      { numRuns },
    );
  });

  test('truncates nothing that was acknowledged with acks=all and min.insync ≥ 2', () => {
    fc.assert(
      fc.property(happenings, (story) => {
        const life = new ReplicatedLife('all', safe);
        for (const happening of story) {
          const before = new Map(brokers.map((broker) => [broker, life.valuesOf(broker)]));
          for (const fact of life.live(happening)) {
            if (fact.kind !== 'truncated') continue;
            const dropped = before.get(fact.broker)?.slice(fact.from) ?? [];
            expect(dropped.filter((value) => life.acknowledged.has(value))).toEqual([]);
          }
        }
      }),
      { numRuns },
    );
  });

  test('acknowledges acks=all only below the high watermark and with enough in sync', () => {
    fc.assert(
      fc.property(happenings, (story) => {
        const life = new ReplicatedLife('all', safe);
        for (const happening of story) {
          const inSync = life.partition.inSync.length;
          for (const fact of life.live(happening)) {
            if (fact.kind !== 'answered' || fact.answer.kind !== 'acknowledged') continue;
            expect(life.committed.has(fact.request)).toBe(true);
            expect(Math.max(inSync, life.partition.inSync.length)).toBeGreaterThanOrEqual(2);
          }
        }
      }),
      { numRuns },
    );
  });

  test('with acks=1 loses only what the new leader had not fetched, and nothing committed', () => {
    fc.assert(
      fc.property(happenings, (story) => {
        const life = new ReplicatedLife('1', { minInSync: 1 });
        for (const happening of story) {
          const had = new Set(life.leaderValues());
          const before = new Map(brokers.map((broker) => [broker, life.valuesOf(broker)]));
          life.live(happening);
          const { leader } = life.partition;
          if (leader === undefined) continue;
          const kept = new Set(life.valuesOf(leader));
          const lost = [...had].filter((value) => !kept.has(value));
          for (const value of lost) expect(before.get(leader)).not.toContain(value);
          for (const value of life.committed) expect(kept.has(value)).toBe(true);
        }
      }),
      { numRuns },
    );
  });

  test('has a leader that is in sync, and one per epoch', () => {
    fc.assert(
      fc.property(happenings, (story) => {
        const life = new ReplicatedLife('all', safe);
        const leaders = new Map([[0, 1]]);
        for (const happening of story) {
          for (const fact of life.live(happening)) {
            if (fact.kind !== 'leader-elected') continue;
            expect(leaders.has(fact.epoch)).toBe(false);
            expect(fact.isClean).toBe(true);
            leaders.set(fact.epoch, fact.broker);
          }
          const { leader, epoch, inSync } = life.partition;
          if (leader === undefined) continue;
          expect(leaders.get(epoch)).toBe(leader);
          expect(inSync).toContain(leader);
        }
      }),
      { numRuns },
    );
  });

  test('has replicas that agree below the smaller of their high watermarks', () => {
    fc.assert(
      fc.property(happenings, fc.constantFrom('1' as const, 'all' as const), (story, acks) => {
        const life = new ReplicatedLife(acks, safe);
        const pairs = [
          [1, 2],
          [1, 3],
          [2, 3],
        ] as const;
        for (const happening of story) {
          life.live(happening);
          for (const [left, right] of pairs) {
            const marks = [left, right].map((broker) => life.partition.logOf(broker).highWatermark);
            const below = Math.min(...marks);
            expect(life.valuesOf(left).slice(0, below)).toEqual(
              life.valuesOf(right).slice(0, below),
            );
          }
        }
      }),
      { numRuns },
    );
  });
});

describe('a replicated partition', () => {
  test('has equal logs once all are back and have fetched, unclean elections or not', () => {
    fc.assert(
      fc.property(happenings, fc.boolean(), (story, isUncleanAllowed) => {
        const life = new ReplicatedLife('1', { minInSync: 1, isUncleanAllowed });
        for (const happening of story) life.live(happening);
        life.heal();
        const { leader, inSync, highWatermark } = life.partition;
        expect(leader).toBeDefined();
        expect(inSync.toSorted()).toEqual(brokers);
        expect(highWatermark).toBe(life.leaderValues().length);
        for (const broker of brokers) expect(life.valuesOf(broker)).toEqual(life.leaderValues());
      }),
      { numRuns },
    );
  });

  test('answers each request at most once', () => {
    fc.assert(
      fc.property(
        happenings,
        fc.constantFrom('0' as const, '1' as const, 'all' as const),
        (story, acks) => {
          const life = new ReplicatedLife(acks, safe);
          for (const happening of story) life.live(happening);
          const answered = life.facts.flatMap((fact) =>
            fact.kind === 'answered' ? fact.request : [],
          );
          expect(new Set(answered).size).toBe(answered.length);
        },
      ),
      { numRuns },
    );
  });
});
