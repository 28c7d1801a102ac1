/** Transactions, between a producer and the coordinator that knows how they end. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  TransactionManager,
  type TransactionAnswer,
  type TransactionRequest,
} from '../../src/broker/clients/producer/transaction-manager.ts';
import { ReplicaLog } from '../../src/broker/log/replica-log.ts';
import { TransactionCoordinator } from '../../src/broker/transactions/transaction-coordinator.ts';
import { millis, type Micros } from '../../src/kernel/time.ts';

const timeout = millis(60_000);

/** A coordinator with two partitions; markers are written when the test says so. */
class Stage {
  now = 0 as Micros;
  readonly logs = [new ReplicaLog<string>(), new ReplicaLog<string>()];
  readonly told: string[] = [];
  readonly markers: (() => void)[] = [];
  #producers = 0;
  readonly coordinator = new TransactionCoordinator<string>({
    newProducerId: () => this.#producers++,
    began: () => this.told.push('began'),
    writeMarker: (id, partition, end) =>
      this.markers.push(() => {
        const log = this.logs[partition];
        log?.endTransaction(end, 0);
        log?.raiseHighWatermark(log.end);
        this.coordinator.onMarkerWritten(id, partition);
      }),
    decided: (_, isCommit, offsets, reason) =>
      this.told.push(`${isCommit ? 'commit' : 'abort'}, ${reason} ${offsets.join(',')}`.trim()),
    ended: () => this.told.push('ended'),
    wake: (id, at) => this.wakes.push({ id, at }),
  });
  readonly wakes: { readonly id: number; readonly at: number }[] = [];

  /** Writes what markers there are. */
  mark(): void {
    for (const write of this.markers.splice(0)) write();
  }

  answer(id: number, manager: TransactionManager<string>, isFlushed = true): string {
    const request = manager.next(isFlushed);
    if (request === undefined) return 'nothing to ask';
    return manager.onAnswer(this.carry(id, manager, request));
  }

  carry(
    id: number,
    { producer, epoch }: TransactionManager<string>,
    request: TransactionRequest<string>,
  ): TransactionAnswer {
    const { coordinator, now } = this;
    if (request.kind === 'init')
      return coordinator.initialise(
        { id, producer: request.producer, epoch: request.epoch },
        timeout,
      );
    const asker = { id, producer, epoch };
    const error =
      request.kind === 'add-partitions'
        ? coordinator.addPartitions(now, asker, request.partitions)
        : request.kind === 'add-offsets'
          ? coordinator.addOffsets(now, asker, request.offsets)
          : coordinator.end(asker, request.isCommit);
    return error === undefined ? { kind: 'done' } : { kind: 'refused', error };
  }

  /** Appends a record of a producer's transaction. */
  append(manager: TransactionManager<string>, partition: number, value: string, sequence = 0) {
    const { producer, epoch } = manager;
    const numbers = { producer, epoch, firstSequence: sequence, count: 1, isTransactional: true };
    const log = this.logs[partition];
    const result = log?.append([value], 0, numbers);
    log?.raiseHighWatermark(log.end);
    return result?.kind;
  }

  committed(partition: number): string[] {
    return this.logs[partition]?.read(0, 'read_committed').map(({ value }) => value) ?? [];
  }
}

/** A producer that has its id. */
function ready(stage: Stage, id = 7): TransactionManager<string> {
  const manager = new TransactionManager<string>();
  manager.initialise();
  expect(stage.answer(id, manager)).toBe('ready');
  return manager;
}

/** One that has added both partitions. */
function open(stage: Stage, id = 7): TransactionManager<string> {
  const manager = ready(stage, id);
  manager.begin();
  manager.addPartition(0);
  manager.addPartition(1);
  expect(stage.answer(id, manager)).toBe('goes-on');
  return manager;
}

describe('a transaction', () => {
  test('lets no batch leave to a partition before the coordinator knows of it', () => {
    const stage = new Stage();
    const manager = ready(stage);
    manager.begin();
    manager.addPartition(0);
    expect(manager.maySend(0)).toBe(false);
    stage.answer(7, manager);
    expect([manager.maySend(0), manager.maySend(1)]).toEqual([true, false]);
    expect(stage.told).toEqual(['began']);
  });

  test('that is committed becomes visible with all its records and its offsets', () => {
    const stage = new Stage();
    const manager = open(stage);
    stage.append(manager, 0, 'a');
    stage.append(manager, 1, 'b');
    manager.addOffsets(['orders-0 at 5']);
    expect(stage.answer(7, manager)).toBe('goes-on');
    manager.commit();
    expect(stage.committed(0)).toEqual([]);
    expect(stage.answer(7, manager)).toBe('ended');
    expect(stage.coordinator.stateOf(7)).toBe('PrepareCommit');
    stage.mark();
    expect([stage.committed(0), stage.committed(1)]).toEqual([['a'], ['b']]);
    expect(stage.told).toEqual(['began', 'commit, committed orders-0 at 5', 'ended']);
    expect(stage.coordinator.stateOf(7)).toBe('CompleteCommit');
  });

  test('that is aborted leaves its records in the log, and nobody who reads committed sees them', () => {
    const stage = new Stage();
    const manager = open(stage);
    stage.append(manager, 0, 'a');
    manager.addOffsets(['orders-0 at 5']);
    stage.answer(7, manager);
    manager.abort();
    expect(stage.answer(7, manager)).toBe('ended');
    stage.mark();
    expect(stage.committed(0)).toEqual([]);
    expect(stage.logs[0]?.read(0, 'read_uncommitted')).toHaveLength(1);
    expect(stage.told).toEqual(['began', 'abort, aborted', 'ended']);
  });

  test('is not followed by another before its markers are written', () => {
    const stage = new Stage();
    const manager = open(stage);
    manager.commit();
    stage.answer(7, manager);
    manager.begin();
    manager.addPartition(0);
    expect(stage.answer(7, manager)).toBe('retry');
    stage.mark();
    expect(stage.answer(7, manager)).toBe('goes-on');
  });

  test('ends only when nothing is on its way', () => {
    const stage = new Stage();
    const manager = open(stage);
    manager.commit();
    expect(stage.answer(7, manager, false)).toBe('nothing to ask');
    expect(stage.answer(7, manager, true)).toBe('ended');
  });

  test('of which the coordinator never heard ends without a word', () => {
    const stage = new Stage();
    const manager = ready(stage);
    manager.begin();
    manager.commit();
    expect(manager.isEmptyEnd).toBe(true);
    manager.endEmpty();
    expect(manager.state).toBe('READY');
    expect(stage.told).toEqual([]);
  });

  test('with a batch that was given up can only be aborted, and the next one has a new epoch', () => {
    const stage = new Stage();
    const manager = open(stage);
    manager.onBatchFailed('DELIVERY_TIMED_OUT');
    expect(manager.state).toBe('ABORTABLE_ERROR');
    expect(() => manager.commit()).toThrow('commitTransaction is not for ABORTABLE_ERROR');
    manager.abort();
    expect(stage.answer(7, manager)).toBe('ended');
    stage.mark();
    expect(stage.answer(7, manager)).toBe('ready');
    expect(manager.epoch).toBe(1);
  });

  test('whose consumer is no longer in the group can be aborted', () => {
    const stage = new Stage();
    const manager = open(stage);
    manager.addOffsets(['orders-0 at 5']);
    manager.next(true);
    const answer = manager.onAnswer({ kind: 'refused', error: 'ILLEGAL_GENERATION' });
    expect([answer, manager.state]).toEqual(['abortable', 'ABORTABLE_ERROR']);
  });
});

describe('a producer that is started again', () => {
  test('aborts what the one before left open, and fences it', () => {
    const stage = new Stage();
    const old = open(stage);
    stage.append(old, 0, 'a');
    const fresh = new TransactionManager<string>();
    fresh.initialise();
    expect(stage.answer(7, fresh)).toBe('retry');
    stage.mark();
    expect(stage.answer(7, fresh)).toBe('ready');
    expect([old.epoch, fresh.epoch]).toEqual([0, 2]);
    expect(fresh.producer).toBe(old.producer);
    expect(stage.told).toContain('abort, fenced');
    expect(stage.append(old, 0, 'zombie', 1)).toBe('refused');
    old.commit();
    expect(stage.answer(7, old)).toBe('fatal');
    expect(old.state).toBe('FATAL_ERROR');
  });
});

describe('transaction.timeout.ms', () => {
  test('aborts what is open, and fences the one who left it open', () => {
    const stage = new Stage();
    const slow = open(stage);
    stage.append(slow, 0, 'a');
    expect(stage.wakes).toEqual([{ id: 7, at: timeout }]);
    stage.now = timeout;
    stage.coordinator.onTimer(stage.now, 7);
    stage.mark();
    expect(stage.told).toContain('abort, timed-out');
    expect(stage.append(slow, 0, 'late', 1)).toBe('refused');
    slow.commit();
    expect(stage.answer(7, slow)).toBe('fatal');
  });

  test('does nothing to a later transaction', () => {
    const stage = new Stage();
    const manager = open(stage);
    manager.commit();
    stage.answer(7, manager);
    stage.mark();
    stage.now = millis(30_000);
    manager.begin();
    manager.addPartition(0);
    stage.answer(7, manager);
    stage.coordinator.onTimer(timeout, 7);
    expect(stage.coordinator.stateOf(7)).toBe('Ongoing');
  });
});

describe('whatever producers, coordinator and zombies do', () => {
  const act = fc.constantFrom('send', 'send', 'commit', 'abort', 'crash', 'time out', 'mark');

  test('read_committed sees all of a committed transaction, and none of another', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (story) => {
        const stage = new Stage();
        let manager = new TransactionManager<string>();
        let zombie: TransactionManager<string> | undefined;
        const staged: string[] = [];
        const expected: string[] = [];
        let sequence = 0;
        const restart = () => {
          zombie = manager;
          manager = new TransactionManager<string>();
          staged.length = 0;
          manager.initialise();
        };
        manager.initialise();
        for (const [index, each] of story.entries()) {
          if (manager.state === 'INITIALIZING') {
            stage.mark();
            if (stage.answer(7, manager) === 'ready') sequence = 0;
            continue;
          }
          if (each === 'mark') stage.mark();
          else if (each === 'crash') restart();
          else if (each === 'time out') {
            stage.now = (stage.now + timeout) as Micros;
            stage.coordinator.onTimer(stage.now, 7);
            if (zombie?.maySend(0) === true)
              expect(stage.append(zombie, 0, 'zombie', 99)).toBe('refused');
          } else if (each === 'send') {
            if (manager.state === 'ABORTABLE_ERROR') continue;
            if (manager.state === 'READY') manager.begin();
            manager.addPartition(0);
            const said = stage.answer(7, manager);
            if (said === 'fatal') restart();
            if (!manager.maySend(0)) continue;
            const kind = stage.append(manager, 0, `${index}`, sequence);
            if (kind === 'appended') {
              sequence += 1;
              staged.push(`${index}`);
            } else manager.onBatchFailed('INVALID_PRODUCER_EPOCH');
          } else if (manager.state === 'IN_TRANSACTION' || manager.state === 'ABORTABLE_ERROR') {
            const isCommit = each === 'commit' && manager.state === 'IN_TRANSACTION';
            if (isCommit) manager.commit();
            else manager.abort();
            for (;;) {
              if (manager.isEmptyEnd) {
                manager.endEmpty();
                break;
              }
              const said = stage.answer(7, manager);
              if (said === 'retry') stage.mark();
              if (said === 'fatal') restart();
              if (said === 'ended' && isCommit) expected.push(...staged);
              if (said !== 'retry' && said !== 'goes-on') break;
            }
            staged.length = 0;
          }
        }
        stage.mark();
        const seen = stage.committed(0);
        expect(seen).toEqual(expected.slice(0, seen.length));
        if (stage.coordinator.stateOf(7) !== 'Ongoing') expect(seen).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});
