/** The causal list of an order: a tree that loses no row. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { processOf } from '../../src/projections/index.ts';
import { actors, smallCast, Telling } from '../support/telling.ts';
import { anyTrace } from './any-trace.ts';

describe('the causal list of an order', () => {
  test('has every row of the order once, each after its cause', () => {
    fc.assert(
      fc.property(anyTrace(), fc.integer({ min: 1, max: 4 }), (trace, order) => {
        const lines = processOf(trace, smallCast(), order);
        const seen = new Set<number>();
        for (const { row, parent } of lines) {
          const cause = trace.cause(row);
          if (cause >= 0 && trace.order(cause) === order) expect(parent).toBe(cause);
          if (parent >= 0) expect(seen).toContain(parent);
          expect(parent).toBeLessThan(row);
          seen.add(row);
        }
        const own = Array.from({ length: trace.length }, (_, row) => row);
        expect([...seen].sort((a, b) => a - b)).toEqual(
          own.filter((row) => trace.order(row) === order),
        );
        expect(lines).toHaveLength(seen.size);
      }),
    );
  });

  function shapeOf({ trace, cast }: Telling): readonly (readonly number[])[] {
    return processOf(trace, cast, 1).map(({ row, parent, depth }) => [row, parent, depth]);
  }

  test('follows a chain at its depth, after the side effects, which go deeper', () => {
    const telling = new Telling()
      .tell('order-placed', { order: 1, cause: -1 })
      .tell('order-accepted', { order: 1, cause: 0 })
      .tell('work-started', { order: 1, cause: 1 })
      .tell('deadline-set', { order: 1, cause: 1 })
      .tell('order-ended', { order: 1, cause: 2 });
    expect(shapeOf(telling)).toEqual([
      [0, -1, 0],
      [1, 0, 0],
      [3, 1, 1],
      [2, 1, 0],
      [4, 2, 0],
    ]);
  });

  test('goes deeper in every branch of a fork', () => {
    const telling = new Telling()
      .tell('order-placed', { order: 1, cause: -1 })
      .tell('work-started', { order: 1, cause: 0 })
      .tell('work-started', { order: 1, cause: 0 })
      .tell('effect-applied', { order: 1, cause: 1 })
      .tell('effect-applied', { order: 1, cause: 2 });
    expect(shapeOf(telling)).toEqual([
      [0, -1, 0],
      [1, 0, 1],
      [3, 1, 1],
      [2, 0, 1],
      [4, 2, 1],
    ]);
  });

  test('finds its way through relays and consumers that work for many orders', () => {
    const { orders, paymentRelay, payment } = actors;
    const about = { order: 1, message: 0 };
    const telling = new Telling()
      .tell('message-created', { by: orders, ...about, cause: -1 })
      .tell('outbox-read', { by: paymentRelay, cause: -1 })
      .tell('produce-sent', { by: paymentRelay, ...about, cause: 1 })
      .tell('record-sent', { by: payment, ...about, cause: 2 })
      .tell('state-changed', { by: payment, cause: -1 })
      .tell('record-delivered', { by: payment, ...about, cause: 4 });
    expect(shapeOf(telling).map(([row, parent]) => [row, parent])).toEqual([
      [0, -1],
      [2, 0],
      [3, 2],
      [5, 3],
    ]);
  });
});
