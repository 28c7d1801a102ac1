/** Records of one producer for one partition that travel together. Source: ProducerBatch. */
import type { Micros, Scribe } from '../../../kernel/index.ts';
import { openRequest, type Request } from './connection.ts';

const start = 0 as Micros;

/** A batch, from its first record to its end. */
export interface Batch<R> {
  /** Unique within its producer. */
  readonly id: number;
  readonly partition: number;
  readonly records: R[];
  bytes: number;
  /** What it takes of buffer.memory. */
  readonly room: number;
  /** When its first record was put in: delivery.timeout.ms and linger.ms count from here. */
  readonly createdAt: Micros;
  /** Until when it pauses after a failure. */
  pausedUntil: Micros;
  /** Whether it may be stored although no answer says so. */
  isUncertain: boolean;
  /** The request in which it is on its way. */
  request: Request | undefined;
}

/** A batch as it leaves in a request: plain data for whoever carries it. */
export interface Departure<R> {
  readonly batch: number;
  readonly partition: number;
  /** The node that leads the partition. */
  readonly node: number;
  readonly epoch: number;
  /** Number of the first record, -1 without idempotence. */
  readonly sequence: number;
  readonly records: readonly R[];
  /** From 1. */
  readonly attempt: number;
}

/** Writes a batch into a checkpoint, or reads one. Its connection comes before it there, with all requests that are on their way. */
export function batchIn<R>(scribe: Scribe, now: Batch<R> | undefined): Batch<R> {
  const isOnItsWay = scribe.value(now?.request !== undefined);
  return {
    id: scribe.value(now?.id ?? 0),
    partition: scribe.value(now?.partition ?? 0),
    records: scribe.list(now?.records ?? []),
    bytes: scribe.value(now?.bytes ?? 0),
    room: scribe.value(now?.room ?? 0),
    createdAt: scribe.value(now?.createdAt ?? start),
    pausedUntil: scribe.value(now?.pausedUntil ?? start),
    isUncertain: scribe.value(now?.isUncertain ?? false),
    request: isOnItsWay ? scribe.known(now?.request, openRequest) : undefined,
  };
}
