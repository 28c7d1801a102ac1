/** Promises about messages and orders: nothing lost, in order, ended, and in time. */
import { describe, expect, test } from 'vitest';
import { Telling } from './telling.ts';
import { verdictOn } from './verdicts.ts';

const kept = { state: 'holds', violations: 0, firstRow: -1, sentence: '' };

describe('nothing lost', () => {
  const promise = { kind: 'nothing-lost' } as const;

  test('is open until the end', () => {
    const telling = new Telling();
    telling.says('Order', 'OrderPlaced', 2);
    expect(verdictOn(promise, telling).state).toBe('pending');
  });

  test('holds when every subscriber has finished what it hears', () => {
    const telling = new Telling();
    const placed = telling.says('Order', 'OrderPlaced', 2);
    telling.hears('Payment', placed).skips('Shipping', placed);
    const charged = telling.says('Payment', 'CardCharged', 2, placed);
    telling.hears('Order', charged).delivered('Inventory', charged, 2);
    telling.suppressed('Inventory', charged).commits('Inventory', charged);
    expect(verdictOn(promise, telling.drained())).toMatchObject(kept);
  });

  test('is broken by a commit that passes over what nobody finishes', () => {
    const telling = new Telling();
    const placed = telling.says('Order', 'OrderPlaced', 2);
    telling.wait(4210).delivered('Payment', placed).commits('Payment', placed).crashes('Payment');
    telling.wait(1000).restarts('Payment').drained();
    const verdict = verdictOn(promise, telling);
    expect(verdict).toMatchObject({ state: 'broken', violations: 1, firstAt: 4_210_000 });
    expect(verdict.sentence).toBe(
      'OrderPlaced of order 2 is lost to Payment, which committed past it at 4.210 s and never finished it.',
    );
    expect(verdict.witness).toHaveLength(3);
  });

  test('forgives a commit that runs ahead of work that is finished later', () => {
    const telling = new Telling();
    const placed = telling.says('Order', 'OrderPlaced', 2);
    telling.delivered('Payment', placed).commits('Payment', placed).stores('Payment', placed);
    expect(verdictOn(promise, telling.drained())).toMatchObject(kept);
  });

  test('is broken by a record that still waits at the end', () => {
    const telling = new Telling();
    telling.says('Order', 'OrderPlaced', 2);
    expect(verdictOn(promise, telling.drained()).sentence).toBe(
      'Payment never finished OrderPlaced of order 2: at the end it still waits at offset 0 of orders.events, partition 0.',
    );
  });

  test('stays open when a limit stops the run: what waits might have been finished', () => {
    const telling = new Telling();
    telling.says('Order', 'OrderPlaced', 2);
    telling.tell('cap-reached', {});
    expect(verdictOn(promise, telling)).toMatchObject({ state: 'pending', violations: 0 });
  });

  test('counts a message once for each group, however many copies there are', () => {
    const telling = new Telling();
    const charged = telling.says('Payment', 'CardCharged', 2);
    telling.appended('Payment', charged).drained();
    expect(verdictOn(promise, telling).violations).toBe(2);
  });

  test('is broken by a fact that was stored and never published', () => {
    const telling = new Telling();
    const placed = telling.says('Order', 'OrderPlaced', 2);
    telling.delivered('Payment', placed).wait(70);
    telling.creates('Payment', 'CardCharged', 2, placed);
    telling.stores('Payment', placed).commits('Payment', placed).drained();
    expect(verdictOn(promise, telling)).toMatchObject({
      state: 'broken',
      violations: 1,
      sentence: 'Payment stored CardCharged of order 2 at 0.070 s, but it never reached the log.',
    });
  });

  test('is broken by a crash between a transaction and a direct publish', () => {
    const telling = new Telling();
    const placed = telling.says('Order', 'OrderPlaced', 2);
    telling.delivered('Payment', placed).stores('Payment', placed);
    telling.creates('Payment', 'CardCharged', 2, placed);
    telling.crashes('Payment').restarts('Payment').delivered('Payment', placed, 2);
    telling.suppressed('Payment', placed).commits('Payment', placed).drained();
    expect(verdictOn(promise, telling)).toMatchObject({ state: 'broken', violations: 1 });
  });

  test('forgives a message whose transaction a crash rolled back', () => {
    const telling = new Telling();
    const placed = telling.says('Order', 'OrderPlaced', 2);
    telling.delivered('Payment', placed);
    telling.creates('Payment', 'CardCharged', 2, placed);
    telling.crashes('Payment').restarts('Payment').delivered('Payment', placed, 2);
    const charged = telling.creates('Payment', 'CardCharged', 2, placed);
    telling.stores('Payment', placed).publishes('Payment relay', charged);
    telling.commits('Payment', placed).hears('Order', charged).hears('Inventory', charged);
    expect(verdictOn(promise, telling.drained())).toMatchObject(kept);
  });

  test('forgives a lost copy of a fact that was told again', () => {
    const telling = new Telling();
    const placed = telling.says('Order', 'OrderPlaced', 2);
    telling.delivered('Payment', placed).stores('Payment', placed);
    telling.creates('Payment', 'CardCharged', 2, placed);
    telling.crashes('Payment').restarts('Payment').delivered('Payment', placed, 2);
    telling.stores('Payment', placed);
    const charged = telling.says('Payment', 'CardCharged', 2, placed);
    telling.hears('Order', charged).hears('Inventory', charged);
    expect(verdictOn(promise, telling.drained())).toMatchObject(kept);
  });

  test('exempts synchronous calls', () => {
    const telling = new Telling();
    telling.creates('Client', 'PlaceOrder', 2);
    expect(verdictOn(promise, telling.drained())).toMatchObject(kept);
  });
});

describe('ordered per key', () => {
  const promise = { kind: 'ordered-per-key' } as const;

  test('holds when a partition is read in its order, with repetitions', () => {
    const telling = new Telling();
    const first = telling.says('Order', 'OrderPlaced', 2);
    const second = telling.says('Payment', 'CardCharged', 2);
    telling.delivered('Order', first).delivered('Order', second).delivered('Order', first, 2);
    telling.delivered('Inventory', second);
    expect(verdictOn(promise, telling)).toMatchObject(kept);
  });

  test('is broken by a record that overtakes another', () => {
    const telling = new Telling();
    const first = telling.says('Order', 'OrderPlaced', 2);
    const second = telling.says('Payment', 'CardCharged', 2);
    telling.wait(10).delivered('Order', second).wait(10).delivered('Order', first);
    expect(verdictOn(promise, telling)).toMatchObject({
      state: 'broken',
      violations: 1,
      firstAt: 20_000,
      sentence:
        'Order was first given OrderPlaced of order 2 at 0.020 s, after CardCharged of order 2 at 0.010 s, though it stands before it in the log.',
    });
  });

  test('is broken by messages of one order that overtake each other across partitions', () => {
    const telling = new Telling();
    const first = telling.creates('Order', 'OrderPlaced', 2);
    telling.publishes('Order', first, 0);
    const second = telling.creates('Payment', 'CardCharged', 2);
    telling.publishes('Payment', second, 1).delivered('Order', second).delivered('Order', first);
    expect(verdictOn(promise, telling)).toMatchObject({ state: 'broken', violations: 1 });
  });

  test('says nothing of different orders in different partitions', () => {
    const telling = new Telling();
    const first = telling.says('Order', 'OrderPlaced', 2);
    const second = telling.says('Order', 'OrderPlaced', 3);
    telling.delivered('Order', second).delivered('Order', first);
    expect(verdictOn(promise, telling)).toMatchObject(kept);
  });
});

describe('every order ends', () => {
  const promise = { kind: 'every-order-ends' } as const;

  test('is open until the end', () => {
    expect(verdictOn(promise, new Telling().placed(1)).state).toBe('pending');
  });

  test('holds when each order has an outcome or was never taken', () => {
    const telling = new Telling().placed(1).accepted(1).ended(1, 'completed');
    expect(verdictOn(promise, telling.placed(2).abandoned(2).drained())).toMatchObject(kept);
  });

  test('is broken by an order that is stuck, and says where', () => {
    const telling = new Telling().placed(7).accepted(7).wait(300).abandoned(7).wait(20);
    const placed = telling.says('Order', 'OrderPlaced', 7);
    telling.wait(1234).delivered('Payment', placed).wait(60_000).placed(8).drained();
    expect(verdictOn(promise, telling)).toMatchObject({
      state: 'broken',
      violations: 2,
      firstAt: 1_554_000,
      sentence:
        'Order 7 was placed at 0.000 s and never ended: the last that was heard of it is from 1.554 s (Payment, OrderPlaced).',
    });
  });

  test('stays open when a limit stops the run: the order was still under way', () => {
    const telling = new Telling().placed(7);
    telling.tell('cap-reached', {});
    expect(verdictOn(promise, telling)).toMatchObject({ state: 'pending', violations: 0 });
  });
});

describe('bounded lag', () => {
  const promise = { kind: 'bounded-lag', service: 'payment', records: 2 } as const;

  test('holds while the group keeps up', () => {
    const telling = new Telling();
    for (let order = 1; order <= 9; order++) {
      telling.hears('Payment', telling.says('Order', 'OrderPlaced', order));
    }
    expect(verdictOn(promise, telling)).toMatchObject(kept);
  });

  test('is broken each time when too much is left, over all partitions', () => {
    const telling = new Telling();
    const messages = [1, 2, 3, 4].map((order) => {
      return telling.wait(10).says('Order', 'OrderPlaced', order);
    });
    for (const message of messages) telling.hears('Payment', message);
    for (const order of [5, 6, 7]) telling.says('Order', 'OrderPlaced', order);
    expect(verdictOn(promise, telling)).toMatchObject({
      state: 'broken',
      violations: 2,
      firstAt: 30_000,
      sentence:
        'Payment fell 3 records behind at 0.030 s; the one that waits longest has been there since 0.010 s, and at most 2 were promised.',
    });
  });

  test('says of one record that it was promised', () => {
    const telling = new Telling();
    for (const order of [1, 2]) telling.says('Order', 'OrderPlaced', order);
    expect(verdictOn({ ...promise, records: 1 }, telling).sentence).toMatch(
      /^Payment fell 2 records behind .*, and at most 1 was promised\.$/,
    );
  });
});
