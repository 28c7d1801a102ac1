/** What holds for a producer whatever the network does to its requests. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { millis } from '../../src/kernel/time.ts';
import { ProducerStage, type Fate } from './producer-stage.ts';

const numRuns = 150;
const fate = fc.constantFrom<Fate>('arrives', 'arrives', 'request-lost', 'answer-lost', 'refused');
const fates = fc.array(fate, { maxLength: 40 });
/** When the next record is sent (ms later), and to which partition. */
const sends = fc.array(
  fc.record({ after: fc.constantFrom(0, 0, 0, 1, 7, 200), partition: fc.nat({ max: 1 }) }),
  { maxLength: 30 },
);
const settings = fc.record({
  maxInFlight: fc.constantFrom(1, 2, 5),
  linger: fc.constantFrom(0, 5).map(millis),
  batchBytes: fc.constantFrom(0, 100, 250),
});
const hours = 5 * 3_600_000;
type Sends = readonly { readonly after: number; readonly partition: number }[];

function play(stage: ProducerStage, story: Sends): void {
  for (const [record, { after, partition }] of story.entries()) {
    stage.pass(after);
    stage.send(record, partition);
  }
}

describe('a producer', () => {
  test('that is idempotent and never gives up stores everything once and in order', () => {
    fc.assert(
      fc.property(settings, fates, sends, (own, network, story) => {
        const stage = new ProducerStage({ ...own, deliveryTimeout: millis(hours) }, network);
        play(stage, story);
        stage.pass(hours);
        for (const partition of [0, 1]) {
          const sent = [...story.keys()].filter((each) => story[each]?.partition === partition);
          expect(stage.stored(partition)).toEqual(sent);
        }
      }),
      { numRuns },
    );
  });

  test('that is idempotent and gives up stores nothing twice, and what it stores is in order', () => {
    fc.assert(
      fc.property(settings, fates, sends, (own, network, story) => {
        const stage = new ProducerStage({ ...own, deliveryTimeout: millis(31_000) }, network);
        play(stage, story);
        stage.pass(hours);
        for (const partition of [0, 1]) {
          const stored = stage.stored(partition);
          expect(stored).toEqual([...new Set(stored)].sort((left, right) => left - right));
        }
      }),
      { numRuns },
    );
  });

  test('ends each send once: acknowledged and stored, or given up', () => {
    fc.assert(
      fc.property(settings, fates, sends, fc.boolean(), (own, network, story, isIdempotent) => {
        const retries = isIdempotent ? 5 : 1;
        const limits = { deliveryTimeout: millis(40_000), bufferBytes: 600 };
        const stage = new ProducerStage({ ...own, isIdempotent, retries, ...limits }, network);
        play(stage, story);
        stage.pass(hours);
        const stored = new Set([...stage.stored(0), ...stage.stored(1)]);
        for (const [record, ends] of stage.ends) {
          expect(ends).toHaveLength(1);
          if (ends[0] === 'acked') expect(stored.has(record)).toBe(true);
          if (ends[0]?.endsWith('surely not stored') === true)
            expect(stored.has(record)).toBe(false);
        }
        expect(stage.client.isIdle).toBe(true);
      }),
      { numRuns },
    );
  });

  test('never holds more than buffer.memory, and nothing at the end', () => {
    fc.assert(
      fc.property(settings, fates, sends, (own, network, story) => {
        const bufferBytes = 500;
        const stage = new ProducerStage({ ...own, bufferBytes, maxBlock: millis(100) }, network);
        for (const [record, { after, partition }] of story.entries()) {
          stage.pass(after);
          stage.send(record, partition);
          expect(stage.client.pool.used).toBeLessThanOrEqual(bufferBytes);
        }
        stage.pass(hours);
        expect(stage.client.pool.used).toBe(0);
        const said = stage.fullness.map((each, index) => each === (index % 2 ? 'freed' : 'full'));
        expect(said).not.toContain(false);
      }),
      { numRuns },
    );
  });

  test('without idempotence may store twice and out of order', () => {
    const found = new Set<string>();
    fc.assert(
      fc.property(fates, (network) => {
        const stage = new ProducerStage({ isIdempotent: false }, network);
        play(
          stage,
          [0, 1, 2, 3].map(() => ({ after: 0, partition: 0 })),
        );
        stage.pass(hours);
        const stored = stage.stored();
        if (new Set(stored).size < stored.length) found.add('twice');
        const first = [...new Set(stored)];
        if (first.some((each, index) => each < (first[index - 1] ?? 0))) found.add('out of order');
      }),
      { numRuns },
    );
    expect([...found].sort()).toEqual(['out of order', 'twice']);
  });
});
