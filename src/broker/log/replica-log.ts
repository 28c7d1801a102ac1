/**
 * The log of one replica of a partition, with all that decides who may append to it and who may read
 * how far: producers, transactions, leader epochs, high watermark. Source: UnifiedLog.
 */
import { assert, type Scribe } from '../../kernel/index.ts';
import { LeaderEpochs } from './leader-epochs.ts';
import { PartitionLog } from './partition-log.ts';
import type { ProducerBatch, ProducerError } from './producer-entry.ts';
import { ProducerState } from './producer-state.ts';
import type { ProducerStateCheckpoint, TransactionEnd } from './producer-state.ts';
import type { LogEntry } from './segment.ts';

/** What the records of one batch share. */
export interface StoredBatch {
  readonly baseOffset: number;
  readonly leaderEpoch: number;
  readonly producer: ProducerBatch | undefined;
  /** Set on a control marker, which no consumer sees. */
  readonly end: TransactionEnd | undefined;
}

/** A record as a replica stores it. */
export interface StoredRecord<V> {
  readonly batch: StoredBatch;
  /** `undefined` only in a control marker. */
  readonly value: V | undefined;
}

/** What a consumer sees of it. */
export interface VisibleRecord<V> {
  readonly offset: number;
  readonly value: V;
}

/** What came of an append. */
export type AppendResult =
  | { readonly kind: 'appended'; readonly baseOffset: number; readonly lastOffset: number }
  | { readonly kind: 'duplicate'; readonly baseOffset: number }
  | { readonly kind: 'refused'; readonly error: ProducerError };

/** isolation.level */
export type Isolation = 'read_uncommitted' | 'read_committed';

/** What is known where nobody has ever written. */
const nobody = new ProducerState().checkpoint();

/** The log of one replica. */
export class ReplicaLog<V> {
  /** The records themselves: the cleaner and retention work on them. */
  readonly records: PartitionLog<StoredRecord<V>>;
  readonly #producers = new ProducerState();
  readonly #snapshot: ProducerStateCheckpoint;
  readonly epochs = new LeaderEpochs();
  /** How far the cleaner has gone over it. Source: LogCleanerManager#allCleanerCheckpoints. */
  cleanedTo = 0;
  #highWatermark = 0;

  /**
   * @param snapshot what is known of producers whose records are no longer in the log
   * @param records an empty log, where traits or limits of segments matter
   */
  constructor(snapshot = nobody, records = new PartitionLog<StoredRecord<V>>()) {
    this.records = records;
    this.#snapshot = snapshot;
    if (snapshot !== nobody) this.#producers.restore(snapshot);
  }

  get start(): number {
    return this.records.start;
  }

  get end(): number {
    return this.records.end;
  }

  /** As far as this replica knows: a follower learns of it with its next fetch. */
  get highWatermark(): number {
    return this.#highWatermark;
  }

  /** How far read_committed reads: up to the first open transaction. Source: #fetchLastStableOffset. */
  get lastStableOffset(): number {
    const unstable = this.#producers.firstUnstableOffset ?? this.#highWatermark;
    return Math.min(unstable, this.#highWatermark);
  }

  get aborted(): ProducerState['aborted'] {
    return this.#producers.aborted;
  }

  /** Appends what a producer sent, unless it is refused or was appended before. */
  append(values: readonly V[], leaderEpoch: number, producer?: ProducerBatch): AppendResult {
    if (producer !== undefined) {
      assert(producer.count === values.length, 'a batch must hold as many records as it says');
      const judgement = this.#producers.judge(producer);
      if (judgement.kind !== 'append') return judgement;
    }
    const baseOffset = this.end;
    const batch: StoredBatch = { baseOffset, leaderEpoch, producer, end: undefined };
    for (const value of values) this.#store({ batch, value });
    return { kind: 'appended', baseOffset, lastOffset: this.end - 1 };
  }

  /** Appends the marker that ends a transaction: it takes one offset. */
  endTransaction(end: TransactionEnd, leaderEpoch: number): AppendResult {
    const error = this.#producers.judgeEnd(end);
    if (error !== undefined) return { kind: 'refused', error };
    const baseOffset = this.end;
    const batch: StoredBatch = { baseOffset, leaderEpoch, producer: undefined, end };
    this.#store({ batch, value: undefined });
    return { kind: 'appended', baseOffset, lastOffset: baseOffset };
  }

  /** Appends what the leader has, as it is: the leader has judged it. Source: #appendAsFollower. */
  replicate(entries: readonly LogEntry<StoredRecord<V>>[]): void {
    for (const { offset, record } of entries) {
      assert(offset >= this.end, `a follower at ${this.end} cannot append offset ${offset}`);
      this.records.skipTo(offset);
      this.#store(record);
    }
  }

  /** Begins anew where the leader's log begins: what came before is deleted there. Source: UnifiedLog#truncateFullyAndStartAt. */
  beginAt(offset: number): void {
    this.records.beginAt(offset);
    this.epochs.truncateTo(0);
    this.#producers.restore(this.#snapshot);
    this.cleanedTo = offset;
    this.setHighWatermark(offset);
  }

  /** Follows the log start of a leader, by whole segments. Source: UnifiedLog#maybeIncrementLogStartOffset. */
  deleteBefore(offset: number): void {
    if (this.start < offset) this.records.deleteBefore(offset);
  }

  /** Whether a record belongs to a transaction that was aborted. */
  isAborted({ offset, record: { batch } }: LogEntry<StoredRecord<V>>): boolean {
    const { producer } = batch;
    return (
      producer?.isTransactional === true && this.#producers.isAborted(producer.producer, offset)
    );
  }

  /** What a follower is sent. */
  readForFollower(from: number): LogEntry<StoredRecord<V>>[] {
    return this.records.read(from);
  }

  /** What a consumer sees: nothing at the high watermark or above, no marker, and by isolation. */
  read(from: number, isolation: Isolation, limit?: number): VisibleRecord<V>[] {
    return this.readAs(from, isolation, limit, (offset, value) => ({ offset, value }));
  }

  /** The same, each record as the reader likes to have it. */
  readAs<T>(
    from: number,
    isolation: Isolation,
    limit = Number.POSITIVE_INFINITY,
    as: (offset: number, value: V) => T,
  ): T[] {
    const isCommitted = isolation === 'read_committed';
    const bound = isCommitted ? this.lastStableOffset : this.#highWatermark;
    let visible: T[] | undefined;
    let left = limit;
    // What lies in the active segment has no gaps, and is where nearly all reading happens.
    const { activeBase } = this.records;
    for (let next = from; next < bound && left > 0;) {
      if (next < activeBase) {
        const first = this.#firstSealed(next, bound);
        if (first === undefined) break;
        next = first;
      }
      const record = this.records.at(next) as StoredRecord<V>;
      const isHidden = isCommitted && this.isAborted({ offset: next, record });
      if (record.value !== undefined && !isHidden) {
        const one = as(next, record.value);
        if (visible === undefined) visible = [one];
        else visible.push(one);
        left -= 1;
      }
      next += 1;
    }
    return visible ?? [];
  }

  /** The next offset below a bound that has a record: in a sealed segment some may have none. */
  #firstSealed(from: number, bound: number): number | undefined {
    const offset = this.records.read(from, 1)[0]?.offset;
    return offset !== undefined && offset < bound ? offset : undefined;
  }

  /** Raises the high watermark of a leader: there it never falls. Source: #maybeIncrementHighWatermark. */
  raiseHighWatermark(to: number): void {
    if (to > this.#highWatermark) this.setHighWatermark(to);
  }

  /** Takes over what the leader said, as far as the log goes. Source: #updateHighWatermark. */
  setHighWatermark(to: number): void {
    this.#highWatermark = Math.max(this.start, Math.min(to, this.end));
    this.#producers.onHighWatermark(this.#highWatermark);
  }

  /** Drops what a new leader does not have, and what was known of it. Source: #truncateTo. */
  truncateTo(offset: number): void {
    if (offset >= this.end) return;
    this.records.truncateTo(offset);
    this.cleanedTo = Math.min(this.cleanedTo, offset);
    this.epochs.truncateTo(offset);
    // Kafka takes the latest of many snapshots and reads on from there; it comes to the same.
    this.#producers.restore(this.#snapshot);
    for (const { offset: at, record } of this.records.read(this.start)) this.#learn(record, at);
    this.setHighWatermark(this.#highWatermark);
  }

  transcribe(scribe: Scribe): void {
    scribe.memento(this.records);
    this.#producers.transcribe(scribe);
    this.epochs.transcribe(scribe);
    this.cleanedTo = scribe.value(this.cleanedTo);
    this.#highWatermark = scribe.value(this.#highWatermark);
  }

  #store(record: StoredRecord<V>): void {
    this.#learn(record, this.end);
    this.epochs.assign(record.batch.leaderEpoch, this.end);
    this.records.append(record);
  }

  #learn({ batch }: StoredRecord<V>, offset: number): void {
    if (batch.end !== undefined) this.#producers.rememberEnd(batch.end, offset);
    if (batch.producer === undefined || offset !== batch.baseOffset) return;
    this.#producers.remember(batch.producer, offset);
  }
}
