/** Promises about the broker and its clients: in time, one at a time, once, all of it, and for good. */
import { describe, expect, test } from 'vitest';
import { Telling } from './telling.ts';
import { verdictOn } from './verdicts.ts';
import { castOf } from './world.ts';

const kept = { state: 'holds', violations: 0, firstRow: -1, sentence: '' };
const partition = 1;

/** Shipping has a record to handle. */
function offered(telling = new Telling()): { telling: Telling; message: number } {
  const message = telling.says('Inventory', 'StockReserved', 1);
  telling.assigned('Shipping');
  return { telling, message };
}

/** A reader's world, in which each order has said something. */
function told(...types: readonly string[]): { telling: Telling; messages: number[] } {
  const telling = new Telling(castOf('choreography', { reader: true }));
  const messages = types.map((type) => telling.says('Payment', type, 1));
  return { telling: telling.assigned('Audit'), messages };
}

function reads(telling: Telling, message: number, offset: number): void {
  telling.delivered('Audit', message);
  telling.tell('record-read', {
    ...{ by: 'Audit', order: 1, message },
    numbers: { partition, offset, key: 1 },
  });
}

describe('delivered within', () => {
  const promise = { kind: 'delivered-within', service: 'shipping', ms: 100 } as const;

  test('holds when a record comes in time', () => {
    const { telling, message } = offered();
    telling.wait(100).delivered('Shipping', message).stores('Shipping', message);
    expect(verdictOn(promise, telling.wait(900).drained())).toMatchObject(kept);
  });

  test('is broken by one that comes late', () => {
    const { telling, message } = offered();
    expect(verdictOn(promise, telling.wait(101).delivered('Shipping', message))).toMatchObject({
      violations: 1,
      sentence:
        'StockReserved of order 1 was stored at 0.000 s and delivered to Shipping only 0.101 s later; 0.100 s was promised.',
    });
  });

  test('tells a span that exceeds the bound by less than a millisecond as more than it', () => {
    const { telling, message } = offered();
    telling.wait(100.048).delivered('Shipping', message);
    expect(verdictOn(promise, telling).sentence).toMatch(
      /only 0\.100048 s later; 0\.100 s was promised\.$/,
    );
    const { telling: aged } = offered();
    aged.wait(100.5).commits('Shipping', 0);
    const age = { kind: 'bounded-age', service: 'shipping', ms: 100 } as const;
    expect(verdictOn(age, aged).sentence).toMatch(
      /had not committed it 0\.1005 s later; 0\.100 s was promised\.$/,
    );
  });

  test('is broken by one that never comes', () => {
    const { telling } = offered();
    expect(verdictOn(promise, telling.wait(500).drained()).sentence).toMatch(
      /had not been delivered to Shipping when the run ended, 0\.500 s later/,
    );
  });

  test('is broken by one that waited too long until a limit stopped the run', () => {
    const { telling } = offered();
    telling.wait(500).tell('cap-reached', {});
    expect(verdictOn(promise, telling)).toMatchObject({ state: 'broken', violations: 1 });
  });
});

describe('one at a time', () => {
  const promise = { kind: 'one-at-a-time', service: 'shipping' } as const;

  test('holds when the next instance begins after the first has crashed', () => {
    const { telling, message } = offered();
    telling.delivered('Shipping', message).crashes('Shipping');
    expect(verdictOn(promise, telling.delivered('Shipping 2', message, 2))).toMatchObject(kept);
  });

  test('is broken by two instances at work on one record', () => {
    const { telling, message } = offered();
    telling.delivered('Shipping', message).wait(50).delivered('Shipping 2', message, 2);
    expect(verdictOn(promise, telling)).toMatchObject({
      violations: 1,
      sentence:
        'Shipping 2 began to work on StockReserved of order 1 at 0.050 s, while Shipping had been working on it since 0.000 s.',
    });
  });
});

describe('handled once', () => {
  const promise = { kind: 'handled-once', service: 'shipping' } as const;

  test('holds when an inbox suppresses the second delivery', () => {
    const { telling, message } = offered();
    telling.delivered('Shipping', message).does('Shipping', 'shipping', message);
    telling.stores('Shipping', message).delivered('Shipping', message, 2);
    expect(verdictOn(promise, telling.suppressed('Shipping', message))).toMatchObject(kept);
  });

  test('is broken by a second delivery that is handled too', () => {
    const { telling, message } = offered();
    telling.delivered('Shipping', message).stores('Shipping', message).wait(10);
    telling.delivered('Shipping 2', message, 2).stores('Shipping 2', message);
    expect(verdictOn(promise, telling)).toMatchObject({
      violations: 1,
      sentence:
        'Shipping handled StockReserved of order 1 twice: at 0.000 s and again at 0.010 s, delivery 2 of StockReserved to Shipping.',
    });
  });
});

describe('reader sees all', () => {
  const promise = { kind: 'reader-sees-all', reader: 'audit' } as const;

  test('holds when all is read', () => {
    const { telling, messages } = told('CardCharged', 'CardRefunded');
    messages.forEach((message, offset) => reads(telling, message, offset));
    expect(verdictOn(promise, telling.drained())).toMatchObject(kept);
  });

  test('is broken by a reset that passes over a record', () => {
    const { telling, messages } = told('CardCharged', 'CardRefunded');
    const numbers = { partition, offset: 1, skipped: 1 };
    telling.wait(5).tell('position-reset', { by: 'Audit', numbers });
    reads(telling, messages[1] ?? 0, 1);
    expect(verdictOn(promise, telling.drained()).sentence).toBe(
      'CardCharged of order 1 is lost to Audit, which was taken past it by auto.offset.reset at 0.005 s and was never given it.',
    );
  });

  test('is broken by retention, and by the cleaner', () => {
    const deleted = told('CardCharged');
    const moved = { partition, offset: 1, reason: 0 };
    deleted.telling.wait(5).tell('log-start-moved', { numbers: moved });
    expect(verdictOn(promise, deleted.telling.drained()).sentence).toMatch(
      /lost to Audit, for it was deleted by retention\.ms at 0\.005 s/,
    );
    const cleaned = told('CardCharged');
    cleaned.telling.tell('record-cleaned', { numbers: { partition, offset: 0, reason: 0 } });
    expect(verdictOn(promise, cleaned.telling.drained()).sentence).toMatch(/compacted away/);
  });
});

describe('table is whole', () => {
  const promise = { kind: 'table-is-whole', reader: 'audit' } as const;

  test('holds when the last record of a key is kept, and not when an earlier one is', () => {
    const { telling, messages } = told('CardCharged', 'CardCharged');
    reads(telling, messages[0] ?? 0, 0);
    expect(verdictOn(promise, new Telling(telling.cast).drained())).toMatchObject(kept);
    const half = [...telling.rows];
    reads(telling, messages[1] ?? 0, 1);
    expect(verdictOn(promise, telling.drained())).toMatchObject(kept);
    telling.rows.splice(0, telling.rows.length, ...half);
    expect(verdictOn(promise, telling.drained())).toMatchObject({
      violations: 1,
      sentence:
        'Audit keeps CardCharged of order 1, but the last record of order 1 in the log is CardCharged of order 1, stored at 0.000 s.',
    });
  });

  test('is broken by a ghost whose tombstone was never seen', () => {
    const { telling, messages } = told('CardCharged', 'CardRefunded');
    reads(telling, messages[0] ?? 0, 0);
    expect(verdictOn(promise, telling.drained()).sentence).toMatch(
      /is the tombstone CardRefunded of order 1/,
    );
  });

  test('needs no row for a key that was deleted before', () => {
    const { telling } = told('CardCharged', 'CardRefunded');
    expect(verdictOn(promise, telling.drained())).toMatchObject(kept);
  });
});

describe('acknowledged stays', () => {
  const promise = { kind: 'acknowledged-stays' } as const;
  const elected = { partition, epoch: 1, clean: 1 };

  function replicated(count: number): Telling {
    const telling = new Telling(castOf('choreography', { copies: 3 }));
    telling.says('Order', 'OrderPlaced', 1);
    const numbers = { partition, offset: 0, count };
    if (count > 0) telling.tell('records-replicated', { by: 'Broker 2', numbers });
    telling.wait(10).tell('leader-elected', { by: 'Broker 2', numbers: elected });
    return telling;
  }

  test('holds when the new leader has it', () => {
    expect(verdictOn(promise, replicated(1))).toMatchObject(kept);
  });

  test('is broken when it has not', () => {
    expect(verdictOn(promise, replicated(0))).toMatchObject({
      violations: 1,
      sentence:
        'OrderPlaced of order 1 was acknowledged at offset 0 of orders.events, partition 1 and is gone: Broker 2 leads since 0.010 s without it.',
    });
  });

  test('does not count what retention deletes', () => {
    const telling = replicated(1);
    telling.tell('log-start-moved', { by: 'Broker 2', numbers: { partition, offset: 1 } });
    expect(verdictOn(promise, telling)).toMatchObject(kept);
  });
});

describe('no aborted read', () => {
  const promise = { kind: 'no-aborted-read', service: 'shipping' } as const;

  function transacted(committed: number): Telling {
    const { telling, message } = offered();
    const numbers = { partition, offset: 0, transaction: 1 };
    telling.tell('transaction-record', { order: 1, message, numbers });
    telling.delivered('Shipping', message).wait(20);
    telling.tell('transaction-ended', { by: 'Inventory', numbers: { transaction: 1, committed } });
    return telling;
  }

  test('holds when the transaction is committed', () => {
    expect(verdictOn(promise, transacted(1))).toMatchObject(kept);
  });

  test('is broken when it is aborted, before or after', () => {
    const telling = transacted(0).wait(5).delivered('Shipping 2', 0, 2);
    expect(verdictOn(promise, telling)).toMatchObject({
      violations: 2,
      sentence:
        'Shipping was given StockReserved of order 1 at 0.000 s, and its transaction was aborted at 0.020 s.',
    });
  });
});

describe('nothing lost', () => {
  const promise = { kind: 'nothing-lost' } as const;

  test('is broken by a fact that a new leader does not have', () => {
    const telling = new Telling(castOf('choreography', { copies: 3 }));
    telling.says('Order', 'OrderPlaced', 1);
    const numbers = { partition, epoch: 1, clean: 1 };
    telling.tell('leader-elected', { by: 'Broker 2', numbers });
    expect(verdictOn(promise, telling.drained()).sentence).toBe(
      'OrderPlaced of order 1 stood at offset 0 of orders.events, partition 1 from 0.000 s on, but Broker 2 leads since 0.000 s without it.',
    );
  });

  test('is broken by a fact whose transaction was aborted', () => {
    const telling = new Telling();
    const message = telling.says('Order', 'OrderPlaced', 1);
    const numbers = { partition, offset: 0, transaction: 1 };
    telling.tell('transaction-record', { order: 1, message, numbers });
    telling.tell('transaction-ended', { by: 'Order', numbers: { transaction: 1 } });
    expect(verdictOn(promise, telling.drained()).sentence).toMatch(/was aborted\.$/);
  });
});
