/** The pattern and query language: each form on a small run told by hand, and that it stays closed. */
import { describe, expect, test } from 'vitest';
import {
  answer,
  distinct,
  firstMatch,
  isAsExpected,
  matches,
  type Pattern,
  type Query,
  type Told,
  type ToldRun,
} from '../../src/lessons/index.ts';
import { pattern } from '../../src/lessons/query/pattern.ts';
import { query } from '../../src/lessons/query/query.ts';
import { LessonProblems } from '../../src/lessons/reading/problems.ts';
import { Telling, actors, paidOrder, types } from '../support/telling.ts';
import { builtIn } from '../support/runs.ts';

const { payment, secondPayment } = actors;

/** Two orders, the second before the first; the second is charged twice. */
function twoOrders(): Told {
  return new Telling()
    .at(10)
    .tell('order-placed', { by: actors.client, order: 1 }, { price: 1, quantity: 1, customer: 4 })
    .tell('order-placed', { by: actors.client, order: 2 }, { price: 1, quantity: 1, customer: 4 })
    .publish({
      message: 0,
      type: types.takePayment,
      by: actors.orders,
      order: 1,
      partition: 0,
      offset: 0,
    })
    .publish({
      message: 1,
      type: types.takePayment,
      by: actors.orders,
      order: 2,
      partition: 1,
      offset: 0,
    })
    .deliver({ message: 1, to: secondPayment, order: 2, partition: 1, offset: 0 })
    .at(100)
    .tell('effect-applied', { by: secondPayment, order: 2 }, { step: 0, amount: 5, reach: 1 })
    .at(160)
    .tell('effect-applied', { by: secondPayment, order: 2 }, { step: 0, amount: 5, reach: 1 })
    .deliver({ message: 0, to: payment, order: 1, partition: 0, offset: 0, attempt: 2 })
    .at(300)
    .tell('effect-applied', { by: payment, order: 1 }, { step: 0, amount: 7, reach: 1 })
    .tell('process-crashed', { by: payment, order: 1 }, { point: 1, moment: 1, fault: 0 });
}

const applied: Pattern = { row: 'effect-applied', where: { step: 'charge' } };
const placed: Pattern = { row: 'order-placed' };

function ordersOf(told: Told, rows: readonly number[]): readonly number[] {
  return rows.map((row) => told.trace.order(row));
}

function ask(told: Told, asked: Query) {
  const run: ToldRun = { ...told, scenario: builtIn('order-fulfilment') };
  return answer(asked, (style) => (style === 'orchestration' ? run : undefined), 'orchestration');
}

describe('a pattern', () => {
  const told = twoOrders();

  test('of a row names kind, service, process, order, message and fields in words', () => {
    const some: readonly (readonly [Pattern, readonly number[]])[] = [
      [applied, [2, 2, 1]],
      [{ row: 'effect-applied', order: 2 }, [2, 2]],
      [{ row: 'effect-applied', actor: 'payment-2' }, [2, 2]],
      [{ row: 'effect-applied', service: 'payment' }, [2, 2, 1]],
      [{ row: 'effect-applied', where: { reach: 'external', amount: { atLeast: 6 } } }, [1]],
      [{ row: 'record-delivered', message: 'TakePayment', where: { attempt: 1 } }, [2]],
      [{ row: 'record-delivered', carries: 'command' }, [2, 1]],
      [{ row: 'record-delivered', carries: 'event' }, []],
      [{ row: 'process-crashed', where: { point: 'effect', moment: 'after' } }, [1]],
      [{ row: 'record-delivered', where: { partition: 'commands-1' } }, [2]],
      [{ row: 'effect-applied', where: { amount: { not: 5 } } }, [1]],
    ];
    for (const [wanted, orders] of some)
      expect(ordersOf(told, matches(told, wanted)), JSON.stringify(wanted)).toEqual(orders);
  });

  test('of a sequence is fulfilled at its last row, for each order by itself', () => {
    const chain: Pattern = { then: [placed, applied], same: 'order' };
    expect(ordersOf(told, matches(told, chain))).toEqual([2, 1]);
    expect(matches(told, { then: [applied, placed], same: 'order' })).toEqual([]);
    expect(matches(told, { then: [placed, applied] })).toHaveLength(1);
  });

  test('of times is fulfilled at the nth and every later one', () => {
    expect(ordersOf(told, matches(told, { times: 2, of: applied, same: 'order' }))).toEqual([2]);
    expect(ordersOf(told, matches(told, { times: 2, of: applied }))).toEqual([2, 1]);
  });

  test('of any is fulfilled by each, and lets all of them see every row', () => {
    const any: Pattern = {
      any: [{ then: [placed, applied], same: 'order' }, { row: 'process-crashed' }],
    };
    expect(ordersOf(told, matches(told, any))).toEqual([2, 1, 1]);
  });

  test('has a first row, or none', () => {
    expect(told.trace.order(firstMatch(told, applied))).toBe(2);
    expect(firstMatch(told, { row: 'run-drained' })).toBe(-1);
    expect(ordersOf(told, distinct(told, matches(told, applied), 'order'))).toEqual([2, 1]);
  });
});

describe('a query', () => {
  const told = twoOrders();

  test.each<readonly [string, Query, number | string | null]>([
    ['counts rows', { count: applied }, 3],
    ['counts what rows share', { count: applied, distinct: 'order' }, 2],
    ['reads a field', { field: 'actor', of: applied }, 'payment-2'],
    ['reads the last', { field: 'order', of: applied, pick: 'last' }, 1],
    ['reads the greatest', { field: 'amount', of: applied, pick: 'most' }, 7],
    ['reads the least', { field: 'amount', of: applied, pick: 'least' }, 5],
    ['measures a span', { span: [applied, applied], same: 'order' }, 60],
    ['measures the longest span', { span: [placed, applied], same: 'order' }, 290],
    ['sees what was overtaken', { overtaken: applied }, 1],
    ['sees it for each customer', { overtaken: applied, within: 'customer' }, 1],
    [
      'sees nothing overtaken in a partition',
      { overtaken: { row: 'record-delivered' }, by: 'offset', within: 'partition' },
      0,
    ],
    ['subtracts', { difference: [{ count: applied }, { count: placed }] }, 1],
    ['asks a style', { in: 'orchestration', ask: { count: placed } }, 2],
    [
      'has nothing to say of a style that was not run',
      { in: 'choreography', ask: { count: placed } },
      null,
    ],
    [
      'has nothing to say of what never happened',
      { field: 'order', of: { row: 'run-drained' } },
      null,
    ],
    ['recounts figures', { figure: 'started' }, 2],
    ['knows no promise of that name', { promise: 'none' }, null],
  ])('%s', (_, asked, value) => {
    expect(ask(told, asked).value).toBe(value);
  });

  test('names the row that shows its answer', () => {
    const { row } = ask(told, { count: applied });
    expect(row).toBe(firstMatch(told, applied));
  });

  test('of a promise says what its keeper says', () => {
    const paid = paidOrder();
    expect(ask(paid, { promise: 'ordered' }).value).toBe('holds');
  });
});

test('an expectation is a number, a word, or bounds', () => {
  expect(isAsExpected(3, 3)).toBe(true);
  expect(isAsExpected('a', 'a')).toBe(true);
  expect(isAsExpected(3, { atLeast: 3, atMost: 3 })).toBe(true);
  expect(isAsExpected(4, { atMost: 3 })).toBe(false);
  expect(isAsExpected('a', { atLeast: 1 })).toBe(false);
  expect(isAsExpected(null, { atLeast: 1 })).toBe(false);
  expect(isAsExpected(null, 'nothing')).toBe(true);
  expect(isAsExpected(5, { not: 5 })).toBe(false);
});

describe('the language is closed', () => {
  const codesOf = (value: unknown, read: typeof pattern | typeof query): readonly string[] => {
    const problems = new LessonProblems();
    read(value, 'here', problems);
    return problems.all().map(({ code }) => code);
  };

  test.each([
    [{ row: 'no-such-kind' }, 'not-one-of'],
    [{ row: 'effect-applied', where: { colour: 1 } }, 'unknown-field'],
    [{ row: 'effect-applied', matches: '/x/' }, 'unknown-field'],
    [{ then: [{ row: 'order-placed' }] }, 'too-few'],
    [{ code: 'return 1' }, 'missing-field'],
    ['order-placed', 'wrong-type'],
  ])('%j is refused', (value, code) => {
    expect(codesOf(value, pattern)).toContain(code);
  });

  test('what is nested too deeply is refused', () => {
    const nested = (depth: number): unknown =>
      depth === 0 ? { row: 'order-placed' } : { times: 1, of: nested(depth - 1) };
    expect(codesOf(nested(4), pattern)).toEqual([]);
    expect(codesOf(nested(9), pattern)).toContain('too-deep');
    const deepQuery = (depth: number): unknown =>
      depth === 0 ? { figure: 'started' } : { in: 'choreography', ask: deepQuery(depth - 1) };
    expect(codesOf(deepQuery(3), query)).toEqual([]);
    expect(codesOf(deepQuery(9), query)).toContain('too-deep');
  });
});
