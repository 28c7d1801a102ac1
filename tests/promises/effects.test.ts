/** Promises about effects: done once, done when completed, undone when not, and the sums that follow. */
import { describe, expect, test } from 'vitest';
import { Telling } from './telling.ts';
import { verdictOn } from './verdicts.ts';

const kept = {
  state: 'holds',
  violations: 0,
  firstRow: -1,
  firstAt: -1,
  sentence: '',
  witness: [],
};

/** Order 9, charged, reserved and shipped; the parcel can be sent a second time. */
function order9(): { telling: Telling; reserved: number } {
  const telling = new Telling().placed(9).accepted(9).wait(1000);
  const placed = telling.says('Order', 'OrderPlaced', 9);
  telling.wait(500).delivered('Payment', placed).does('Payment', 'payment', placed, 2400);
  const charged = telling.says('Payment', 'CardCharged', 9, placed);
  telling.wait(500).delivered('Inventory', charged).does('Inventory', 'inventory', charged, 2);
  const reserved = telling.says('Inventory', 'StockReserved', 9, charged);
  telling.wait(2210).delivered('Shipping', reserved).does('Shipping', 'shipping', reserved);
  return { telling, reserved };
}

describe('at most once', () => {
  const promise = { kind: 'at-most-once', step: 'shipping' } as const;

  test('holds while each order has the effect once', () => {
    expect(verdictOn(promise, order9().telling)).toMatchObject(kept);
  });

  test('is broken by a second delivery, and says which', () => {
    const { telling, reserved } = order9();
    telling
      .wait(6824)
      .delivered('Shipping 2', reserved, 2)
      .does('Shipping 2', 'shipping', reserved);
    const verdict = verdictOn(promise, telling);
    expect(verdict).toMatchObject({ state: 'broken', violations: 1, firstAt: 11_034_000 });
    expect(verdict.sentence).toBe(
      'Order 9 was shipped twice: at 4.210 s and again at 11.034 s, delivery 2 of StockReserved to Shipping.',
    );
    expect(verdict.firstRow).toBe(telling.rows.length - 1);
    expect(verdict.witness).toHaveLength(3);
  });

  test('is broken by a second copy in the log, and by a further message', () => {
    const copy = order9();
    copy.telling.appended('Inventory', copy.reserved).delivered('Shipping', copy.reserved);
    copy.telling.does('Shipping', 'shipping', copy.reserved);
    expect(verdictOn(promise, copy.telling).sentence).toMatch(
      /, delivery of a second copy of StockReserved to Shipping\.$/,
    );
    const { telling } = order9();
    const further = telling.says('Inventory', 'StockReserved', 9);
    telling.delivered('Shipping', further).does('Shipping', 'shipping', further);
    expect(verdictOn(promise, telling).sentence).toMatch(
      /, delivery of a further StockReserved to Shipping\.$/,
    );
  });

  test('counts orders, not effects', () => {
    const { telling, reserved } = order9();
    telling.does('Shipping', 'shipping', reserved).does('Shipping', 'shipping', reserved);
    expect(verdictOn(promise, telling).violations).toBe(1);
  });

  test('allows an effect that was taken back to be done again', () => {
    const { telling, reserved } = order9();
    telling.undoes('Shipping', 'shipping', reserved).does('Shipping', 'shipping', reserved);
    expect(verdictOn(promise, telling)).toMatchObject(kept);
  });

  test('speaks of the thing when the fact is not about the order', () => {
    const { telling } = order9();
    const again = telling.says('Order', 'OrderPlaced', 9);
    telling.delivered('Payment', again).does('Payment', 'payment', again, 2400);
    expect(verdictOn({ kind: 'at-most-once', step: 'payment' }, telling).sentence).toBe(
      'The card was charged twice for order 9: at 1.500 s and again at 4.210 s, delivery of a further OrderPlaced to Payment.',
    );
  });

  test('holds for a step without an effect', () => {
    expect(verdictOn({ kind: 'at-most-once', step: 'greeting' }, order9().telling)).toMatchObject(
      kept,
    );
  });
});

describe('completed means done', () => {
  const promise = {
    kind: 'completed-means-done',
    steps: ['payment', 'shipping', 'greeting'],
  } as const;

  test('holds when each step is in force once', () => {
    expect(verdictOn(promise, order9().telling.ended(9, 'completed').drained())).toMatchObject(
      kept,
    );
  });

  test('says nothing of orders that ended otherwise', () => {
    const telling = new Telling().placed(1).ended(1, 'failed').drained();
    expect(verdictOn(promise, telling)).toMatchObject(kept);
  });

  test('is broken by an order that is called completed too early', () => {
    const telling = new Telling().placed(9).wait(70).ended(9, 'completed');
    expect(verdictOn(promise, telling)).toMatchObject({
      state: 'broken',
      violations: 1,
      firstRow: 1,
      sentence: 'Order 9 ended completed at 0.070 s, but the card was never charged.',
    });
  });

  test('is broken by a step that was done twice before', () => {
    const { telling, reserved } = order9();
    telling.does('Shipping', 'shipping', reserved).wait(5).ended(9, 'completed');
    expect(verdictOn(promise, telling).sentence).toBe(
      'Order 9 ended completed at 4.215 s, but it was shipped twice before.',
    );
  });

  test('is broken by a step that was taken back', () => {
    const { telling, reserved } = order9();
    telling.undoes('Payment', 'payment', reserved, 2400).wait(5).ended(9, 'completed');
    expect(verdictOn(promise, telling).sentence).toBe(
      'Order 9 ended completed at 4.215 s, but the card was charged and that was taken back at 4.210 s.',
    );
  });

  test('is broken by what happens afterwards', () => {
    const { telling, reserved } = order9();
    telling.ended(9, 'completed').wait(1000).delivered('Shipping', reserved, 2);
    telling.does('Shipping', 'shipping', reserved);
    expect(verdictOn(promise, telling).sentence).toBe(
      'Order 9 ended completed at 4.210 s, and afterwards it was shipped again at 5.210 s, delivery 2 of StockReserved to Shipping.',
    );
  });
});

describe('compensated means undone', () => {
  const promise = { kind: 'compensated-means-undone', steps: ['payment', 'inventory'] } as const;

  function charged(): { telling: Telling; refused: number } {
    const telling = new Telling().placed(4).wait(10);
    const placed = telling.says('Order', 'OrderPlaced', 4);
    telling.delivered('Payment', placed).does('Payment', 'payment', placed, 2400).wait(10);
    return { telling, refused: telling.says('Inventory', 'StockRefused', 4) };
  }

  test('is open until the end', () => {
    expect(verdictOn(promise, charged().telling.ended(4, 'compensated')).state).toBe('pending');
  });

  test('holds when all was taken back', () => {
    const { telling, refused } = charged();
    telling.undoes('Payment', 'payment', refused, 2400).ended(4, 'compensated').drained();
    expect(verdictOn(promise, telling)).toMatchObject(kept);
  });

  test('is broken by an effect that stays in force', () => {
    const { telling } = charged();
    telling.wait(980).ended(4, 'compensated').wait(5).drained();
    expect(verdictOn(promise, telling)).toMatchObject({
      state: 'broken',
      violations: 1,
      firstAt: 1_000_000,
      sentence:
        'Order 4 ended compensated, but the card was charged at 0.010 s and that is still in force.',
    });
  });

  test('is broken by an order that was given up, never taken, and yet charged', () => {
    const { telling } = charged();
    expect(verdictOn(promise, telling.abandoned(4).drained()).sentence).toBe(
      'Order 4 ended failed, but the card was charged at 0.010 s and that is still in force.',
    );
  });

  test('is broken by what is taken back twice', () => {
    const { telling, refused } = charged();
    telling.undoes('Payment', 'payment', refused, 2400).undoes('Payment', 'payment', refused, 2400);
    expect(verdictOn(promise, telling.ended(4, 'compensated').drained()).sentence).toBe(
      'Order 4 ended compensated, but “payment” was undone more often than done, last at 0.020 s.',
    );
  });
});

describe('conserved', () => {
  const promise = { kind: 'conserved', step: 'payment' } as const;

  test('holds when the ledger is what completed orders cost', () => {
    const telling = order9().telling.ended(9, 'completed').placed(10).ended(10, 'failed').drained();
    expect(verdictOn(promise, telling)).toMatchObject(kept);
  });

  test('is broken by an order that was charged twice', () => {
    const { telling, reserved } = order9();
    telling.does('Payment', 'payment', reserved, 2400).ended(9, 'completed').drained();
    expect(verdictOn(promise, telling)).toMatchObject({
      state: 'broken',
      violations: 1,
      sentence:
        'At the end the ledger of “payment” holds 48.00 and completed orders cost 24.00: order 9 ended completed, its price is 24.00, and 48.00 is booked.',
    });
  });

  test('is broken by two errors that make up for each other', () => {
    const { telling, reserved } = order9();
    telling.does('Payment', 'payment', reserved, 2400).ended(9, 'completed');
    telling.placed(10).ended(10, 'completed').drained();
    expect(verdictOn(promise, telling)).toMatchObject({ state: 'broken', violations: 2 });
  });

  test('is broken by an order that is stuck with its money', () => {
    expect(verdictOn(promise, order9().telling.drained()).sentence).toMatch(
      /order 9 never ended, its price is 24\.00, and 24\.00 is booked\.$/,
    );
  });
});

describe('conserved, of stock', () => {
  const promise = { kind: 'conserved', step: 'inventory' } as const;

  /** Order 9 asks for two units and costs 24.00; so many are taken. */
  function taken(...amounts: readonly number[]): Telling {
    const telling = new Telling().placed(9, 2400, 2).accepted(9).wait(1000);
    const placed = telling.says('Order', 'OrderPlaced', 9);
    telling.delivered('Inventory', placed);
    for (const units of amounts) telling.does('Inventory', 'inventory', placed, units);
    return telling;
  }

  test('holds when the units that completed orders asked for are taken, whatever they cost', () => {
    const telling = taken(2).ended(9, 'completed').placed(10, 500, 3).ended(10, 'failed').drained();
    expect(verdictOn(promise, telling)).toMatchObject(kept);
  });

  test('is broken by an order that took its units twice', () => {
    expect(verdictOn(promise, taken(2, 2).ended(9, 'completed').drained()).sentence).toBe(
      'At the end 4 units are taken from the stock by “inventory” and completed orders asked for 2: order 9 ended completed, it asked for 2 units, and 4 units are taken.',
    );
  });

  test('is broken by an order that did not complete and keeps its units', () => {
    expect(verdictOn(promise, taken(1).ended(9, 'compensated').drained()).sentence).toBe(
      'At the end 1 unit is taken from the stock by “inventory” and completed orders asked for 0: order 9 ended compensated, it asked for 2 units, and 1 unit is taken.',
    );
  });

  test('says in its formula that it counts units', () => {
    const { formula, precondition } = verdictOn(promise, taken(2).drained());
    expect(formula).toContain('units that it asks for, of a step that takes stock');
    expect(precondition).toBe('The step “inventory” books money or takes stock.');
  });
});

describe('never negative', () => {
  const promise = { kind: 'never-negative', step: 'inventory' } as const;

  test('holds as long as there is stock', () => {
    const { telling, reserved } = order9();
    telling
      .does('Inventory', 'inventory', reserved, 3)
      .undoes('Inventory', 'inventory', reserved, 3);
    expect(verdictOn(promise, telling.does('Inventory', 'inventory', reserved, 3))).toMatchObject(
      kept,
    );
  });

  test('is broken by the order that takes what is not there', () => {
    const { telling } = order9();
    const charged = telling.wait(3).says('Payment', 'CardCharged', 12);
    telling.does('Inventory', 'inventory', charged, 4);
    expect(verdictOn(promise, telling)).toMatchObject({
      state: 'broken',
      violations: 1,
      sentence: 'At 4.213 s order 12 took 4 units when 3 units of 5 were left.',
    });
  });

  test('says of one unit that it was left', () => {
    const telling = order9().telling.placed(12);
    const charged = telling.says('Payment', 'CardCharged', 12);
    telling.does('Inventory', 'inventory', charged, 2).does('Inventory', 'inventory', charged, 2);
    expect(verdictOn(promise, telling).sentence).toMatch(
      /took 2 units when 1 unit of 5 was left\.$/,
    );
  });
});
