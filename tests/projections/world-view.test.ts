/** The world at a cursor: what it says by hand, and that the way to a row does not matter. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { outline, WorldView } from '../../src/projections/index.ts';
import { actors, machines, paidOrder, smallCast, Telling } from '../support/telling.ts';
import { anyTrace } from './any-trace.ts';
import { clusterCast } from './cluster-cast.ts';

const { client, orders, payment, secondPayment, paymentRelay, broker } = actors;
const consumer = machines.paymentConsumer;

function viewOf({ trace, cast }: Telling): WorldView {
  const view = new WorldView(trace, cast, { keyframeEvery: 4 });
  view.advanceTo(trace.length - 1);
  return view;
}

/** Everything that can be read, as plain data. */
function everything(view: WorldView): unknown {
  const { actors: all, services, partitions, groups } = view.cast;
  return {
    figures: view.figures(),
    processes: all.map((_, actor) => view.process(actor)),
    services: services.map((_, service) => view.service(service)),
    clients: view.clients(),
    partitions: partitions.map((_, partition) => view.partition(partition)),
    groups: groups.map((_, group) => view.group(group)),
    producers: all.map((_, actor) => view.producer(actor)),
    readers: services.map((_, service) => view.reader(service)),
    topics: view.cast.topics.map((_, topic) => view.topic(topic)),
    nodes: view.nodes(),
    orders: [1, 2, 3, 4].map((order) => view.order(order)),
    faults: view.faults(),
    deadLetters: view.deadLetters(),
    outline: outline(view),
  };
}

describe('a process', () => {
  test('is crashed from its crash to its restart, and knows the point', () => {
    const telling = new Telling()
      .tell('state-changed', { by: payment }, { machine: consumer, from: 0, to: 2 })
      .at(10)
      .tell('process-crashed', { by: payment, order: 1 }, { point: 2, moment: 1, fault: 0 });
    expect(viewOf(telling).process(payment)).toMatchObject({
      condition: 'crashed',
      since: 10_000,
      crashedAt: { point: 'store-commit', moment: 'after' },
      state: 'polling',
    });
  });

  test('is restarting until it has something to read', () => {
    const telling = new Telling()
      .tell('state-changed', { by: payment }, { machine: consumer, from: 0, to: 2 })
      .tell('process-crashed', { by: payment })
      .at(20)
      .tell('process-restarted', { by: payment }, { incarnation: 2 })
      .tell('state-changed', { by: payment }, { machine: consumer, from: 5, to: 1 });
    const restarting = { condition: 'restarting', since: 20_000, crashedAt: null };
    expect(viewOf(telling).process(payment)).toMatchObject(restarting);
    telling.tell('state-changed', { by: payment }, { machine: consumer, from: 1, to: 2 });
    expect(viewOf(telling).process(payment)).toMatchObject({ condition: 'up', since: -1 });
  });

  test('works slower until it has recovered', () => {
    const slow = new Telling().tell('process-slowed', { by: payment }, { factor: 8, span: 5000 });
    expect(viewOf(slow).process(payment)).toMatchObject({ slowFactor: 8, slowUntil: 5000 });
    slow.tell('process-recovered', { by: payment });
    expect(viewOf(slow).process(payment).slowFactor).toBe(1);
  });
});

describe('a service', () => {
  test('shows the states of activity of its orders with their numbers', () => {
    const telling = new Telling();
    for (const [order, to] of [
      [1, 1],
      [2, 1],
      [3, 5],
      [4, 3],
    ] as const) {
      telling.tell(
        'state-changed',
        { by: payment, order },
        { machine: machines.charge, from: 0, to },
      );
    }
    expect(viewOf(telling).service(1).activity).toBe('working ×2, undoing');
  });

  test('shows how many rows wait in its outbox', () => {
    const telling = new Telling()
      .tell('store-committed', { by: payment, order: 1 }, { outboxRows: 2 })
      .tell('outbox-marked', { by: paymentRelay }, { outboxRow: 1 });
    expect(viewOf(telling).service(1).relay).toMatchObject({ waiting: 1 });
    expect(viewOf(telling).service(0).relay).toBeNull();
  });
});

describe('a log', () => {
  test('shows its last 24 records, and the same array until the next', () => {
    const telling = new Telling();
    for (let offset = 0; offset < 30; offset++) {
      const about = { by: broker, order: 1 + offset, message: offset };
      telling
        .tell('message-created', { ...about, by: orders }, { type: 1 })
        .tell('record-appended', about, { partition: 1, offset });
    }
    const view = viewOf(telling);
    const { logEnd, tail } = view.partition(1);
    expect(logEnd).toBe(30);
    expect(tail.map((record) => record.offset)).toEqual(
      Array.from({ length: 24 }, (_, i) => i + 6),
    );
    expect(tail[0]).toEqual({
      ...{ offset: 6, kind: 'record', message: 6, type: 1, order: 7, row: 13 },
      transaction: 'none',
    });
    expect(view.partition(1).tail).toBe(tail);
  });
});

describe('a group', () => {
  const assigned = { partition: 0, generation: 1, offset: 0 };

  test('goes from Empty over PreparingRebalance to Stable', () => {
    const telling = new Telling();
    expect(viewOf(telling).group(1)).toMatchObject({ phase: 'Empty', generation: -1 });
    telling.tell('rebalance-started', { by: broker }, { group: 1, generation: 0, reason: 0 });
    expect(viewOf(telling).group(1).phase).toBe('PreparingRebalance');
    telling
      .tell('group-stable', { by: broker }, { group: 1, generation: 1, members: 2 })
      .tell('partition-assigned', { by: payment }, assigned)
      .tell('partition-assigned', { by: secondPayment }, { ...assigned, partition: 1 });
    const group = viewOf(telling).group(1);
    expect(group).toMatchObject({ phase: 'Stable', generation: 1, members: 2 });
    expect(group.subscriptions.map(({ owner }) => owner)).toEqual([payment, secondPayment]);
  });

  test('loses a partition by revocation, but not to a late one of an earlier owner', () => {
    const telling = new Telling()
      .tell('partition-assigned', { by: payment }, assigned)
      .tell('partition-assigned', { by: secondPayment }, assigned)
      .tell('partition-revoked', { by: payment }, assigned);
    expect(viewOf(telling).group(1).subscriptions[0]?.owner).toBe(secondPayment);
    telling.tell('partition-revoked', { by: secondPayment }, assigned);
    expect(viewOf(telling).group(1).subscriptions[0]?.owner).toBe(-1);
  });

  test('lags by the records that are not committed, and by the age of the oldest of them', () => {
    const telling = new Telling()
      .at(10)
      .tell('record-appended', { by: broker }, { partition: 0, offset: 0 })
      .at(30)
      .tell('record-appended', { by: broker }, { partition: 0, offset: 1 })
      .at(40)
      .tell('offset-committed', { by: payment }, { partition: 0, offset: 1, group: 1 });
    const view = viewOf(telling);
    expect(view.group(1)).toMatchObject({ lag: 1, lagMicros: 10_000 });
    view.advanceTo(view.row, 65_000);
    expect(view.group(1)).toMatchObject({ lag: 1, lagMicros: 35_000 });
    telling.tell('offset-committed', { by: payment }, { partition: 0, offset: 2, group: 1 });
    expect(viewOf(telling).group(1)).toMatchObject({ lag: 0, lagMicros: 0 });
  });
});

describe('an order', () => {
  test('is placed, pending, then what its owner stored', () => {
    const { trace, cast } = paidOrder();
    const view = new WorldView(trace, cast);
    const statuses = [0, 4, trace.length - 1].map((row) => {
      view.advanceTo(row);
      return view.order(1)?.status;
    });
    expect(statuses).toEqual(['placed', 'pending', 'completed']);
    expect(view.order(1)).toMatchObject({ placedAt: 0, acceptedAt: 4000, endedAt: 52_000 });
    expect(view.order(1)?.machines).toEqual([
      { machine: machines.saga, state: 'completed' },
      { machine: machines.charge, state: 'done' },
    ]);
    expect(view.order(2)).toBeNull();
  });

  test('leaves the waiting clients when it has ended, though its client was told nothing', () => {
    const telling = new Telling();
    for (const order of [1, 2]) {
      telling
        .tell('order-placed', { by: client, order })
        .tell('state-changed', { by: client, order }, { machine: machines.client, from: 0, to: 3 });
    }
    const pending = { machine: machines.client, state: 'pending' };
    expect(viewOf(telling).clients()).toEqual([{ ...pending, count: 2 }]);
    telling.tell('order-ended', { by: orders, order: 1 }, { outcome: 0 });
    expect(viewOf(telling).clients()).toEqual([{ ...pending, count: 1 }]);
  });

  test('is stuck when the run is over before it has ended', () => {
    const telling = new Telling()
      .tell('order-placed', { by: client, order: 1 })
      .tell('order-accepted', { by: orders, order: 1 })
      .tell('run-drained', { by: broker });
    expect(viewOf(telling).order(1)?.status).toBe('stuck');
  });
});

describe('the cursor', () => {
  test.each([
    ['one node', smallCast],
    ['three nodes', clusterCast],
  ])('reads the same at a row, whichever way it came there, with %s', (_, makeCast) => {
    const cast = makeCast();
    const jumps = fc.array(fc.nat(400), { maxLength: 10 });
    fc.assert(
      fc.property(anyTrace(120, cast), jumps, (trace, rows) => {
        const wanderer = new WorldView(trace, cast, { keyframeEvery: 5 });
        for (const jump of rows) {
          const row = (jump % (trace.length + 1)) - 1;
          wanderer.advanceTo(row);
          const straight = new WorldView(trace, cast);
          for (let each = 0; each <= row; each++) straight.advanceTo(each);
          expect(everything(wanderer)).toEqual(everything(straight));
        }
      }),
      { numRuns: 50 },
    );
  });

  test('reads on when the trace has grown', () => {
    const telling = paidOrder();
    const view = viewOf(telling);
    paidOrder(telling, 2, 100);
    view.advanceTo(telling.trace.length - 1);
    expect(view.figures().outcomes.completed).toBe(2);
  });

  test('stands before the first row at -1', () => {
    const view = viewOf(paidOrder());
    view.advanceTo(-1);
    expect(view.row).toBe(-1);
    expect(view.figures().messages).toBe(0);
  });
});
