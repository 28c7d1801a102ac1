/**
 * What a partition knows of all its producers: who may append what, which transactions are open, and
 * which were aborted. Source: ProducerStateManager, TransactionIndex.
 */
import { FewMap, type Scribe } from '../../kernel/index.ts';
import { entryAfterBatch, entryAfterMarker, judgeBatch } from './producer-entry.ts';
import type { Judgement, ProducerBatch, ProducerEntry, ProducerError } from './producer-entry.ts';

/** The end of a transaction, as the coordinator writes it to the partition. */
export interface TransactionEnd {
  readonly producer: number;
  readonly epoch: number;
  readonly isCommit: boolean;
  /** When its marker is written, in ms: retention reckons with it. */
  readonly timeMs?: number;
}

/** A transaction whose records no read_committed consumer sees. */
export interface AbortedTransaction {
  readonly producer: number;
  readonly firstOffset: number;
  /** The offset of the marker. */
  readonly lastOffset: number;
  /** How far all was decided when the marker was written. It does not know of the high watermark. */
  readonly lastStableOffset: number;
}

interface Transaction {
  readonly producer: number;
  readonly firstOffset: number;
}

/** References only: every change makes new values. */
export interface ProducerStateCheckpoint {
  readonly entries: ReadonlyMap<number, ProducerEntry>;
  readonly open: readonly Transaction[];
  readonly unreplicated: readonly (Transaction & { readonly lastOffset: number })[];
  readonly aborted: readonly AbortedTransaction[];
}

/** The producers of one partition. */
export class ProducerState {
  readonly #entries = new FewMap<ProducerEntry>();
  /** In the order of their first offsets. */
  #open: ProducerStateCheckpoint['open'] = [];
  /** Ended, but the marker is not below the high watermark yet, so a new leader might not have it. */
  #unreplicated: ProducerStateCheckpoint['unreplicated'] = [];
  #aborted: ProducerStateCheckpoint['aborted'] = [];

  /** The aborted transactions, in the order of their markers. */
  get aborted(): readonly AbortedTransaction[] {
    return this.#aborted;
  }

  /** The first offset whose fate is not known for sure, `undefined` when all is decided. */
  get firstUnstableOffset(): number | undefined {
    const offsets = [...this.#open, ...this.#unreplicated].map(({ firstOffset }) => firstOffset);
    return offsets.length === 0 ? undefined : Math.min(...offsets);
  }

  /** Judges a batch before it is appended. */
  judge(batch: ProducerBatch): Judgement {
    return judgeBatch(this.#entries.get(batch.producer), batch);
  }

  /** Takes note of a batch that was appended. */
  remember(batch: ProducerBatch, baseOffset: number): void {
    const { producer } = batch;
    const before = this.#entries.get(producer);
    const after = entryAfterBatch(before, batch, baseOffset);
    this.#entries.set(producer, after);
    if (before?.transactionStart === after.transactionStart) return;
    this.#open = [...this.#open, { producer, firstOffset: baseOffset }];
  }

  /** Judges a marker before it is appended: an epoch that was left behind ends nothing. */
  judgeEnd({ producer, epoch }: TransactionEnd): ProducerError | undefined {
    const known = this.#entries.get(producer);
    return known !== undefined && epoch < known.epoch ? 'INVALID_PRODUCER_EPOCH' : undefined;
  }

  /** Takes note of a marker that was appended. One without an open transaction decides nothing. */
  rememberEnd({ producer, epoch, isCommit }: TransactionEnd, lastOffset: number): void {
    const before = this.#entries.get(producer);
    this.#entries.set(producer, entryAfterMarker(before, epoch));
    if (before?.transactionStart === undefined) return;
    const firstOffset = before.transactionStart;
    this.#open = this.#open.filter((each) => each.producer !== producer);
    this.#unreplicated = [...this.#unreplicated, { producer, firstOffset, lastOffset }];
    if (isCommit) return;
    const lastStableOffset = this.#open[0]?.firstOffset ?? lastOffset + 1;
    this.#aborted = [...this.#aborted, { producer, firstOffset, lastOffset, lastStableOffset }];
  }

  /** What lies below the high watermark is decided for good. Source: #onHighWatermarkUpdated. */
  onHighWatermark(highWatermark: number): void {
    if (this.#unreplicated.length === 0) return;
    this.#unreplicated = this.#unreplicated.filter((each) => each.lastOffset >= highWatermark);
  }

  /** Whether the record of a producer at an offset belongs to an aborted transaction. */
  isAborted(producer: number, offset: number): boolean {
    return this.#aborted.some(
      (each) =>
        each.producer === producer && each.firstOffset <= offset && offset <= each.lastOffset,
    );
  }

  /** What is known now. Entries are shared, the map of them is copied. */
  checkpoint(): ProducerStateCheckpoint {
    return {
      entries: new Map(this.#entries),
      open: this.#open,
      unreplicated: this.#unreplicated,
      aborted: this.#aborted,
    };
  }

  /** Puts the state back to what a checkpoint held. */
  restore({ entries, open, unreplicated, aborted }: ProducerStateCheckpoint): void {
    this.#entries.clear();
    for (const [producer, entry] of entries) this.#entries.set(producer, entry);
    this.#open = open;
    this.#unreplicated = unreplicated;
    this.#aborted = aborted;
  }

  transcribe(scribe: Scribe): void {
    scribe.map(this.#entries);
    this.#open = scribe.value(this.#open);
    this.#unreplicated = scribe.value(this.#unreplicated);
    this.#aborted = scribe.value(this.#aborted);
  }
}
