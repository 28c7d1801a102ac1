/**
 * The batches of one producer for one partition: several may be on their way at once, and those that
 * failed go again. Here order is lost or kept. Source: Sender, RecordAccumulator#reenqueue,
 * #shouldStopDrainBatchesForPartition, TransactionManager#canRetry.
 */
import { assert, none, type Scribe } from '../../kernel/index.ts';
import { sequenceAfter } from '../log/producer-entry.ts';

/** The producer's settings. */
export interface SendSettings {
  /** max.in.flight.requests.per.connection */
  readonly maxInFlight: number;
  readonly retries: number;
  /** enable.idempotence */
  readonly isIdempotent: boolean;
}

/** A batch and its way so far. */
export interface OutgoingBatch<B> {
  readonly batch: B;
  /** How many records it has. */
  readonly count: number;
  /** Its place among all batches of the partition. */
  readonly serial: number;
  /** How often it failed. */
  readonly failures: number;
  /** Numbered when it first leaves, and the same at each attempt; -1 before. */
  readonly firstSequence: number;
}

/** What becomes of a batch that was answered. */
export type SendOutcome = 'done' | 'goes-again' | 'failed';

/** The sends of one producer to one partition. */
export class InFlightSends<B> {
  readonly #settings: SendSettings;
  #queue: readonly OutgoingBatch<B>[] = none;
  #inFlight: readonly OutgoingBatch<B>[] = none;
  #nextSequence = 0;
  #nextSerial = 0;

  /** Whether the broker has a batch of this producer: one of a stranger it takes from any number on. */
  #isKnown: boolean;

  /** @param losesAlone whether the network can lose a request and not those after it, as no connection does: then a numbered producer sends the second batch once the first is stored */
  constructor(settings: SendSettings, losesAlone = false) {
    this.#isKnown = !losesAlone;
    assert(
      !settings.isIdempotent || settings.maxInFlight <= 5,
      'an idempotent producer has at most 5 requests in flight: the broker remembers 5 batches',
    );
    this.#settings = settings;
  }

  get inFlight(): readonly OutgoingBatch<B>[] {
    return this.#inFlight;
  }

  /** How many batches wait to leave, those that failed among them. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** Takes out what waits and is given up. */
  drop(isHopeless: (batch: OutgoingBatch<B>) => boolean): readonly OutgoingBatch<B>[] {
    const dropped = this.#queue.filter(isHopeless);
    if (dropped.length > 0) this.#queue = this.#queue.filter((each) => !dropped.includes(each));
    return dropped;
  }

  /** Puts a batch of `count` records behind the others. */
  enqueue(batch: B, count: number): void {
    const serial = this.#nextSerial++;
    const sent = { batch, count, serial, failures: 0, firstSequence: -1 };
    this.#queue = this.#queue.length === 0 ? [sent] : [...this.#queue, sent];
  }

  /** The batch that leaves next, once it may. */
  peek(): OutgoingBatch<B> | undefined {
    return this.#queue[0];
  }

  /** Sends the next batch off, if it may leave now. */
  take(): OutgoingBatch<B> | undefined {
    const [head] = this.#queue;
    if (head === undefined || this.#isFull(head) || this.#mustWait(head)) return undefined;
    const next = head.firstSequence < 0 ? this.#number(head) : head;
    this.#queue = this.#queue.length === 1 ? none : this.#queue.slice(1);
    this.#inFlight = this.#inFlight.length === 0 ? [next] : [...this.#inFlight, next];
    return next;
  }

  /** The batches that leave now. */
  dispatch(): readonly OutgoingBatch<B>[] {
    const leaving: OutgoingBatch<B>[] = [];
    for (let next = this.take(); next !== undefined; next = this.take()) leaving.push(next);
    return leaving;
  }

  /** Takes the answer to a batch in flight: an error, or none. */
  onAnswer(sent: OutgoingBatch<B>, error?: string): SendOutcome {
    assert(this.#inFlight.includes(sent), 'only a batch in flight can be answered');
    if (error === undefined) {
      this.#isKnown = true;
      this.#land(sent);
      return 'done';
    }
    const isFirst = this.isFirst(sent);
    this.#land(sent);
    // Out of order because an earlier batch failed: it will fit in once that one has arrived.
    const isHopeless = error === 'OUT_OF_ORDER_SEQUENCE_NUMBER' && isFirst;
    if (sent.failures >= this.#settings.retries || isHopeless) return 'failed';
    this.#requeue({ ...sent, failures: sent.failures + 1 });
    return 'goes-again';
  }

  /** Sends a batch again that is out of order though it is the first: it will be numbered anew. */
  again(sent: OutgoingBatch<B>): void {
    assert(this.#inFlight.includes(sent), 'only a batch in flight can go again');
    this.#land(sent);
    this.#requeue({ ...sent, failures: sent.failures + 1 });
  }

  /** Whether no earlier batch is without an answer. */
  isFirst(batch: OutgoingBatch<B>): boolean {
    const retried = this.#queue.filter(({ failures }) => failures > 0);
    return ![...this.#inFlight, ...retried].some((each) => isEarlier(each, batch));
  }

  /** Begins again with 0. Nothing may be on its way; what goes again is numbered anew. Source: TransactionManager#startSequencesAtBeginning. */
  renumber(): void {
    assert(this.#inFlight.length === 0, 'what is on its way keeps its numbers');
    this.#nextSequence = 0;
    this.#queue = this.#queue.map((each) => (each.failures > 0 ? this.#number(each) : each));
  }

  /** Takes a batch out of flight for good: asking again cannot help. */
  abandon(sent: OutgoingBatch<B>): SendOutcome {
    assert(this.#inFlight.includes(sent), 'only a batch in flight can be given up');
    this.#land(sent);
    return 'failed';
  }

  /** `batchOf` transcribes a batch, which only this has. */
  transcribe(scribe: Scribe, batchOf: (now: B | undefined) => B): void {
    const sentOf = (now: OutgoingBatch<B> | undefined): OutgoingBatch<B> => ({
      batch: batchOf(now?.batch),
      count: scribe.value(now?.count ?? 0),
      serial: scribe.value(now?.serial ?? 0),
      failures: scribe.value(now?.failures ?? 0),
      firstSequence: scribe.value(now?.firstSequence ?? 0),
    });
    this.#queue = scribe.each(this.#queue, sentOf);
    this.#inFlight = scribe.each(this.#inFlight, sentOf);
    this.#nextSequence = scribe.value(this.#nextSequence);
    this.#nextSerial = scribe.value(this.#nextSerial);
    this.#isKnown = scribe.value(this.#isKnown);
  }

  /** Answers come in the order of the requests, so none leaves that is further than the limit from the oldest without an answer: the broker remembers no more of an idempotent producer either. */
  #isFull({ serial }: OutgoingBatch<B>): boolean {
    const { maxInFlight } = this.#settings;
    if (this.#inFlight.length === 0) return maxInFlight <= 0;
    if (this.#inFlight.length >= maxInFlight) return true;
    if (this.#settings.isIdempotent && !this.#isKnown) return true;
    return this.#inFlight.some((each) => serial - each.serial >= maxInFlight);
  }

  #land(sent: OutgoingBatch<B>): void {
    this.#inFlight =
      this.#inFlight.length === 1 ? none : this.#inFlight.filter((each) => each !== sent);
  }

  /** To the front; an idempotent producer puts it in the order of the sequences. */
  #requeue(batch: OutgoingBatch<B>): void {
    const before = this.#settings.isIdempotent
      ? this.#queue.filter((each) => each.failures > 0 && isEarlier(each, batch))
      : [];
    this.#queue = [...before, batch, ...this.#queue.filter((each) => !before.includes(each))];
  }

  /** An idempotent producer sends a batch again only once all before it have arrived. */
  #mustWait(next: OutgoingBatch<B>): boolean {
    return this.#settings.isIdempotent && next.failures > 0 && !this.isFirst(next);
  }

  #number(batch: OutgoingBatch<B>): OutgoingBatch<B> {
    const firstSequence = this.#nextSequence;
    this.#nextSequence = sequenceAfter(firstSequence, batch.count);
    const { batch: content, count, serial, failures } = batch;
    return { batch: content, count, serial, failures, firstSequence };
  }
}

/** By sequence, on the circle of 2^31 numbers: the nearer way round decides. */
function isEarlier<B>(left: OutgoingBatch<B>, right: OutgoingBatch<B>): boolean {
  const ahead = (right.firstSequence - left.firstSequence) & 0x7fff_ffff;
  return ahead > 0 && ahead < 0x4000_0000;
}
