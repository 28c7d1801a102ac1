/** The promises that say exactly once, never negative and never older: and what every verdict says about itself. */
import { describe, expect, test } from 'vitest';
import { PromiseKeeper } from '../../src/promises/index.ts';
import type { BusinessPromise } from '../../src/scenario/index.ts';
import { Telling } from './telling.ts';
import { verdictOn, type Terms } from './verdicts.ts';
import { scenarioOf } from './world.ts';

const kept = { state: 'holds', violations: 0, firstRow: -1, sentence: '', why: [] };

/** Order 1 is placed, and its card is charged. */
function charged(): { telling: Telling; placed: number } {
  const telling = new Telling().placed(1).wait(10);
  const placed = telling.says('Order', 'OrderPlaced', 1);
  telling.assigned('Payment').delivered('Payment', placed);
  return { telling: telling.does('Payment', 'payment', placed, 2400).wait(10), placed };
}

describe('exactly once', () => {
  const promise = { kind: 'exactly-once', step: 'payment' } as const;

  test('is open until the end', () => {
    expect(verdictOn(promise, charged().telling).state).toBe('pending');
  });

  test('holds when a completed order was charged once, and another one not at all', () => {
    const { telling } = charged();
    telling.ended(1, 'completed').placed(2).ended(2, 'failed').drained();
    expect(verdictOn(promise, telling)).toMatchObject(kept);
  });

  test('holds when a redelivery does nothing', () => {
    const { telling, placed } = charged();
    telling.delivered('Payment', placed, 2).suppressed('Payment', placed);
    expect(verdictOn(promise, telling.ended(1, 'completed').drained())).toMatchObject(kept);
  });

  test('is broken at once by a second effect, and says what went wrong in between', () => {
    const { telling, placed } = charged();
    telling.crashes('Payment').wait(10).restarts('Payment').assigned('Payment', 2);
    telling.delivered('Payment', placed, 2).does('Payment', 'payment', placed, 2400);
    const verdict = verdictOn(promise, telling);
    expect(verdict.sentence).toBe(
      'The card was charged twice for order 1: at 0.010 s and again at 0.030 s, delivery 2 of OrderPlaced to Payment, for at 0.020 s Payment crashed before its offset was committed.',
    );
    const crash = telling.rows.findIndex(({ kind }) => kind === 'process-crashed');
    expect(verdict.why.at(-1)).toMatchObject({ rows: [crash] });
  });

  test('stays open when a limit stops the run, but what was done twice before stays broken', () => {
    const { telling, placed } = charged();
    const stopped = charged().telling;
    stopped.tell('cap-reached', {});
    expect(verdictOn(promise, stopped)).toMatchObject({ state: 'pending', violations: 0 });
    telling.delivered('Payment', placed, 2).does('Payment', 'payment', placed, 2400);
    telling.tell('cap-reached', {});
    expect(verdictOn(promise, telling)).toMatchObject({ state: 'broken', violations: 1 });
  });

  test('tells a second copy in the log from a second delivery', () => {
    const { telling, placed } = charged();
    telling.tell('produce-failed', { by: 'Order', order: 1, message: placed });
    telling.repeats('Order', placed).delivered('Payment', placed);
    telling.does('Payment', 'payment', placed, 2400);
    expect(verdictOn(promise, telling).sentence).toMatch(
      /delivery of a second copy of OrderPlaced to Payment, for Order was told REQUEST_TIMED_OUT, and sent it again at 0\.020 s\.$/,
    );
  });

  test.each([
    [
      'completed',
      'undone',
      /^Order 1 ended completed, but the card was charged and that was taken/,
    ],
    [
      'compensated',
      'done',
      /^Order 1 ended compensated, but the card was charged .+ still in force/,
    ],
    ['failed', 'undone twice', /^Order 1 ended failed, but “payment” was undone more often/],
  ] as const)('is broken by an order that ended %s and was %s', (outcome, what, sentence) => {
    const { telling, placed } = charged();
    const times = { undone: 1, done: 0, 'undone twice': 2 }[what];
    for (let undone = 0; undone < times; undone++) {
      telling.undoes('Payment', 'payment', placed, 2400);
    }
    expect(verdictOn(promise, telling.ended(1, outcome).drained()).sentence).toMatch(sentence);
  });

  test('is broken by a completed order that was never charged', () => {
    const telling = new Telling().placed(1).ended(1, 'completed').drained();
    expect(verdictOn(promise, telling).sentence).toBe(
      'Order 1 ended completed, but the card was never charged.',
    );
  });
});

describe('never negative, of money', () => {
  const promise = { kind: 'never-negative', step: 'payment' } as const;

  test('holds when no more is given back than was booked', () => {
    const { telling, placed } = charged();
    expect(verdictOn(promise, telling.undoes('Payment', 'payment', placed, 2400))).toMatchObject(
      kept,
    );
  });

  test('is broken by what is given back twice', () => {
    const { telling, placed } = charged();
    telling.undoes('Payment', 'payment', placed, 2400).undoes('Payment', 'payment', placed, 2400);
    expect(verdictOn(promise, telling)).toMatchObject({
      violations: 1,
      sentence: 'At 0.020 s 24.00 were given back for order 1 when 0.00 were booked.',
    });
  });
});

describe('bounded age', () => {
  const promise = { kind: 'bounded-age', service: 'payment', ms: 100 } as const;

  test('holds when each record is committed in time', () => {
    const telling = new Telling();
    for (const order of [1, 2, 3]) {
      const message = telling.says('Order', 'OrderPlaced', order);
      telling.wait(100).hears('Payment', message);
    }
    expect(verdictOn(promise, telling.drained())).toMatchObject(kept);
  });

  test('is broken by a record that is committed too late, once', () => {
    const telling = new Telling().wait(5);
    const message = telling.says('Order', 'OrderPlaced', 1);
    telling.wait(150).says('Order', 'OrderPlaced', 3);
    telling.wait(50).hears('Payment', message);
    expect(verdictOn(promise, telling)).toMatchObject({
      violations: 1,
      firstAt: 155_000,
      sentence:
        'OrderPlaced of order 1 was stored at 0.005 s and Payment had not committed it 0.150 s later; 0.100 s was promised.',
    });
  });

  test('is broken by what waits when the run ends', () => {
    const telling = new Telling();
    telling.says('Order', 'OrderPlaced', 1);
    expect(verdictOn(promise, telling.wait(101).drained()).state).toBe('broken');
  });
});

describe('a verdict', () => {
  const kinds: readonly Terms[] = [
    { kind: 'at-most-once', step: 'payment' },
    { kind: 'exactly-once', step: 'payment' },
    { kind: 'completed-means-done', steps: ['payment'] },
    { kind: 'compensated-means-undone', steps: ['payment'] },
    { kind: 'conserved', step: 'payment' },
    { kind: 'never-negative', step: 'inventory' },
    { kind: 'nothing-lost' },
    { kind: 'ordered-per-key' },
    { kind: 'every-order-ends' },
    { kind: 'bounded-lag', service: 'payment', records: 0 },
    { kind: 'bounded-age', service: 'payment', ms: 1 },
    { kind: 'delivered-within', service: 'payment', ms: 1 },
    { kind: 'one-at-a-time', service: 'payment' },
    { kind: 'moves-only-what-must', service: 'payment' },
    { kind: 'handled-once', service: 'payment' },
    { kind: 'reader-sees-all', reader: 'audit' },
    { kind: 'table-is-whole', reader: 'audit' },
    { kind: 'acknowledged-stays' },
    { kind: 'no-aborted-read', service: 'payment' },
  ];

  test.each(kinds)('on $kind has a formula and a precondition', (terms) => {
    const { formula, precondition } = verdictOn(terms, new Telling().drained());
    expect(formula).toMatch(/^[A-Z].+\.$/);
    expect(precondition).toMatch(/^[A-Z“].+\.$/);
  });

  test('says whether the promise applies', () => {
    const applies = (terms: Terms): boolean => verdictOn(terms, new Telling()).applies;
    expect(applies({ kind: 'at-most-once', step: 'payment' })).toBe(true);
    expect(applies({ kind: 'at-most-once', step: 'greeting' })).toBe(false);
    expect(applies({ kind: 'reader-sees-all', reader: 'audit' })).toBe(false);
  });

  test('cites rows in every clause of a broken promise', () => {
    const promises = kinds.map((terms, id) => {
      return { id: `p${id}`, text: 'It holds.', ...terms } as BusinessPromise;
    });
    const { telling, placed } = charged();
    telling.delivered('Payment', placed, 2).does('Payment', 'payment', placed, 2400);
    telling.undoes('Payment', 'inventory', placed, 1).placed(3).drained();
    const keeper = new PromiseKeeper(scenarioOf({ promises }), telling.cast);
    keeper.see(telling.trace(), 0);
    const broken = keeper.verdicts().filter(({ state }) => state === 'broken');
    expect(broken.length).toBeGreaterThan(5);
    for (const { why, witness, sentence, firstRow } of broken) {
      expect(why.map(({ words }) => words).join(' ')).toBe(sentence.replace(/\.$/, ''));
      for (const { rows } of why) expect(rows.length).toBeGreaterThan(0);
      for (const row of witness) expect(row).toBeLessThan(telling.rows.length);
      expect(firstRow).toBeGreaterThanOrEqual(0);
    }
  });
});
