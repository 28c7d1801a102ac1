/** The broker's side of transactions: who may write under a transactional.id, and how what was written ends. It has no clock: it is told the time and says when it wants to be woken. Source: TransactionCoordinator, TransactionStateManager. */
import { later, present, type Micros, type Scribe } from '../../kernel/index.ts';
import type { TransactionEnd } from '../log/producer-state.ts';
import {
  isEnding,
  judgeEnd,
  judgeProducer,
  lastEpoch,
  type TransactionEndReason,
  type TransactionEntry,
  type TransactionError,
  type TransactionState,
} from './transaction-entry.ts';

/** What the coordinator wants of the world around it. */
export interface TransactionPort<O> {
  /** A number that no producer has had. */
  newProducerId(): number;
  /** A transaction has begun. */
  began(id: number, entry: TransactionEntry<O>): void;
  /** Writes a marker to the leader of a partition, and calls `onMarkerWritten` once it is there. */
  writeMarker(id: number, partition: number, end: TransactionEnd): void;
  /** The end is decided, whatever befalls the coordinator now. The offsets count if it is a commit. */
  decided(id: number, isCommit: boolean, offsets: readonly O[], reason: TransactionEndReason): void;
  /** All markers are written. */
  ended(id: number): void;
  /** Calls `onTimer` at this instant. */
  wake(id: number, at: Micros): void;
}

/** What InitProducerId is answered. */
export type InitAnswer =
  | { readonly kind: 'initialised'; readonly producer: number; readonly epoch: number }
  | { readonly kind: 'refused'; readonly error: TransactionError };

/** Who asks: a transactional.id, with the producer id and the epoch that it was given. */
export interface Asker {
  readonly id: number;
  readonly producer: number;
  readonly epoch: number;
}

/** The coordinator of some transactional.ids. */
export class TransactionCoordinator<O> {
  readonly #port: TransactionPort<O>;
  readonly #entries = new Map<number, TransactionEntry<O>>();

  constructor(port: TransactionPort<O>) {
    this.#port = port;
  }

  /** Where the transactions of a transactional.id stand, `undefined` for one that nobody has used. */
  stateOf(id: number): TransactionState | undefined {
    return this.#entries.get(id)?.state;
  }

  /** InitProducerId: gives a producer its id and epoch. Whoever had the older epoch is fenced; what it left open is aborted first. Source: #handleInitProducerId. */
  initialise({ id, producer, epoch }: Asker, timeout: Micros): InitAnswer {
    const entry = this.#entries.get(id);
    if (entry === undefined) {
      const fresh = this.#put(id, emptyEntry(this.#port.newProducerId(), 0, timeout));
      return { kind: 'initialised', producer: fresh.producer, epoch: fresh.epoch };
    }
    if (producer >= 0 && (producer !== entry.producer || epoch !== entry.epoch))
      return { kind: 'refused', error: 'PRODUCER_FENCED' };
    if (isEnding(entry)) return { kind: 'refused', error: 'CONCURRENT_TRANSACTIONS' };
    if (entry.state === 'Ongoing') {
      this.#end(id, { ...entry, epoch: entry.epoch + 1 }, false, 'fenced');
      return { kind: 'refused', error: 'CONCURRENT_TRANSACTIONS' };
    }
    const next =
      entry.epoch >= lastEpoch
        ? emptyEntry<O>(this.#port.newProducerId(), 0, timeout)
        : emptyEntry<O>(entry.producer, entry.epoch + 1, timeout);
    this.#put(id, next);
    return { kind: 'initialised', producer: next.producer, epoch: next.epoch };
  }

  /** AddPartitionsToTxn: from the first one on the transaction is open, and its timeout counts. Source: #handleAddPartitionsToTransaction. */
  addPartitions(
    now: Micros,
    asker: Asker,
    partitions: readonly number[],
  ): TransactionError | undefined {
    const entry = this.#open(now, asker);
    if (typeof entry === 'string') return entry;
    this.#put(asker.id, {
      ...entry,
      partitions: new Set([...entry.partitions, ...partitions]),
    });
    return undefined;
  }

  /** AddOffsetsToTxn and TxnOffsetCommit: the offsets become the group's with the commit. Source: #handleAddPartitionsToTransaction, GroupCoordinator#txnCommitOffsets. */
  addOffsets(now: Micros, asker: Asker, offsets: readonly O[]): TransactionError | undefined {
    const entry = this.#open(now, asker);
    if (typeof entry === 'string') return entry;
    this.#put(asker.id, { ...entry, offsets: [...entry.offsets, ...offsets] });
    return undefined;
  }

  /** EndTxn: the answer comes as soon as the end is decided; the markers follow. Source: #handleEndTransaction. */
  end(asker: Asker, isCommit: boolean): TransactionError | undefined {
    const entry = this.#entries.get(asker.id);
    const error = judgeProducer(entry, asker.producer, asker.epoch);
    if (error !== undefined || entry === undefined) return error;
    const verdict = judgeEnd(entry.state, isCommit);
    if (verdict === 'ended-before') return undefined;
    if (verdict !== 'end') return verdict;
    this.#end(asker.id, entry, isCommit, isCommit ? 'committed' : 'aborted');
    return undefined;
  }

  /** A marker stands in its partition. */
  onMarkerWritten(id: number, partition: number): void {
    const entry = this.#entries.get(id);
    if (entry === undefined || !isEnding(entry)) return;
    const partitions = new Set(entry.partitions);
    partitions.delete(partition);
    this.#put(id, { ...entry, partitions });
    if (partitions.size === 0) this.#complete(id);
  }

  /** transaction.timeout.ms may have passed: what is open is aborted, and its epoch ends with it. Source: #abortTimedOutTransactions, #prepareFenceProducerEpoch. */
  onTimer(now: Micros, id: number): void {
    const entry = this.#entries.get(id);
    if (entry?.state !== 'Ongoing') return;
    const due = later(entry.startedAt, entry.timeout);
    if (due <= now) this.#end(id, { ...entry, epoch: entry.epoch + 1 }, false, 'timed-out');
  }

  transcribe(scribe: Scribe): void {
    scribe.map(this.#entries);
  }

  /** The entry of whoever asks, with its transaction open. */
  #open(now: Micros, { id, producer, epoch }: Asker): TransactionEntry<O> | TransactionError {
    const entry = this.#entries.get(id);
    const error = judgeProducer(entry, producer, epoch);
    if (error !== undefined) return error;
    const known = present(entry, 'a transactional.id');
    if (isEnding(known)) return 'CONCURRENT_TRANSACTIONS';
    if (known.state === 'Ongoing') return known;
    const opened = this.#put(id, {
      ...emptyEntry<O>(known.producer, known.epoch, known.timeout),
      state: 'Ongoing',
      startedAt: now,
    });
    this.#port.began(id, opened);
    this.#port.wake(id, later(now, known.timeout));
    return opened;
  }

  #end(
    id: number,
    entry: TransactionEntry<O>,
    isCommit: boolean,
    reason: TransactionEndReason,
  ): void {
    const { producer, epoch, partitions, offsets } = entry;
    const state = isCommit ? 'PrepareCommit' : 'PrepareAbort';
    this.#put(id, { ...entry, state, reason });
    this.#port.decided(id, isCommit, isCommit ? offsets : [], reason);
    for (const partition of partitions)
      this.#port.writeMarker(id, partition, { producer, epoch, isCommit });
    if (partitions.size === 0) this.#complete(id);
  }

  #complete(id: number): void {
    const entry = present(this.#entries.get(id), 'a transactional.id');
    const isCommit = entry.state === 'PrepareCommit';
    this.#put(id, {
      ...emptyEntry<O>(entry.producer, entry.epoch, entry.timeout),
      state: isCommit ? 'CompleteCommit' : 'CompleteAbort',
    });
    this.#port.ended(id);
  }

  #put(id: number, entry: TransactionEntry<O>): TransactionEntry<O> {
    this.#entries.set(id, entry);
    return entry;
  }
}

function emptyEntry<O>(producer: number, epoch: number, timeout: Micros): TransactionEntry<O> {
  return {
    ...{ producer, epoch, timeout, state: 'Empty', startedAt: 0 as Micros },
    ...{ partitions: new Set<number>(), offsets: [], reason: 'committed' },
  };
}
