/**
 * What a partition knows of one producer: its epoch, its last batches, its open transaction. Entries
 * are values. Source: ProducerStateEntry, ProducerAppendInfo, BatchMetadata.
 */
import { present } from '../../kernel/index.ts';

/** NUM_BATCHES_TO_RETAIN: why an idempotent producer may have no more than five requests in flight. */
const batchesKept = 5;
const largestSequence = 0x7fff_ffff;

/** A batch as its producer numbered it. */
export interface ProducerBatch {
  readonly producer: number;
  readonly epoch: number;
  readonly firstSequence: number;
  readonly count: number;
  readonly isTransactional: boolean;
}

interface RememberedBatch {
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly baseOffset: number;
}

/** One producer's entry. */
export interface ProducerEntry {
  readonly epoch: number;
  /** Oldest first, all of this epoch. */
  readonly batches: readonly RememberedBatch[];
  /** The first offset of its open transaction. */
  readonly transactionStart: number | undefined;
}

/** Why a batch or a marker is refused. */
export type ProducerError =
  'INVALID_PRODUCER_EPOCH' | 'OUT_OF_ORDER_SEQUENCE_NUMBER' | 'INVALID_TXN_STATE';

/** What the broker says to a batch before it is appended. A duplicate succeeds, at its old offset. */
export type Judgement =
  | { readonly kind: 'append' }
  | { readonly kind: 'duplicate'; readonly baseOffset: number }
  | { readonly kind: 'refused'; readonly error: ProducerError };

const append: Judgement = { kind: 'append' };

/** The sequence `count` records after another: after 2^31 − 1 comes 0. Source: DefaultRecordBatch#incrementSequence. */
export function sequenceAfter(sequence: number, count: number): number {
  const next = sequence + count;
  return next > largestSequence ? next - largestSequence - 1 : next;
}

/**
 * Judges a batch. A producer that is not known may begin anywhere: what it sent before may have been
 * deleted. Source: UnifiedLog#analyzeAndValidateProducerState, ProducerAppendInfo#appendDataBatch.
 */
export function judgeBatch(entry: ProducerEntry | undefined, batch: ProducerBatch): Judgement {
  if (entry === undefined) return append;
  const { epoch, firstSequence } = batch;
  if (epoch === entry.epoch) {
    const lastSequence = lastSequenceOf(batch);
    for (const each of entry.batches)
      if (each.firstSequence === firstSequence && each.lastSequence === lastSequence)
        return { kind: 'duplicate', baseOffset: each.baseOffset };
  }
  if (epoch < entry.epoch) return refused('INVALID_PRODUCER_EPOCH');
  if (firstSequence !== nextSequence(entry, epoch)) return refused('OUT_OF_ORDER_SEQUENCE_NUMBER');
  const isInside = entry.transactionStart !== undefined && !batch.isTransactional;
  return isInside ? refused('INVALID_TXN_STATE') : append;
}

/** The entry after a batch was appended. */
export function entryAfterBatch(
  entry: ProducerEntry | undefined,
  batch: ProducerBatch,
  baseOffset: number,
): ProducerEntry {
  const { epoch, firstSequence, isTransactional } = batch;
  const known = entry?.epoch === epoch ? entry.batches : [];
  const kept = known.length < batchesKept ? known : known.slice(1);
  const added = { firstSequence, lastSequence: lastSequenceOf(batch), baseOffset };
  return {
    epoch,
    batches: [...kept, added],
    transactionStart: entry?.transactionStart ?? (isTransactional ? baseOffset : undefined),
  };
}

/** The entry after the marker that ends its transaction. A marker may carry a new epoch: that fences the old one. */
export function entryAfterMarker(entry: ProducerEntry | undefined, epoch: number): ProducerEntry {
  const batches = entry?.epoch === epoch ? entry.batches : [];
  return { epoch, batches, transactionStart: undefined };
}

/** A new epoch begins at 0, and so does one of which only a marker was seen. */
function nextSequence(entry: ProducerEntry, epoch: number): number {
  if (epoch !== entry.epoch || entry.batches.length === 0) return 0;
  return sequenceAfter(present(entry.batches.at(-1), 'the last batch').lastSequence, 1);
}

function lastSequenceOf({ firstSequence, count }: ProducerBatch): number {
  return sequenceAfter(firstSequence, count - 1);
}

function refused(error: ProducerError): Judgement {
  return { kind: 'refused', error };
}
