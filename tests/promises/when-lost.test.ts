/** When a record is lost, and to what: the promise names the instant of the loss, not the one at which all was well. */
import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../src/promises/index.ts';
import { Telling } from './telling.ts';
import { verdictOn } from './verdicts.ts';
import { castOf } from './world.ts';

const partition = 1;
const nothingLost = { kind: 'nothing-lost' } as const;
const sees = { kind: 'reader-sees-all', reader: 'audit' } as const;
const stood =
  'OrderPlaced of order 1 stood at offset 0 of orders.events, partition 1 from 0.000 s on';

/** The verdict, and the kind of the row that it goes to. */
function judged(telling: Telling, promise: typeof nothingLost | typeof sees = nothingLost) {
  const verdict: Verdict = verdictOn(promise, telling.drained());
  const { firstAt, sentence, firstRow } = verdict;
  return { firstAt, sentence, kind: telling.rows[firstRow]?.kind };
}

describe('a fact that went from the log', () => {
  /** Order 1 was placed, and Broker alone has the record. */
  function alone(): Telling {
    const telling = new Telling(castOf('choreography', { copies: 3 }));
    telling.says('Order', 'OrderPlaced', 1);
    return telling.wait(10);
  }

  function elects(telling: Telling, by: string, clean = 1): void {
    telling.tell('leader-elected', { by, numbers: { partition, epoch: 1, clean } });
  }

  test('is lost when a leader is elected that does not have it', () => {
    const telling = alone();
    elects(telling, 'Broker 2');
    telling.wait(5).tell('log-truncated', { numbers: { partition, start: 0, end: 1 } });
    expect(judged(telling)).toEqual({
      firstAt: 10_000,
      kind: 'leader-elected',
      sentence: `${stood}, but Broker 2 leads since 0.010 s without it.`,
    });
  });

  test('is lost at the last of several elections, if the one before it kept the record', () => {
    const telling = alone();
    telling.tell('records-replicated', {
      by: 'Broker 2',
      numbers: { partition, offset: 0, count: 1 },
    });
    elects(telling, 'Broker 2');
    telling.wait(10);
    elects(telling, 'Broker 3', 0);
    expect(judged(telling)).toMatchObject({
      firstAt: 20_000,
      sentence: `${stood}, but Broker 3 leads since 0.020 s without it.`,
    });
  });

  test('is lost with the disk of the only broker that had it', () => {
    const telling = new Telling();
    telling.says('Order', 'OrderPlaced', 1);
    telling.wait(10).tell('disk-lost', { numbers: { partition, records: 1 } });
    expect(judged(telling)).toEqual({
      firstAt: 10_000,
      kind: 'disk-lost',
      sentence: `${stood}, but Broker lost its disk at 0.010 s.`,
    });
  });

  test('is lost when its transaction is aborted, not when another one is', () => {
    const telling = new Telling();
    const message = telling.says('Order', 'OrderPlaced', 1);
    const numbers = { partition, offset: 0, transaction: 1 };
    telling.tell('transaction-record', { order: 1, message, numbers });
    telling.wait(10).tell('transaction-marker', { numbers: { partition, offset: 1 } });
    telling.tell('transaction-ended', { by: 'Payment', numbers: { transaction: 2 } });
    telling.wait(10).tell('transaction-ended', { by: 'Order', numbers: { transaction: 1 } });
    expect(judged(telling)).toEqual({
      firstAt: 20_000,
      kind: 'transaction-ended',
      sentence: `${stood}, but at 0.020 s the transaction that it was part of was aborted.`,
    });
  });

  test('is lost at once when a leader took it that had been deposed', () => {
    const telling = new Telling(castOf('choreography', { copies: 3 }));
    elects(telling, 'Broker 2');
    telling.wait(10).says('Order', 'OrderPlaced', 1);
    expect(judged(telling)).toMatchObject({
      firstAt: 10_000,
      kind: 'record-appended',
      sentence:
        'OrderPlaced of order 1 was put at offset 0 of orders.events, partition 1 at 0.010 s, but Broker 2 leads since 0.000 s without it.',
    });
  });
});

describe('a fact that never came to the log', () => {
  /** A service has stored what it says at 0.010 s. Payment has an outbox, Order has none. */
  function stored(by: 'Order' | 'Payment'): { telling: Telling; message: number } {
    const telling = new Telling().wait(10);
    const charged = telling.creates('Client', 'PlaceOrder', 1);
    telling.delivered(by, charged).stores(by, charged);
    const type = by === 'Order' ? 'OrderPlaced' : 'CardCharged';
    const message = telling.creates(by, type, 1, charged);
    return { telling: telling.wait(5), message };
  }

  test('is lost when its maker crashes before it has sent it', () => {
    const { telling } = stored('Order');
    expect(judged(telling.crashes('Order'))).toEqual({
      firstAt: 15_000,
      kind: 'process-crashed',
      sentence:
        'Order stored OrderPlaced of order 1 at 0.010 s, but it never reached the log, for Order crashed at 0.015 s.',
    });
  });

  test('is not lost to a crash of a service with an outbox', () => {
    const { telling } = stored('Payment');
    expect(judged(telling.crashes('Payment'))).toMatchObject({
      firstAt: 10_000,
      sentence: 'Payment stored CardCharged of order 1 at 0.010 s, but it never reached the log.',
    });
  });

  test('is lost when its producer gives it up, or the network loses it', () => {
    for (const [kind, reason] of [
      ['send-expired', 'Order gave it up'],
      ['leg-lost', 'the network lost it'],
    ] as const) {
      const { telling, message } = stored('Order');
      telling.tell('produce-sent', { by: 'Order', order: 1, message });
      telling.wait(5).tell(kind, { by: 'Order', order: 1, message });
      expect(judged(telling)).toEqual({
        firstAt: 20_000,
        kind,
        sentence: `Order stored OrderPlaced of order 1 at 0.010 s, but it never reached the log, for ${reason} at 0.020 s.`,
      });
    }
  });
});

describe('a record that a group never gets', () => {
  /** Audit has not read what Payment said. */
  function unread(): { telling: Telling; message: number } {
    const telling = new Telling(castOf('choreography', { reader: true }));
    const message = telling.says('Payment', 'CardCharged', 1);
    return { telling: telling.assigned('Audit').wait(10), message };
  }
  const lost = 'CardCharged of order 1 is lost to Audit';
  const cleaned = { numbers: { partition, offset: 0, reason: 0 } };
  const deleted = { numbers: { partition, offset: 1, reason: 0 } };
  const reset = { by: 'Audit', numbers: { partition, offset: 1, skipped: 1 } };

  test('is lost when it is compacted away, not when the group commits past it later', () => {
    const { telling, message } = unread();
    telling.tell('record-cleaned', cleaned);
    telling.wait(10).commits('Audit', message);
    expect(judged(telling, sees)).toEqual({
      firstAt: 10_000,
      kind: 'record-cleaned',
      sentence: `${lost}, for it was compacted away at 0.010 s, and Audit was never given it.`,
    });
  });

  test('is lost when it is compacted away, not when retention takes its place later', () => {
    const { telling } = unread();
    telling.tell('record-cleaned', cleaned);
    telling.wait(10).tell('log-start-moved', deleted);
    expect(judged(telling, sees)).toMatchObject({ firstAt: 10_000, kind: 'record-cleaned' });
  });

  test('is lost when a reset passes over it, not when it is deleted later', () => {
    const { telling } = unread();
    telling.tell('position-reset', reset);
    telling.wait(10).tell('log-start-moved', deleted);
    expect(judged(telling, sees)).toEqual({
      firstAt: 10_000,
      kind: 'position-reset',
      sentence: `${lost}, which was taken past it by auto.offset.reset at 0.010 s and was never given it.`,
    });
  });

  test('is lost when it is deleted, not when the reset comes that follows from it', () => {
    const { telling } = unread();
    telling.tell('log-start-moved', deleted);
    telling.wait(10).tell('position-reset', reset);
    expect(judged(telling, sees)).toEqual({
      firstAt: 10_000,
      kind: 'log-start-moved',
      sentence: `${lost}, for it was deleted by retention.ms at 0.010 s, and Audit was never given it.`,
    });
  });

  test('is not lost to a reset that was taken back before it was deleted', () => {
    const { telling } = unread();
    telling.tell('position-reset', reset);
    telling.tell('position-reset', { by: 'Audit', numbers: { partition } });
    telling.wait(10).tell('log-start-moved', deleted);
    expect(judged(telling, sees)).toMatchObject({ firstAt: 20_000, kind: 'log-start-moved' });
  });

  test('is lost when it is archived, not when it is deleted later', () => {
    const telling = new Telling(castOf('choreography', { isShare: true }));
    const message = telling.says('Inventory', 'StockReserved', 1);
    telling.hears('Order', message).delivered('Shipping', message).wait(10);
    const numbers = { partition, offset: 0, deliveries: 5 };
    telling.tell('record-archived', { by: 'Shipping', order: 1, message, numbers });
    telling.wait(10).tell('log-start-moved', deleted);
    expect(judged(telling)).toEqual({
      firstAt: 10_000,
      kind: 'record-archived',
      sentence:
        'StockReserved of order 1 is lost to Shipping, for which it was archived at 0.010 s after it was delivered 5 times, and Shipping never finished it.',
    });
  });

  test('is lost when it is stored where the group had been already', () => {
    const telling = new Telling(castOf('choreography', { reader: true, copies: 3 }));
    const first = telling.says('Payment', 'CardCharged', 1);
    telling
      .delivered('Audit', first)
      .tell('record-read', { by: 'Audit', order: 1, message: first });
    telling.wait(10).commits('Audit', first);
    telling.tell('leader-elected', { by: 'Broker 2', numbers: { partition, epoch: 1, clean: 1 } });
    const second = telling.wait(10).creates('Payment', 'CardRefunded', 1);
    const numbers = { partition, offset: 0, producer: telling.actor('Payment') };
    telling.tell('record-appended', { by: 'Broker 2', order: 1, message: second, numbers });
    expect(judged(telling, sees)).toEqual({
      firstAt: 20_000,
      kind: 'record-appended',
      sentence:
        'CardRefunded of order 1 is lost to Audit, which had committed past its offset at 0.010 s and was never given it.',
    });
  });
});
