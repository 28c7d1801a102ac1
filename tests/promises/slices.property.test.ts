/** Verdicts do not depend on how a trace was cut into batches. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvariantKeeper, PromiseKeeper, type Verdict } from '../../src/promises/index.ts';
import type { BusinessPromise, Scenario } from '../../src/scenario/index.ts';
import { Trace, type Cast } from '../../src/trace/index.ts';
import { healthy } from './healthy.ts';
import { Telling, traceOf, type Row } from './telling.ts';
import { castOf, scenarioOf } from './world.ts';

const words = { text: 'It holds.' };
const steps = ['payment', 'inventory', 'shipping'];
const promises: readonly BusinessPromise[] = [
  { id: 'once', ...words, kind: 'at-most-once', step: 'payment' },
  { id: 'exactly', ...words, kind: 'exactly-once', step: 'shipping' },
  { id: 'balance', ...words, kind: 'never-negative', step: 'payment' },
  { id: 'age', ...words, kind: 'bounded-age', service: 'shipping', ms: 20 },
  { id: 'done', ...words, kind: 'completed-means-done', steps },
  { id: 'undone', ...words, kind: 'compensated-means-undone', steps },
  { id: 'conserved', ...words, kind: 'conserved', step: 'payment' },
  { id: 'stock', ...words, kind: 'never-negative', step: 'inventory' },
  { id: 'nothing-lost', ...words, kind: 'nothing-lost' },
  { id: 'ordered', ...words, kind: 'ordered-per-key' },
  { id: 'ends', ...words, kind: 'every-order-ends' },
  { id: 'lag', ...words, kind: 'bounded-lag', service: 'shipping', records: 1 },
];

interface Keeper {
  see(trace: Trace, fromRow: number): void;
  verdicts(): Verdict[];
}

const keepers: readonly (new (scenario: Scenario, cast: Cast) => Keeper)[] = [
  PromiseKeeper,
  InvariantKeeper,
];

/** Leaves out, repeats and renumbers rows: a trace in which much is broken. */
const damaged = fc
  .array(
    fc.tuple(fc.nat(1000), fc.constantFrom('drop', 'repeat', 'change'), fc.nat(2), fc.nat(3)),
    {
      maxLength: 12,
    },
  )
  .map((damages): readonly Row[] => {
    const { rows } = healthy();
    for (const [where, how, which, number] of damages) {
      const at = where % rows.length;
      const row = rows[at];
      if (row === undefined) continue;
      const copy = { ...row, numbers: [...row.numbers] };
      if (how === 'change') row.numbers[which] = number;
      else rows.splice(at, how === 'drop' ? 1 : 0, ...(how === 'drop' ? [] : [copy]));
    }
    return rows;
  });

describe.each(keepers)('%s', (Kind) => {
  const make = (): Keeper => new Kind(scenarioOf({ promises }), castOf('choreography'));

  test('says the same however the rows come', () => {
    fc.assert(
      fc.property(damaged, fc.array(fc.nat(40)), (rows, sizes) => {
        const whole = make();
        whole.see(traceOf(rows), 0);
        const sliced = make();
        const grown = new Trace();
        for (const size of [...sizes, rows.length]) {
          const from = grown.length;
          grown.appendRows(traceOf(rows.slice(0, from + size)).copyFrom(from));
          sliced.see(grown, from);
          sliced.verdicts();
        }
        expect(sliced.verdicts()).toEqual(whole.verdicts());
      }),
    );
  });

  test('never goes back on a breach', () => {
    fc.assert(
      fc.property(damaged, (rows) => {
        const keeper = make();
        const trace = traceOf(rows);
        const half = traceOf(rows.slice(0, rows.length >> 1));
        keeper.see(half, 0);
        const before = keeper.verdicts().filter(({ state }) => state === 'broken');
        keeper.see(trace, half.length);
        const after = keeper.verdicts();
        for (const { id, sentence } of before) {
          expect(after.find((verdict) => verdict.id === id)).toMatchObject({
            state: 'broken',
            sentence,
          });
        }
      }),
    );
  });
});

test('a trace whose causes go round in circles gets its verdict', () => {
  const telling = new Telling().placed(1);
  telling.says('Order', 'OrderPlaced', 1);
  telling.does('Payment', 'payment', 0).does('Payment', 'payment', 0);
  for (const row of telling.rows) row.cause = telling.rows.length - 1;
  const keeper = new PromiseKeeper(scenarioOf({ promises }), telling.cast);
  keeper.see(telling.trace(), 0);
  expect(keeper.verdicts()[0]?.sentence).toBe(
    'The card was charged twice for order 1: at 0.000 s and again at 0.000 s.',
  );
});
