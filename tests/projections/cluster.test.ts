/** Nodes, replicas, marks of the log, transactions, producers and readers, from traces told by hand. */
import { describe, expect, test } from 'vitest';
import { outline, WorldView } from '../../src/projections/index.ts';
import { actors, Telling } from '../support/telling.ts';
import { clusterCast, more } from './cluster-cast.ts';

const { node1, node2, node3, ledgerReader, thirdPayment } = more;
const { payment, secondPayment, broker } = actors;

function viewOf({ trace, cast }: Telling): WorldView {
  const view = new WorldView(trace, cast, { keyframeEvery: 4 });
  view.advanceTo(trace.length - 1);
  return view;
}

const told = () => new Telling(clusterCast());

/** Three records at the leader, two of them at node 2, none at node 3. */
function threeRecords(): Telling {
  const telling = told();
  for (let offset = 0; offset < 3; offset++)
    telling.tell('record-appended', { by: node1, order: 1, message: offset }, { offset });
  return telling
    .tell('records-replicated', { by: node2 }, { offset: 0, count: 2 })
    .tell('isr-changed', { by: node1 }, { nodes: 0b011 })
    .tell('high-watermark-raised', { by: node1 }, { offset: 2 });
}

describe('a replicated partition', () => {
  test('has a leader, followers that are behind, and those that are in sync', () => {
    const { leader, logEnd, highWatermark, replicas } = viewOf(threeRecords()).partition(0);
    expect({ leader, logEnd, highWatermark }).toEqual({ leader: 1, logEnd: 3, highWatermark: 2 });
    expect(
      replicas.map(({ actor, isLeader, isInSync, behind }) => [actor, isLeader, isInSync, behind]),
    ).toEqual([
      [node1, true, true, 0],
      [node2, false, true, 1],
      [node3, false, false, 3],
    ]);
  });

  test('is behind for a group by what lies below the high watermark, and no more', () => {
    expect(viewOf(threeRecords()).group(1).lag).toBe(2);
  });

  test('ends where its new leader ends: what only the old one had is gone', () => {
    const telling = threeRecords()
      .tell('process-crashed', { by: node1 }, { point: -1 })
      .tell('leader-elected', { by: node2 }, { epoch: 1, clean: 1 });
    const view = viewOf(telling);
    expect(view.partition(0)).toMatchObject({
      leader: node2,
      epoch: 1,
      logEnd: 2,
      highWatermark: 2,
    });
    expect(view.partition(0).tail.map(({ offset }) => offset)).toEqual([0, 1]);
    expect(view.nodes()[0]).toMatchObject({ condition: 'down', leads: [3, 4] });
    telling
      .tell('record-appended', { by: node2, order: 9, message: 7 }, { offset: 2 })
      .tell('process-restarted', { by: node1 })
      .tell('log-truncated', { by: node1 }, { start: 2, end: 3 });
    const after = viewOf(telling).partition(0);
    expect(after.tail.at(-1)).toMatchObject({ offset: 2, order: 9 });
    expect(after.replicas[0]).toMatchObject({ end: 2, behind: 1, isLeader: false });
  });

  test('loses what was committed when a node leads that was not in sync', () => {
    const view = viewOf(
      threeRecords().tell('leader-elected', { by: node3 }, { epoch: 1, clean: 0 }),
    );
    expect(view.partition(0)).toMatchObject({ logEnd: 0, highWatermark: 0 });
    expect(view.group(1).lag).toBe(0);
  });

  test('keeps what a deposed leader writes out of the log', () => {
    const telling = threeRecords()
      .tell('node-isolated', { by: node1 }, { span: 9000 })
      .tell('leader-elected', { by: node2 }, { epoch: 1, clean: 1 })
      .tell('record-appended', { by: node1, order: 8 }, { offset: 3 });
    const view = viewOf(telling);
    expect(view.partition(0)).toMatchObject({ logEnd: 2 });
    expect(view.partition(0).replicas[0]).toMatchObject({ end: 4, condition: 'isolated' });
    telling.tell('node-rejoined', { by: node1 });
    expect(viewOf(telling).nodes()[0]).toMatchObject({ condition: 'up', since: -1 });
  });

  test('is offline when nobody can lead it', () => {
    const view = viewOf(threeRecords().tell('partition-offline', { by: broker }, { epoch: 2 }));
    expect(view.partition(0)).toMatchObject({ leader: -1, logEnd: 3 });
  });

  test('does not exist before it is added', () => {
    const telling = told();
    expect(viewOf(telling).partition(2).live).toBe(false);
    expect(viewOf(telling).topic(0).partitions).toBe(2);
    expect(viewOf(telling).group(1).subscriptions).toHaveLength(2);
    telling.tell('partition-added', { by: broker }, { partition: 2, count: 3 });
    expect(viewOf(telling).partition(2).live).toBe(true);
    expect(viewOf(telling).group(1).subscriptions).toHaveLength(3);
  });
});

describe('a log that is cleaned and cut', () => {
  test('begins later, and what was deleted unread no longer counts as lag', () => {
    const telling = threeRecords().tell('log-start-moved', { by: node1 }, { offset: 1, reason: 0 });
    expect(viewOf(telling).partition(0)).toMatchObject({ logStart: 1, segments: [1] });
    expect(viewOf(telling).group(1).lag).toBe(1);
  });

  test('has segments, and gaps where the cleaner was', () => {
    const telling = threeRecords()
      .tell('segment-rolled', { by: node1 }, { base: 2 })
      .tell('record-cleaned', { by: node1 }, { offset: 0, reason: 0 });
    const { segments, cleaned, tail } = viewOf(telling).partition(0);
    expect({ segments, cleaned }).toEqual({ segments: [0, 2], cleaned: 1 });
    expect(tail.map(({ kind }) => kind)).toEqual(['cleaned', 'record', 'record']);
  });
});

describe('a transaction', () => {
  const begun = () =>
    told()
      .tell('transaction-begun', { by: payment }, { transaction: 4, producer: 1, epoch: 0 })
      .tell('record-appended', { by: 1, order: 1, message: 0 }, { partition: 4, offset: 0 })
      .tell('transaction-record', { by: 1 }, { partition: 4, offset: 0, transaction: 4 });

  test('holds the last stable offset back until it ends', () => {
    const telling = begun();
    expect(viewOf(telling).partition(4)).toMatchObject({ lastStable: 0, highWatermark: 1 });
    expect(viewOf(telling).partition(4).tail[0]?.transaction).toBe('open');
    expect(viewOf(telling).producer(payment).transaction).toBe(4);
    telling
      .tell('transaction-marker', { by: 1 }, { partition: 4, offset: 1, committed: 0 })
      .tell('transaction-ended', { by: payment }, { transaction: 4, committed: 0, reason: 1 });
    const { lastStable, logEnd, tail } = viewOf(telling).partition(4);
    expect({ lastStable, logEnd }).toEqual({ lastStable: 2, logEnd: 2 });
    expect(tail.map(({ kind, transaction }) => [kind, transaction])).toEqual([
      ['record', 'aborted'],
      ['marker', 'aborted'],
    ]);
    expect(viewOf(telling).producer(payment).transaction).toBe(-1);
  });
});

describe('a group', () => {
  const owns = (by: number, partition: number) => [{ by }, { partition, generation: 1 }] as const;
  const stable = () =>
    told()
      .tell('member-joined', { by: payment }, { group: 1, generation: 0, member: 0 })
      .tell('member-joined', { by: secondPayment }, { group: 1, generation: 0, member: 1 })
      .tell('rebalance-started', { by: broker }, { group: 1, generation: 1, reason: 0 })
      .tell('partition-assigned', ...owns(payment, 0));

  test('completes its rebalance while partitions are dealt, and is stable when all are', () => {
    const telling = stable();
    expect(viewOf(telling).group(1)).toMatchObject({ phase: 'CompletingRebalance', generation: 1 });
    telling
      .tell('partition-assigned', ...owns(secondPayment, 1))
      .tell('group-stable', { by: broker }, { group: 1, generation: 1, members: 2 });
    const { phase, memberList } = viewOf(telling).group(1);
    expect(phase).toBe('Stable');
    expect(memberList.map(({ actor, partitions }) => [actor, partitions])).toEqual([
      [payment, [0]],
      [secondPayment, [1]],
    ]);
  });

  test('has a dark lane from the moment at which nobody reads it', () => {
    const telling = stable()
      .at(7)
      .tell('partition-lost', ...owns(payment, 0));
    expect(viewOf(telling).group(1).subscriptions[0]).toMatchObject({ owner: -1, darkSince: 7000 });
    telling.tell('partition-assigned', ...owns(secondPayment, 0));
    expect(viewOf(telling).group(1).subscriptions[0]).toMatchObject({
      owner: secondPayment,
      darkSince: -1,
    });
  });

  test('lags member by member, and knows the share of its largest partition', () => {
    const telling = stable().tell('partition-assigned', ...owns(secondPayment, 1));
    telling.at(1);
    for (const [partition, ends, leader] of [
      [0, 1, node1],
      [1, 3, node2],
    ] as const) {
      for (let offset = 0; offset < ends; offset++)
        telling.tell('record-appended', { by: leader }, { partition, offset });
      telling.tell('high-watermark-raised', { by: node1 }, { partition, offset: ends });
    }
    const view = viewOf(telling);
    view.advanceTo(view.row, 5000);
    const { lag, lagMicros, skew, memberList } = view.group(1);
    expect({ lag, lagMicros, skew }).toEqual({ lag: 4, lagMicros: 4000, skew: 0.75 });
    expect(memberList.map((each) => each.lag)).toEqual([1, 3]);
    expect(view.topic(0)).toMatchObject({ records: 4, skew: 0.75 });
  });

  test('begins where auto.offset.reset lets it, and forgets that with its next commit', () => {
    const telling = threeRecords().tell(
      'position-reset',
      { by: payment },
      { offset: 2, skipped: 2 },
    );
    expect(viewOf(telling).group(1)).toMatchObject({ lag: 0 });
    telling.tell('offset-committed', { by: broker }, { offset: 1, group: 1 });
    expect(viewOf(telling).group(1).lag).toBe(1);
    telling.tell('offsets-expired', { by: broker }, { offset: 1, group: 1 });
    expect(viewOf(telling).group(1).lag).toBe(2);
  });
});

describe('a producer', () => {
  test('has batches, records in flight and retries', () => {
    const sent = { by: payment, message: 0 };
    const telling = told()
      .tell('producer-initialised', { by: payment }, { producer: 3, epoch: 2 })
      .tell('batch-sent', sent, { partition: 0, sequence: 4, records: 1 })
      .tell('produce-sent', sent, { partition: 0, attempt: 1 })
      .tell('produce-sent', sent, { partition: 0, attempt: 2 });
    const producing = viewOf(telling).producer(payment);
    expect(producing).toMatchObject({ id: 3, epoch: 2, inFlight: 1, retries: 1, batches: 1 });
    expect(producing.lastBatches).toEqual([
      { row: 1, time: 0, partition: 0, sequence: 4, records: 1 },
    ]);
    telling.tell('produce-failed', sent, { partition: 0, attempt: 2, error: 4 });
    expect(viewOf(telling).producer(payment)).toMatchObject({ inFlight: 0, error: 4 });
    telling.tell('produce-sent', sent, {}).tell('process-crashed', { by: payment });
    expect(viewOf(telling).producer(payment).inFlight).toBe(0);
  });

  test('is blocked while its buffer is full', () => {
    const telling = told().tell('buffer-full', { by: payment }, { bytes: 90, limit: 80 });
    expect(viewOf(telling).producer(payment).blockedBytes).toBe(90);
    telling.tell('buffer-freed', { by: payment }, {});
    expect(viewOf(telling).producer(payment).blockedBytes).toBe(-1);
  });
});

describe('a reader', () => {
  test('lags only once it is attached, and keeps the last record of each key', () => {
    const telling = threeRecords();
    expect(viewOf(telling).group(2)).toMatchObject({ attached: false, lag: 0 });
    telling.tell('group-attached', { by: ledgerReader }, { group: 2 });
    expect(viewOf(telling).group(2)).toMatchObject({ attached: true, lag: 2 });
    for (const [offset, key] of [
      [0, 5],
      [1, 5],
      [2, -1],
    ] as const)
      telling.tell('record-read', { by: ledgerReader }, { offset, key });
    const { handled, keys, entries } = viewOf(telling).reader(2);
    expect({ handled, keys }).toEqual({ handled: 3, keys: 1 });
    expect(entries).toEqual([{ key: 5, row: telling.last - 1 }]);
  });
});

describe('a process', () => {
  test('is dormant until it is started, and again when it is closed', () => {
    const telling = told();
    expect(viewOf(telling).process(thirdPayment).condition).toBe('dormant');
    telling.tell('process-started', { by: thirdPayment }, { instances: 3 });
    expect(viewOf(telling).process(thirdPayment).condition).toBe('up');
    telling.tell('process-stopped', { by: thirdPayment }, { instances: 2 });
    expect(viewOf(telling).process(thirdPayment).condition).toBe('dormant');
    expect(outline(viewOf(telling)).some(({ text }) => text.startsWith('Payment 3'))).toBe(false);
  });

  test('is paused until it goes on, and hung for as long as its handler hangs', () => {
    const telling = told().tell('process-paused', { by: payment }, { span: 50_000 });
    expect(viewOf(telling).process(payment)).toMatchObject({ condition: 'paused', since: 0 });
    telling.tell('process-resumed', { by: payment });
    expect(viewOf(telling).process(payment).condition).toBe('up');
    telling.tell('handler-blocked', { by: payment }, { span: 50_000 });
    const view = viewOf(telling);
    expect(view.process(payment).condition).toBe('hung');
    view.advanceTo(view.row, 50_000);
    expect(view.process(payment).condition).toBe('up');
  });
});

describe('a share group', () => {
  test('lags by the records that nobody is done with, in whatever order they are done', () => {
    const telling = told();
    for (let offset = 0; offset < 4; offset++)
      telling.tell('record-appended', { by: node1 }, { partition: 3, offset });
    telling.tell('high-watermark-raised', { by: node1 }, { partition: 3, offset: 4 });
    const done = (offset: number, acknowledgement: number) =>
      telling.tell(
        'record-acknowledged',
        { by: actors.orders },
        { partition: 3, offset, acknowledgement },
      );
    done(2, 0);
    expect(viewOf(telling).group(0).lag).toBe(3);
    done(0, 1);
    expect(viewOf(telling).group(0).lag).toBe(3);
    done(0, 2);
    telling.tell('record-archived', { by: actors.orders }, { partition: 3, offset: 1 });
    expect(viewOf(telling).group(0).lag).toBe(1);
  });
});
