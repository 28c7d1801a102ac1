/** Rows in words: sentences, golden lines, objects, causal lists. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clock,
  eventLines,
  instantText,
  jsonLine,
  money,
  sentence,
  spanText,
} from '../../src/projections/index.ts';
import { code, kinds, Trace } from '../../src/trace/index.ts';
import { actors, machines, paidOrder, smallCast, Telling } from '../support/telling.ts';
import { anyTrace } from './any-trace.ts';

const gaps = /undefined|NaN|null|\[object|no such/;

describe('numbers', () => {
  test.each([
    [0, '00:00.000'],
    [12_480_999, '00:12.480'],
    [3_600_000_000, '1:00:00.000'],
  ])('%i µs is %s', (micros, text) => {
    expect(clock(micros)).toBe(text);
  });

  test.each([
    [512_999, '512 ms'],
    [999_999, '999 ms'],
    [1_044_500, '1.044 s'],
    [2_000_000, '2 s'],
    [-1, '0 ms'],
  ])('the instant %i µs is told as %s, as the clock shows it', (micros, text) => {
    expect(instantText(micros)).toBe(text);
    const millis = String(Math.floor(Math.max(0, micros) / 1000) % 1000).padStart(3, '0');
    expect(clock(micros)).toMatch(new RegExp(`\\.${millis}$`));
  });

  test.each([
    [4210, '42.10'],
    [-5, '-0.05'],
    [100_000, '1000.00'],
  ])('%i cents is %s', (cents, text) => {
    expect(money(cents)).toBe(text);
  });

  test.each([
    [250, '0.3 ms'],
    [40_000, '40 ms'],
    [4_200_000, '4.2 s'],
  ])('a span of %i µs is %s', (micros, text) => {
    expect(spanText(micros)).toBe(text);
  });
});

describe('a sentence', () => {
  test.each(kinds)('tells of %s, with and without an order', (kind) => {
    const trace = new Trace();
    for (const value of [0, 1, -1, 99]) {
      trace.append(code[kind], 0, actors.payment, value, value, value, value, value, -1);
    }
    for (let row = 0; row < trace.length; row++) {
      const text = sentence(trace, smallCast(), row);
      expect(text).toMatch(/^[A-Z].*\.$/);
      expect(text).not.toMatch(gaps);
    }
  });

  test('has no gaps, whatever the row says', () => {
    fc.assert(
      fc.property(anyTrace(), (trace) => {
        for (let row = 0; row < trace.length; row++) {
          expect(sentence(trace, smallCast(), row)).not.toMatch(gaps);
        }
      }),
    );
  });

  test('reads like English', () => {
    const { trace, cast } = paidOrder();
    const told = Array.from({ length: trace.length }, (_, row) => sentence(trace, cast, row));
    expect(told).toMatchInlineSnapshot(`
      [
        "Client places order 1 for customer 3: 1 unit for 42.10.",
        "Client makes the message PlaceOrder of order 1.",
        "Client calls Orders with PlaceOrder of order 1; it takes 4 ms.",
        "Orders begins to work on the call PlaceOrder of order 1 from Client.",
        "Orders stores order 1 as accepted and pending.",
        "The machine orders-saga of order 1 goes from idle to awaitingCharge.",
        "Orders answers Client about PlaceOrder of order 1 with "accepted, pending"; it takes 4 ms.",
        "Orders makes the message TakePayment of order 1.",
        "Orders publishes TakePayment of order 1 to commands-0; it takes 5 ms.",
        "The broker appends TakePayment of order 1 to commands-0 at offset 0.",
        "Client has the answer of Orders to PlaceOrder of order 1: "accepted, pending".",
        "The broker sends TakePayment of order 1 from commands-0 at offset 0 to Payment 1; it takes 5 ms.",
        "Payment 1 begins to handle TakePayment of order 1 from commands-0 at offset 0.",
        "The machine charge of order 1 goes from idle to working.",
        "Payment 1 begins the work of step charge of order 1; it takes 20 ms.",
        "Payment 1 puts the effect of step charge of order 1 in force at an outside party: 42.10.",
        "The machine charge of order 1 goes from working to done.",
        "Payment 1 commits its store for order 1, with 1 outbox row and 1 inbox row.",
        "Payment relay makes the message PaymentTaken of order 1.",
        "Payment relay publishes PaymentTaken of order 1 to replies-0; it takes 5 ms.",
        "The broker appends PaymentTaken of order 1 to replies-0 at offset 0.",
        "Payment relay marks row 1 of the outbox as sent: PaymentTaken of order 1.",
        "Payment 1 asks the broker to remember offset 1 of commands-0; it takes 2 ms.",
        "The broker stores that the group payment goes on at offset 1 of commands-0.",
        "The broker sends PaymentTaken of order 1 from replies-0 at offset 0 to Orders; it takes 5 ms.",
        "Orders begins to handle PaymentTaken of order 1 from replies-0 at offset 0.",
        "The machine orders-saga of order 1 goes from awaitingCharge to completed.",
        "Orders stores that order 1 has ended: completed.",
        "The broker stores that the group orders goes on at offset 1 of replies-0.",
      ]
    `);
  });
});

describe('golden lines', () => {
  test('are aligned', () => {
    const { trace, cast } = paidOrder();
    expect(`\n${eventLines(trace, cast).join('\n')}\n`).toMatchInlineSnapshot(`
      "
             0ms  client         order-placed                                                        order 1
             0ms  client         message-created       PlaceOrder                                    order 1
             0ms  client         call-sent             PlaceOrder                                    order 1
             4ms  orders         call-received         PlaceOrder                                    order 1
             4ms  orders         order-accepted                                                      order 1
             4ms  orders         state-changed         orders-saga idle → awaitingCharge             order 1
             4ms  orders         reply-sent            PlaceOrder                                    order 1
             4ms  orders         message-created       TakePayment                                   order 1
             4ms  orders         produce-sent          TakePayment commands-0                        order 1
             9ms  broker         record-appended       TakePayment commands-0@0                      order 1
             9ms  client         reply-received        PlaceOrder                                    order 1
             9ms  payment-1      record-sent           TakePayment commands-0@0                      order 1
            14ms  payment-1      record-delivered      TakePayment commands-0@0                      order 1
            14ms  payment-1      state-changed         charge idle → working                         order 1
            14ms  payment-1      work-started          charge 20 ms                                  order 1
            40ms  payment-1      effect-applied        charge 42.10                                  order 1
            40ms  payment-1      state-changed         charge working → done                         order 1
            40ms  payment-1      store-committed       charge                                        order 1
            40ms  payment-relay  message-created       PaymentTaken                                  order 1
            40ms  payment-relay  produce-sent          PaymentTaken replies-0                        order 1
            45ms  broker         record-appended       PaymentTaken replies-0@0                      order 1
            45ms  payment-relay  outbox-marked         PaymentTaken                                  order 1
            45ms  payment-1      commit-sent           commands-0@1
            47ms  broker         offset-committed      commands-0@1 payment
            47ms  orders         record-sent           PaymentTaken replies-0@0                      order 1
            52ms  orders         record-delivered      PaymentTaken replies-0@0                      order 1
            52ms  orders         state-changed         orders-saga awaitingCharge → completed        order 1
            52ms  orders         order-ended           completed                                     order 1
            52ms  broker         offset-committed      replies-0@1 orders
      "
    `);
  });

  test('can be narrowed to a range, an order and some kinds', () => {
    const telling = paidOrder();
    paidOrder(telling, 2, 100);
    const { trace, cast } = telling;
    const lines = eventLines(trace, cast, { order: 2, kinds: ['record-appended'] });
    expect(lines).toHaveLength(2);
    expect(eventLines(trace, cast, { first: 3, last: 5 })).toHaveLength(3);
  });
});

describe('a row as an object', () => {
  test('has its names resolved', () => {
    const { trace, cast } = new Telling()
      .at(12)
      .tell(
        'message-created',
        { by: actors.orders, order: 7, message: 0, cause: -1 },
        { type: 1, causation: -1 },
      )
      .tell(
        'produce-sent',
        { by: actors.orders, order: 7, message: 0 },
        { partition: 1, latency: -1, attempt: 2 },
      )
      .tell(
        'state-changed',
        { by: actors.payment, order: 7 },
        { machine: machines.charge, from: 0, to: 1 },
      );
    expect(jsonLine(trace, cast, 1)).toEqual({
      ...{ row: 1, timeMs: 12, kind: 'produce-sent', actor: 'orders', order: 7 },
      ...{ message: 0, messageType: 'TakePayment', partition: 'commands-1', lost: 'yes' },
      ...{ attempt: 2, cause: 0 },
    });
    expect(jsonLine(trace, cast, 2)).toMatchObject({
      machine: 'charge',
      from: 'idle',
      to: 'working',
    });
  });

  test('survives JSON, whatever the row says', () => {
    fc.assert(
      fc.property(anyTrace(), (trace) => {
        for (let row = 0; row < trace.length; row++) {
          const object = jsonLine(trace, smallCast(), row);
          expect(JSON.parse(JSON.stringify(object))).toEqual(object);
        }
      }),
    );
  });
});
