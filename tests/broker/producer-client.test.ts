/** What a producer does with its settings: when batches leave, what is repeated, and what is given up. */
import { describe, expect, test } from 'vitest';
import { idempotence } from '../../src/broker/clients/producer/idempotence.ts';
import { millis } from '../../src/kernel/time.ts';
import { ProducerStage, type Fate } from './producer-stage.ts';

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('a batch', () => {
  test('leaves after linger.ms when it is not full', () => {
    const stage = new ProducerStage({ batchBytes: 1000 });
    upTo(3).forEach((record) => stage.send(record));
    stage.pass(4);
    expect(stage.departures).toEqual([]);
    stage.pass(1);
    expect(stage.departures.map(({ records }) => records)).toEqual([[0, 1, 2]]);
  });

  test('leaves at once when it is full', () => {
    const stage = new ProducerStage({ batchBytes: 200 });
    upTo(3).forEach((record) => stage.send(record));
    expect(stage.departures.map(({ records }) => records)).toEqual([[0, 1]]);
  });

  test('goes along with what leaves to the same node', () => {
    const stage = new ProducerStage({ batchBytes: 200 });
    stage.send(0, 1);
    stage.send(1, 0);
    stage.send(2, 0);
    expect(stage.departures.map(({ records }) => records)).toEqual([[0], [1, 2]]);
  });

  test('leaves at once when it is flushed', () => {
    const stage = new ProducerStage({ batchBytes: 1000 });
    stage.send(0);
    stage.client.flush(stage.now);
    expect(stage.departures).toHaveLength(1);
    stage.pass(10);
    expect(stage.client.isIdle).toBe(true);
  });

  test('waits while five requests are on their way to the node', () => {
    const stage = new ProducerStage({ linger: millis(0), isIdempotent: false });
    upTo(7).forEach((record) => stage.send(record, record % 2));
    expect(stage.departures).toHaveLength(5);
    stage.pass(4);
    expect(stage.departures).toHaveLength(7);
  });

  test('waits until its partition has a leader', () => {
    const stage = new ProducerStage();
    stage.leader = -1;
    stage.send(0);
    stage.pass(1000);
    stage.leader = 2;
    stage.pass(200);
    expect(stage.departures.map(({ node }) => node)).toEqual([2]);
    expect(stage.endOf(0)).toBe('acked');
  });
});

describe('the batches that wait', () => {
  test('are counted by partition, without those on their way, once all partitions have been sent to', () => {
    const stage = new ProducerStage({ batchBytes: 100, isIdempotent: false, maxInFlight: 1 });
    stage.send(0, 0);
    expect(stage.client.queueSizes([0, 1])).toBeUndefined();
    stage.send(1, 1);
    for (const record of [2, 3, 4]) stage.send(record, 1);
    const sizes = stage.client.queueSizes([0, 1]) ?? [];
    expect(stage.departures).toHaveLength(1);
    expect(sizes[0]).toBe(0);
    expect(sizes[1]).toBe(4);
  });
});

describe('a request that failed', () => {
  test('is repeated after pauses that double up to retry.backoff.max.ms', () => {
    const stage = new ProducerStage(
      {},
      Array.from({ length: 6 }, () => 'refused'),
    );
    const times: number[] = [];
    stage.send(0);
    for (let ms = 0; ms < 4000; ms++) {
      while (times.length < stage.departures.length) times.push(ms);
      stage.pass(1);
    }
    const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0) - 4);
    expect(pauses).toEqual([100, 200, 400, 800, 1000, 1000]);
    expect(stage.endOf(0)).toBe('acked');
  });

  test('is given up when the retries are used up, and surely not stored after a refusal', () => {
    const stage = new ProducerStage({ retries: 1, isIdempotent: false }, ['refused', 'refused']);
    stage.send(0);
    stage.pass(1000);
    expect(stage.endOf(0)).toBe('NOT_ENOUGH_REPLICAS, surely not stored');
  });

  test('may be stored all the same when an earlier answer was lost', () => {
    const stage = new ProducerStage({ retries: 1, isIdempotent: false }, [
      'answer-lost',
      'refused',
    ]);
    stage.send(0);
    stage.pass(60_000);
    expect(stage.endOf(0)).toBe('NOT_ENOUGH_REPLICAS, outcome unknown');
    expect(stage.stored()).toEqual([0]);
  });

  test('is not repeated after delivery.timeout.ms', () => {
    const fates = Array.from({ length: 200 }, () => 'refused' as const);
    const stage = new ProducerStage({ deliveryTimeout: millis(2000) }, fates);
    stage.send(0);
    stage.pass(1999);
    expect(stage.endOf(0)).toBeUndefined();
    stage.pass(1);
    expect(stage.endOf(0)).toBe('DELIVERY_TIMED_OUT, surely not stored');
  });

  test('is given up on its way when delivery.timeout.ms has passed, and nobody knows', () => {
    const stage = new ProducerStage({ deliveryTimeout: millis(2000) }, ['answer-lost']);
    stage.send(0);
    stage.pass(2000);
    expect(stage.endOf(0)).toBe('DELIVERY_TIMED_OUT, outcome unknown');
    expect(stage.stored()).toEqual([0]);
  });

  test('stores the record twice without idempotence, and once with it', () => {
    for (const isIdempotent of [false, true]) {
      const stage = new ProducerStage({ isIdempotent }, ['answer-lost']);
      stage.send(0);
      stage.pass(60_000);
      expect(stage.stored()).toEqual(isIdempotent ? [0] : [0, 0]);
      expect(stage.endOf(0)).toBe('acked');
    }
  });

  test('is overtaken without idempotence, but not with it, nor with one request in flight', () => {
    const overtaken = (isIdempotent: boolean, maxInFlight: number) => {
      const stage = new ProducerStage({ isIdempotent, maxInFlight }, ['refused']);
      upTo(3).forEach((record) => stage.send(record));
      stage.pass(1000);
      return stage.stored();
    };
    expect(overtaken(false, 5)).toEqual([1, 2, 0]);
    expect(overtaken(true, 5)).toEqual([0, 1, 2]);
    expect(overtaken(false, 1)).toEqual([0, 1, 2]);
  });

  test('is unknown to a producer that waits for nobody', () => {
    const stage = new ProducerStage({ acks: '0', isIdempotent: false }, ['request-lost']);
    stage.send(0);
    stage.pass(0);
    expect(stage.endOf(0)).toBe('acked');
    stage.pass(60_000);
    expect(stage.stored()).toEqual([]);
  });
});

describe('an idempotent producer', () => {
  test('begins a new epoch after it gave up a batch whose numbers are missing', () => {
    const refusals = Array.from({ length: 40 }, (): Fate => 'refused');
    const stage = new ProducerStage({ deliveryTimeout: millis(35_000) }, [
      'request-lost',
      ...refusals,
    ]);
    stage.send(0);
    stage.pass(36_000);
    expect(stage.endOf(0)).toContain('DELIVERY_TIMED_OUT');
    stage.fates = [];
    stage.send(1);
    stage.pass(100);
    expect(stage.departures.at(-1)).toMatchObject({ epoch: 1, sequence: 0, records: [1] });
    expect(stage.stored()).toEqual([1]);
  });

  test('sends a second batch once the first is stored, for a stranger may begin with any number', () => {
    const stage = new ProducerStage({}, ['refused'], false);
    stage.send(0);
    stage.send(1);
    stage.pass(1000);
    expect(stage.stored()).toEqual([0, 1]);
  });

  test('keeps its epoch when a later batch shows that the one given up was stored', () => {
    const stage = new ProducerStage({ deliveryTimeout: millis(20_000) }, [
      'arrives',
      'answer-lost',
    ]);
    stage.send(9);
    stage.pass(100);
    stage.send(0);
    stage.send(1);
    stage.pass(20_000);
    expect(stage.endOf(0)).toBe('DELIVERY_TIMED_OUT, outcome unknown');
    expect(stage.endOf(1)).toBe('acked');
    stage.send(2);
    stage.pass(100);
    expect(stage.departures.at(-1)).toMatchObject({ epoch: 0, sequence: 3 });
    expect(stage.stored()).toEqual([9, 0, 1, 2]);
  });

  test('numbers anew what the broker calls out of order though nothing is missing before it', () => {
    const stage = new ProducerStage();
    stage.send(0);
    stage.send(1);
    stage.pass(100);
    stage.log(0).truncateTo(1);
    stage.send(2);
    stage.send(3);
    stage.pass(1000);
    expect(stage.stored()).toEqual([0, 2, 3]);
    expect(stage.departures.at(-1)).toMatchObject({ epoch: 1 });
  });
});

describe('buffer.memory', () => {
  test('lets send() wait in order, and hurries what is there', () => {
    const stage = new ProducerStage({
      isIdempotent: false,
      bufferBytes: 200,
      batchBytes: 100,
      linger: millis(1000),
    });
    upTo(4).forEach((record) => stage.send(record, 0, 60));
    expect(stage.fullness).toEqual(['full']);
    expect(stage.departures).toHaveLength(2);
    stage.pass(4);
    expect(stage.fullness).toEqual(['full', 'freed']);
    stage.pass(2000);
    expect(stage.stored()).toEqual(upTo(4));
  });

  test('fails a send() that has waited for max.block.ms', () => {
    const settings = { bufferBytes: 100, maxBlock: millis(500) };
    const stage = new ProducerStage(settings, ['request-lost']);
    stage.send(0);
    stage.send(1);
    stage.pass(500);
    expect(stage.endOf(1)).toBe('BUFFER_EXHAUSTED, surely not stored');
    expect(stage.fullness).toEqual(['full', 'freed']);
  });

  test('is taken by the batch, however little it holds', () => {
    const stage = new ProducerStage({ batchBytes: 1000 });
    stage.send(0, 0, 10);
    stage.send(1, 1, 10);
    expect(stage.client.pool.used).toBe(2000);
  });
});

describe('enable.idempotence', () => {
  const settings = { acks: 'all', retries: 3, maxInFlight: 5 } as const;

  test('is on by default, and silently off where it cannot work', () => {
    expect(idempotence(settings)).toEqual({ isOn: true, conflicts: [] });
    expect(idempotence({ ...settings, acks: '1' })).toEqual({ isOn: false, conflicts: [] });
    expect(idempotence({ ...settings, retries: 0 })).toEqual({ isOn: false, conflicts: [] });
    expect(idempotence({ ...settings, maxInFlight: 6 })).toEqual({ isOn: false, conflicts: [] });
  });

  test('is an error where it cannot work and someone asked for it', () => {
    const asked = { acks: '0', retries: 0, maxInFlight: 9, stated: true } as const;
    expect(idempotence(asked)).toEqual({
      isOn: false,
      conflicts: ['acks', 'retries', 'max.in.flight.requests.per.connection'],
    });
    expect(idempotence({ ...settings, stated: false, isTransactional: true }).conflicts).toEqual([
      'enable.idempotence',
    ]);
  });
});
