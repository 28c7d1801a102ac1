/** What a producer holds for one partition: the batch that still takes records, those that wait, and those on their way. Source: RecordAccumulator, Sender. */
import { later, type Micros, type Scribe } from '../../../kernel/index.ts';
import { InFlightSends, type OutgoingBatch } from '../in-flight-sends.ts';
import type { Batch } from './batch.ts';
import type { ProducerSettings } from './settings.ts';

/** A producer's side of one partition. */
export class PartitionQueue<R> {
  readonly partition: number;
  readonly sends: InFlightSends<Batch<R>>;
  readonly #settings: ProducerSettings;
  /** The batch that takes records. */
  open: Batch<R> | undefined;
  /** The epoch under which its batches are numbered. */
  epoch = 0;
  /** The broker lacks what came before: all that waits is numbered anew. */
  mustRenumber = false;
  /** The last numbered batch that was given up, and the last that was accepted, by their ids: if that is a later one, no numbers are missing. */
  #gap = 0;
  #accepted = 0;

  constructor(partition: number, settings: ProducerSettings) {
    this.partition = partition;
    this.#settings = settings;
    this.sends = new InFlightSends(settings, true);
  }

  /** Whether nothing waits and nothing is on its way. */
  get isIdle(): boolean {
    return this.open === undefined && this.sends.waiting === 0 && this.sends.inFlight.length === 0;
  }

  /** How many batches wait here: those on their way do not count. Source: RecordAccumulator#partitionReady. */
  get size(): number {
    return this.sends.waiting + (this.open === undefined ? 0 : 1);
  }

  /** The time of the first record that is not delivered. */
  get oldest(): Micros | undefined {
    let first = this.open?.createdAt;
    const look = ({ batch }: OutgoingBatch<Batch<R>>) => {
      if (first === undefined || batch.createdAt < first) first = batch.createdAt;
    };
    this.sends.inFlight.forEach(look);
    const head = this.sends.peek();
    if (head !== undefined) look(head);
    return first;
  }

  /** A numbered batch was given up. Source: TransactionManager#markSequenceUnresolved. */
  noteGap(batch: number): void {
    this.#gap = Math.max(this.#gap, batch);
  }

  /** A batch was accepted, so those before it were too. Source: #maybeResolveSequences. */
  noteAccepted(batch: number): void {
    this.#accepted = Math.max(this.#accepted, batch);
  }

  /** Whether the numbers of this partition need a new epoch now. */
  get needsEpoch(): boolean {
    return (this.mustRenumber || this.#hasGap) && this.#isQuiet;
  }

  /** When something may leave: at once when that has passed, `undefined` when nothing waits. Source: RecordAccumulator#batchReady. */
  readyAt(hurries: boolean): Micros | undefined {
    const head = this.sends.peek();
    if (head !== undefined) return head.batch.pausedUntil;
    const { open } = this;
    if (open === undefined) return undefined;
    const { batchBytes, linger } = this.#settings;
    return hurries || open.bytes >= batchBytes ? open.createdAt : later(open.createdAt, linger);
  }

  /** Closes the open batch. */
  close(): void {
    const { open } = this;
    if (open === undefined) return;
    this.sends.enqueue(open, open.records.length);
    this.open = undefined;
  }

  /** Takes the batch that leaves next, ready or not: who sends to a node takes along what there is for it. Source: RecordAccumulator#drainBatchesForOneNode, #shouldStopDrainBatchesForPartition. */
  take(now: Micros, epoch: number): OutgoingBatch<Batch<R>> | undefined {
    if (this.epoch !== epoch && this.#isQuiet) this.#renumber(epoch);
    const isHeldUp = this.mustRenumber || this.#hasGap || this.epoch !== epoch;
    const head = this.sends.peek();
    if (isHeldUp && (this.mustRenumber || (head?.failures ?? 0) === 0)) return undefined;
    if (head === undefined) this.close();
    else if (head.batch.pausedUntil > now) return undefined;
    return this.sends.take();
  }

  /** `batchOf` transcribes a batch, which only this has. */
  transcribe(scribe: Scribe, batchOf: (now: Batch<R> | undefined) => Batch<R>): void {
    this.sends.transcribe(scribe, batchOf);
    this.open = scribe.value(this.open !== undefined) ? batchOf(this.open) : undefined;
    this.epoch = scribe.value(this.epoch);
    this.mustRenumber = scribe.value(this.mustRenumber);
    this.#gap = scribe.value(this.#gap);
    this.#accepted = scribe.value(this.#accepted);
  }

  get #hasGap(): boolean {
    return this.#gap > this.#accepted;
  }

  /** Nothing is on its way, nor to go again under its old number. */
  get #isQuiet(): boolean {
    if (this.sends.inFlight.length > 0) return false;
    return this.mustRenumber || (this.sends.peek()?.failures ?? 0) === 0;
  }

  #renumber(epoch: number): void {
    this.sends.renumber();
    this.epoch = epoch;
    this.mustRenumber = false;
    this.#gap = 0;
  }
}
