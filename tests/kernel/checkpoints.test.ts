/** Checkpoints: what was kept stays as it was, whatever is written afterwards, and what did not change is kept once. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  GrowingList,
  PairTable,
  restoreCheckpoint,
  Table,
  takeCheckpoint,
  type Scribe,
  type Transcribed,
} from '../../src/kernel/index.ts';

const keys = Array.from({ length: 5001 }, (_, at) => at);
const key = fc.integer({ min: 0, max: 5000 });
const writes = fc.array(fc.tuple(key, fc.integer()), { maxLength: 60 });

describe('a table', () => {
  test('is restored as it was, however it and its copies were written to', () => {
    fc.assert(
      fc.property(fc.array(writes, { minLength: 1, maxLength: 6 }), (rounds) => {
        const table = new Table<number>();
        const model = new Map<number, number>();
        const kept = rounds.map((round) => {
          for (const [at, value] of round) {
            table.set(at, value);
            model.set(at, value);
          }
          return { checkpoint: table.checkpoint(), model: new Map(model) };
        });
        for (const { checkpoint, model: expected } of kept) {
          const copy = new Table<number>();
          copy.restore(checkpoint);
          expect(keys.filter((at) => copy.get(at) !== expected.get(at))).toEqual([]);
          for (const at of keys) if (at % 7 === 0) copy.set(at, -1);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('keeps one checkpoint while nothing is written', () => {
    const table = new Table<number>();
    table.set(3, 4);
    const first = table.checkpoint();
    expect(table.checkpoint()).toBe(first);
    table.set(3, 5);
    expect(table.checkpoint()).not.toBe(first);
  });
});

describe('a growing list', () => {
  test('is restored at each length, and goes on apart', () => {
    const list = new GrowingList<number>();
    const kept = [];
    for (let value = 0; value <= 3100; value++) {
      if (value % 64 === 0 || value === 1023) kept.push(list.checkpoint());
      expect(list.push(value)).toBe(value);
    }
    for (const checkpoint of kept) {
      const copy = new GrowingList<number>();
      copy.restore(checkpoint);
      expect(copy.slice(0, 9999)).toEqual(keys.slice(0, checkpoint.length));
      copy.push(-1);
      expect([copy.at(checkpoint.length), copy.at(checkpoint.length + 1)]).toEqual([-1, undefined]);
    }
    expect(list.slice(0, 9999)).toEqual(keys.slice(0, 3101));
    expect(list.slice(1020, 1027)).toEqual(keys.slice(1020, 1027));
  });
});

/** Something with a bit of everything. */
class Shop implements Transcribed {
  name = 'open';
  readonly prices = new PairTable<number>();
  readonly queue = new Map<string, { waiting: number }>();
  readonly #log = new GrowingList<string>();
  readonly #reads: boolean;

  constructor(reads = true) {
    this.#reads = reads;
  }

  say(line: string): void {
    this.#log.push(line);
  }

  get said(): string {
    return this.#log.slice(0, this.#log.length).join(' ');
  }

  transcribe(scribe: Scribe): void {
    this.name = scribe.value(this.name);
    scribe.memento(this.#log);
    scribe.chapter('prices');
    this.prices.transcribe(scribe);
    scribe.chapter('queue');
    if (this.#reads) scribe.map(this.queue, (now) => scribe.record(now));
  }
}

describe('a checkpoint', () => {
  test('does not change with what it was taken of', () => {
    const shop = new Shop();
    shop.say('good');
    shop.prices.set(2, 7, 99);
    shop.queue.set('ann', { waiting: 1 });
    const checkpoint = takeCheckpoint(shop);
    shop.name = 'shut';
    shop.say('bye');
    shop.prices.set(2, 7, 1);
    shop.queue.set('ann', Object.assign(shop.queue.get('ann') ?? { waiting: 0 }, { waiting: 9 }));
    for (const round of [1, 2]) {
      const copy = new Shop();
      restoreCheckpoint(copy, checkpoint);
      expect([copy.name, copy.said, copy.prices.get(2, 7)]).toEqual(['open', 'good', 99]);
      expect(copy.prices.has(2, 8)).toBe(false);
      expect([...copy.queue]).toEqual([['ann', { waiting: 1 }]]);
      copy.say(`again ${round}`);
      copy.prices.set(2, 7, round);
    }
  });

  test('shares what did not change with the one before', () => {
    const shop = new Shop();
    shop.prices.set(2, 7, 99);
    const first = takeCheckpoint(shop);
    shop.name = 'shut';
    const second = takeCheckpoint(shop, first);
    expect(second.chapters.map((each, at) => each === first.chapters[at])).toEqual([
      false,
      true,
      true,
    ]);
  });

  test('is refused by what does not read all that was written', () => {
    const shop = new Shop();
    shop.queue.set('ann', { waiting: 1 });
    const checkpoint = takeCheckpoint(shop);
    expect(() => restoreCheckpoint(new Shop(false), checkpoint)).toThrow('queue did not read');
  });
});
