/** Tells what a leader did with a batch: appended, recognised, or refused. */
import { code, produceErrors, type ProduceFailure } from '../../../trace/index.ts';
import type { ProducerBatch } from '../../../broker/index.ts';
import type { ProduceBatch } from '../events.ts';
import type { World } from '../world.ts';
import type { LogRecord } from './log-record.ts';

/** The batch as its producer numbered it, `undefined` without numbers. */
export function numbered(batch: ProduceBatch): ProducerBatch | undefined {
  if (batch.sequence < 0) return undefined;
  return {
    producer: batch.producer,
    epoch: batch.epoch,
    firstSequence: batch.sequence,
    count: batch.records.length,
    isTransactional: batch.transaction >= 0,
  };
}

/** The records of a batch, to be stored now. */
export function storable(world: World, batch: ProduceBatch): LogRecord[] {
  const timeMs = Math.floor(world.kernel.now / 1000);
  return batch.records.map(({ message }) => ({ message, row: -1, timeMs }));
}

/** Tells each record's append at the leader; returns the last row. */
export function tellAppended(
  world: World,
  node: number,
  batch: ProduceBatch,
  values: readonly LogRecord[],
  baseOffset: number,
): number {
  const { teller, messages } = world;
  let row = -1;
  const { partition, actor, transaction } = batch;
  for (const [index, { message, cause }] of batch.records.entries()) {
    const order = messages.order(message);
    const offset = baseOffset + index;
    row = teller.tell(
      code['record-appended'],
      node,
      order,
      message,
      partition,
      offset,
      actor,
      cause,
    );
    const value = values[index];
    if (value !== undefined) value.row = row;
    if (transaction >= 0)
      teller.tell(
        code['transaction-record'],
        node,
        order,
        message,
        partition,
        offset,
        transaction,
        row,
      );
  }
  return row;
}

/** Tells that the leader had the batch already; returns the last row. */
export function tellDeduplicated(
  world: World,
  node: number,
  batch: ProduceBatch,
  baseOffset: number,
): number {
  let row = -1;
  for (const [index, { message, cause }] of batch.records.entries())
    row = world.teller.tell(
      code['produce-deduplicated'],
      node,
      world.messages.order(message),
      message,
      batch.partition,
      baseOffset + index,
      batch.actor,
      cause,
    );
  return row;
}

/** Tells that the leader refused the batch, and why; returns the last row. */
export function tellRefused(
  world: World,
  node: number,
  batch: ProduceBatch,
  error: ProduceFailure,
): number {
  let row = -1;
  for (const { message, cause } of batch.records)
    row = world.teller.tell(
      code['produce-refused'],
      node,
      world.messages.order(message),
      message,
      batch.partition,
      produceErrors.indexOf(error),
      batch.actor,
      cause,
    );
  return row;
}
