/** The rules of the engine: a trace that keeps them all, and for each rule a planted bug that breaks it. */
import { describe, expect, test } from 'vitest';
import { InvariantKeeper } from '../../src/promises/index.ts';
import { healthy } from './healthy.ts';
import { brokerBugs } from './planted-broker-bugs.ts';
import { bugs } from './planted-bugs.ts';
import { soils } from './soils.ts';
import { Telling, traceOf } from './telling.ts';
import { brokenInvariants } from './verdicts.ts';
import { castOf, scenarioOf } from './world.ts';

describe('the invariants', () => {
  test('hold in a healthy trace with crashes, retries and a rebalance', () => {
    expect(brokenInvariants(healthy().trace())).toEqual(new Map());
  });

  test('have an id of their own, a sentence and a formula', () => {
    const { invariants } = new InvariantKeeper(scenarioOf(), castOf('choreography'));
    expect(new Set(invariants.map(({ id }) => id)).size).toBe(invariants.length);
    for (const { sentence, formula, precondition } of invariants) {
      expect(`${sentence} ${formula}`).toMatch(/^[A-Z].+\. [A-Z].+\.$/);
      expect(precondition).toMatch(/^[A-Z].+\.$/);
    }
  });

  test('say when they do not apply', () => {
    const applies = (style: 'choreography' | 'orchestration', id: string) => {
      const keeper = new InvariantKeeper(scenarioOf(), castOf(style));
      return keeper.verdicts().find((verdict) => verdict.id === id)?.applies;
    };
    expect(applies('choreography', 'X3')).toBe(true);
    expect(applies('orchestration', 'X3')).toBe(false);
    expect(applies('choreography', 'R6')).toBe(false);
    expect(applies('choreography', 'T1')).toBe(true);
  });

  test.each(bugs)('$id finds that $what', ({ id, plant }) => {
    const { rows } = healthy();
    plant(rows);
    const broken = brokenInvariants(traceOf(rows));
    expect([...broken.keys()]).toContain(id);
    expect(broken.get(id)).toMatch(/^[A-Z].+\.$/);
  });

  test.each(Object.entries(soils))('hold in a healthy trace of %s', (_, soil) => {
    const { telling, choices } = soil();
    expect(brokenInvariants(telling.trace(), choices, telling.cast)).toEqual(new Map());
  });

  test.each(brokerBugs)('$id finds that $what', ({ id, soil, plant }) => {
    const { telling, choices } = soils[soil]();
    plant(telling.rows);
    const broken = brokenInvariants(traceOf(telling.rows), choices, telling.cast);
    expect([...broken.keys()]).toContain(id);
    expect(broken.get(id)).toMatch(/^.+\.$/);
  });

  test('are each broken by a planted bug', () => {
    const { invariants } = new InvariantKeeper(scenarioOf(), castOf('choreography'));
    const planted = new Set([...bugs, ...brokerBugs].map(({ id }) => id)).add('SG3');
    expect(invariants.map(({ id }) => id).filter((id) => !planted.has(id))).toEqual([]);
  });
});

describe('SG3', () => {
  function halfDone(): Telling {
    const telling = new Telling().placed(1);
    const placed = telling.assigned('Payment').says('Order', 'OrderPlaced', 1);
    return telling.delivered('Payment', placed).does('Payment', 'payment', placed, 2400);
  }

  test('finds a compensated order that keeps an effect', () => {
    const trace = halfDone().ended(1, 'compensated').drained().trace();
    expect(brokenInvariants(trace).get('SG3')).toBe(
      'Order 1 ended compensated, but “payment” is in force once.',
    );
  });

  test('waits for the end', () => {
    expect(brokenInvariants(halfDone().ended(1, 'compensated').trace())).toEqual(new Map());
  });

  test('does not blame the engine for what a crash or a repetition did', () => {
    const crashed = halfDone().crashes('Payment').ended(1, 'compensated').drained();
    expect(brokenInvariants(crashed.trace())).toEqual(new Map());
    const repeated = halfDone().assigned('Payment', 2).delivered('Payment', 0, 2);
    repeated.stores('Payment', 0).ended(1, 'compensated').drained();
    expect(brokenInvariants(repeated.trace())).toEqual(new Map());
  });
});

describe('exceptions', () => {
  test('P1 allows a second copy without idempotence, and what is sent anew', () => {
    const repeated = new Telling();
    repeated.repeats('Order', repeated.says('Order', 'OrderPlaced', 1));
    expect([...brokenInvariants(repeated.trace()).keys()]).toEqual(['P1']);
    const settings = { 'enable.idempotence': false };
    expect(brokenInvariants(repeated.trace(), { settings })).toEqual(new Map());
    const sentAnew = new Telling();
    const placed = sentAnew.says('Order', 'OrderPlaced', 1);
    sentAnew.crashes('Order').restarts('Order').publishes('Order', placed);
    expect(brokenInvariants(sentAnew.trace())).toEqual(new Map());
  });

  test('O4 allows a relay to repeat what its service says again', () => {
    const telling = new Telling();
    const placed = telling.says('Order', 'OrderPlaced', 1);
    telling.assigned('Payment').delivered('Payment', placed);
    const charged = telling.creates('Payment', 'CardCharged', 1, placed);
    telling.stores('Payment', placed).publishes('Payment relay', charged);
    telling.assigned('Payment', 2).delivered('Payment', placed, 2).suppressed('Payment', placed);
    telling.publishes('Payment relay', charged);
    expect(brokenInvariants(telling.trace())).toEqual(new Map());
    telling.publishes('Payment relay', charged);
    expect([...brokenInvariants(telling.trace()).keys()]).toEqual(['O4']);
  });

  test('SG9 lets two callers serve an order that was called for again', () => {
    const calledAgain = (attempt: number): Telling => {
      const telling = new Telling();
      const call = telling.creates('Client', 'PlaceOrder', 1);
      const moves = [
        [0, 1],
        [0, 1],
        [1, 2],
      ] as const;
      telling.tell('call-received', { by: 'Order', order: 1, message: call, numbers: { attempt } });
      for (const [from, to] of moves) {
        telling.tell('state-changed', { by: 'Order', order: 1, numbers: { machine: 4, from, to } });
      }
      return telling;
    };
    expect(brokenInvariants(calledAgain(2).trace())).toEqual(new Map());
    expect([...brokenInvariants(calledAgain(1).trace()).keys()]).toEqual(['SG9']);
  });

  test('G9 asks nothing of a service that delivers at most once', () => {
    const telling = new Telling();
    const reserved = telling.says('Inventory', 'StockReserved', 1);
    const assigned = { partition: 1, generation: 1, offset: 0 };
    telling.tell('partition-assigned', { by: 'Shipping', numbers: assigned });
    telling.delivered('Shipping', reserved).commits('Shipping', reserved);
    expect([...brokenInvariants(telling.trace()).keys()]).toEqual(['G9']);
    expect(brokenInvariants(telling.trace(), { delivery: 'at-most-once' })).toEqual(new Map());
  });

  test('X3 allows commands where somebody conducts', () => {
    const telling = new Telling(castOf('orchestration'));
    telling.creates('Order', 'ShipOrder', 1);
    expect(brokenInvariants(telling.trace(), {}, telling.cast)).toEqual(new Map());
  });

  test('T5 lets others speak of a crashed process', () => {
    const telling = new Telling();
    const reserved = telling.says('Inventory', 'StockReserved', 1);
    const assigned = { partition: 1, generation: 1, offset: 0 };
    telling.tell('partition-assigned', { by: 'Shipping', numbers: assigned });
    telling.delivered('Shipping', reserved).stores('Shipping', reserved);
    const { partition, offset, group } = { partition: 1, offset: 1, group: 3 };
    telling.tell('commit-sent', { by: 'Shipping', numbers: { partition, offset } });
    telling.crashes('Shipping');
    telling.tell('offset-committed', { by: 'Shipping', numbers: { partition, offset, group } });
    telling.tell('effect-applied', { by: 'Shipping', order: 1, numbers: { step: 2, reach: 1 } });
    telling.tell('member-expelled', { by: 'Shipping', numbers: { group } });
    expect(brokenInvariants(telling.trace())).toEqual(new Map());
  });
});
