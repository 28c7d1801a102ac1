/** The figures: a recount by hand, and the incremental view held to the recount at every cursor. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recount, standing, WorldView } from '../../src/projections/index.ts';
import { actors, paidOrder, smallCast, Telling } from '../support/telling.ts';
import { anyTrace } from './any-trace.ts';
import { clusterCast } from './cluster-cast.ts';

const { client, orders, payment, secondPayment, broker } = actors;

describe('the figures of a run', () => {
  test('an order that was paid is completed, with its latency', () => {
    const { trace, cast } = paidOrder();
    expect(recount(trace, cast)).toEqual({
      outcomes: { started: 1, completed: 1, compensated: 0, failed: 0, stuck: 0 },
      over: false,
      messages: 3,
      deliveries: 3,
      duplicates: 0,
      redelivered: 0,
      suppressed: 0,
      effects: 1,
      effectsTwice: 0,
      undone: 0,
      deadLetters: 0,
      lag: { max: 2, end: 0 },
      latencyMs: { p50: 52, p95: 52, p99: 52 },
    });
  });

  test('an order in the middle of its way is stuck, and its record is lag', () => {
    const { trace, cast } = paidOrder();
    const figures = recount(trace, cast, 11);
    expect(figures.outcomes).toMatchObject({ started: 1, stuck: 1 });
    expect(figures.lag).toEqual({ max: 1, end: 1 });
    expect(figures.latencyMs.p50).toBeNull();
  });

  test('are said in one line: what is open is pending, and stuck once the run is over', () => {
    const { trace, cast } = paidOrder(new Telling()).tell('order-placed', { by: client, order: 2 });
    expect(standing(recount(trace, cast))).toBe(
      'of 2 orders 1 completed, 0 compensated, 0 failed, 1 pending',
    );
    const over = paidOrder()
      .tell('effect-applied', { by: payment, order: 1 })
      .tell('order-placed', { by: client, order: 2 })
      .tell('run-drained', {});
    expect(standing(recount(over.trace, over.cast))).toBe(
      'of 2 orders 1 completed, 0 compensated, 0 failed, 1 stuck; 1 effect done twice',
    );
  });

  test('a message that a second instance is given again is a duplicate of its service', () => {
    const record = { message: 0, order: 1, partition: 0, offset: 0 };
    const { trace, cast } = new Telling()
      .publish({ ...record, type: 1, by: orders })
      .deliver({ ...record, to: payment })
      .deliver({ ...record, to: secondPayment, attempt: 2 })
      .tell('duplicate-suppressed', { by: secondPayment, order: 1, message: 0 });
    expect(recount(trace, cast)).toMatchObject({ duplicates: 1, redelivered: 1, suppressed: 1 });
  });

  test('the same message is no duplicate for another service', () => {
    const record = { message: 0, order: 1, partition: 0, offset: 0 };
    const { trace, cast } = new Telling()
      .deliver({ ...record, to: payment })
      .deliver({ ...record, to: orders });
    expect(recount(trace, cast).duplicates).toBe(0);
  });

  test('an effect that was undone in between is not in force twice', () => {
    const effect = { by: payment, order: 1 };
    const once = new Telling().tell('effect-applied', effect).tell('effect-undone', effect);
    const again = once.tell('effect-applied', effect);
    expect(recount(again.trace, again.cast)).toMatchObject({ effects: 2, effectsTwice: 0 });
    const twice = again.tell('effect-applied', effect);
    expect(recount(twice.trace, twice.cast).effectsTwice).toBe(1);
  });

  test('an order given up before anybody accepted it has failed; accepted late, it is open again', () => {
    const telling = new Telling()
      .tell('order-placed', { by: client, order: 1 })
      .tell('order-abandoned', { by: client, order: 1 });
    expect(recount(telling.trace, telling.cast).outcomes).toMatchObject({ failed: 1, stuck: 0 });
    telling.tell('order-accepted', { by: orders, order: 1 });
    expect(recount(telling.trace, telling.cast).outcomes).toMatchObject({ failed: 0, stuck: 1 });
  });

  test('percentiles are nearest ranks', () => {
    const telling = new Telling();
    for (let order = 1; order <= 100; order++) {
      telling.at(0).tell('order-placed', { by: client, order });
    }
    for (let order = 1; order <= 100; order++) {
      telling.at(order).tell('order-ended', { by: orders, order }, { outcome: 0 });
    }
    const { latencyMs } = recount(telling.trace, telling.cast);
    expect(latencyMs).toEqual({ p50: 50, p95: 95, p99: 99 });
  });

  test('lag without any commit is the whole log of every subscribing group', () => {
    const telling = new Telling();
    for (let offset = 0; offset < 5; offset++) {
      telling.tell('record-appended', { by: broker }, { partition: 1, offset });
    }
    expect(recount(telling.trace, telling.cast).lag).toEqual({ max: 5, end: 5 });
  });
});

describe('the incremental view', () => {
  test.each([
    ['one node', smallCast],
    ['three nodes', clusterCast],
  ])('counts what the recount counts, wherever the cursor jumps, with %s', (_, makeCast) => {
    const cast = makeCast();
    const jumps = fc.array(fc.nat(400), { maxLength: 12 });
    fc.assert(
      fc.property(anyTrace(120, cast), jumps, (trace, rows) => {
        const view = new WorldView(trace, cast, { keyframeEvery: 7 });
        for (const jump of rows) {
          const row = (jump % (trace.length + 1)) - 1;
          view.advanceTo(row);
          expect(view.figures()).toEqual(recount(trace, cast, row));
        }
      }),
      { numRuns: 80 },
    );
  });
});
