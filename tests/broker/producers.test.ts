/** Idempotence and transactions on a partition, in stories of a few batches. */
import { describe, expect, test } from 'vitest';
import { ProducerState } from '../../src/broker/log/producer-state.ts';
import { ReplicaLog } from '../../src/broker/log/replica-log.ts';

const last = 2 ** 31 - 1;

interface Told {
  readonly epoch?: number;
  readonly count?: number;
  readonly isTransactional?: boolean;
}

/** A log whose high watermark follows its end, unless told otherwise. */
function logOf(follows = true) {
  const log = new ReplicaLog<string>();
  const advance = () => follows && log.raiseHighWatermark(log.end);
  return {
    log,
    send: (firstSequence: number, { epoch = 0, count = 1, isTransactional = false }: Told = {}) => {
      const batch = { producer: 1, epoch, firstSequence, count, isTransactional };
      const values = Array.from({ length: count }, (_, index) => `${firstSequence + index}`);
      const result = log.append(values, 0, batch);
      advance();
      return result.kind === 'refused' ? result.error : `${result.kind} at ${result.baseOffset}`;
    },
    end: (isCommit: boolean, epoch = 0) => {
      const result = log.endTransaction({ producer: 1, epoch, isCommit }, 0);
      advance();
      return result.kind === 'refused' ? result.error : result.kind;
    },
    committed: () => log.read(0, 'read_committed').map(({ value }) => value),
    uncommitted: () => log.read(0, 'read_uncommitted').map(({ value }) => value),
  };
}

describe('an idempotent producer', () => {
  test('is recognised by its last five batches, and by no more', () => {
    const { send } = logOf();
    for (const sequence of [0, 1, 2, 3, 4, 5]) send(sequence);
    expect(send(1)).toBe('duplicate at 1');
    expect(send(0)).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER');
  });

  test('counts on with 0 after 2^31 − 1, also inside a batch', () => {
    const { send } = logOf();
    expect(send(last - 1, { count: 4 })).toBe('appended at 0');
    expect(send(last - 1, { count: 4 })).toBe('duplicate at 0');
    expect(send(2)).toBe('appended at 4');
    const exact = logOf();
    exact.send(last);
    expect(exact.send(0)).toBe('appended at 1');
  });

  test('begins a new epoch at 0, and is fenced in the old one', () => {
    const { send } = logOf();
    send(7);
    expect(send(8, { epoch: 1 })).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER');
    expect(send(0, { epoch: 1 })).toBe('appended at 1');
    expect(send(7)).toBe('INVALID_PRODUCER_EPOCH');
  });
});

describe('a transaction', () => {
  const isTransactional = true;

  test('is seen by read_uncommitted at once, by read_committed when it has committed', () => {
    const { send, end, committed, uncommitted } = logOf();
    send(0, { isTransactional });
    expect([uncommitted(), committed()]).toEqual([['0'], []]);
    end(true);
    expect(committed()).toEqual(['0']);
  });

  test('leaves a gap in the offsets where its marker lies', () => {
    const { log, send, end } = logOf();
    send(0, { isTransactional });
    end(true);
    send(1);
    const offsets = log.read(0, 'read_committed').map(({ offset }) => offset);
    expect(offsets).toEqual([0, 2]);
  });

  test('goes on when its producer comes back with a newer epoch', () => {
    const { log, send, end } = logOf();
    send(0, { isTransactional });
    send(0, { isTransactional, epoch: 1 });
    expect(log.lastStableOffset).toBe(0);
    end(false, 1);
    expect(log.aborted).toEqual([
      { producer: 1, firstOffset: 0, lastOffset: 2, lastStableOffset: 3 },
    ]);
  });

  test('is undecided until its marker is below the high watermark', () => {
    const { log, send, end } = logOf(false);
    send(0, { isTransactional });
    end(true);
    log.raiseHighWatermark(1);
    expect(log.lastStableOffset).toBe(0);
    log.raiseHighWatermark(2);
    expect(log.lastStableOffset).toBe(2);
  });

  test('hides only its own producer and its own range when it is aborted', () => {
    const { log, send, end, committed } = logOf();
    send(0);
    send(1, { isTransactional });
    log.append(['of someone else'], 0);
    end(false);
    send(2);
    expect(committed()).toEqual(['0', 'of someone else', '2']);
  });

  test('refuses a record outside of it from its producer', () => {
    const { send } = logOf();
    send(0, { isTransactional });
    expect(send(1)).toBe('INVALID_TXN_STATE');
  });

  test('is not ended by a coordinator of an older epoch', () => {
    const { send, end } = logOf();
    send(0, { isTransactional, epoch: 2 });
    expect(end(true, 1)).toBe('INVALID_PRODUCER_EPOCH');
  });
});

test('the state of the producers is put back by a checkpoint, which nothing changes later', () => {
  const state = new ProducerState();
  const batch = (firstSequence: number) => {
    return { producer: 1, epoch: 0, firstSequence, count: 1, isTransactional: true };
  };
  state.remember(batch(0), 0);
  const checkpoint = state.checkpoint();
  state.remember(batch(1), 1);
  state.rememberEnd({ producer: 1, epoch: 0, isCommit: false }, 2);
  state.restore(checkpoint);
  expect(state.judge(batch(1))).toEqual({ kind: 'append' });
  expect(state.firstUnstableOffset).toBe(0);
  expect(state.aborted).toEqual([]);
});
