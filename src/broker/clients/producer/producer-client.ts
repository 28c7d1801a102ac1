/** A Kafka producer without a clock: it is told the time and what was answered, and says what leaves and when it wants to be woken. Source: KafkaProducer, RecordAccumulator, Sender. */
import { FewMap, later, type Micros, type Scribe } from '../../../kernel/index.ts';
import type { OutgoingBatch } from '../in-flight-sends.ts';
import { batchIn, type Batch, type Departure } from './batch.ts';
import { BufferPool } from './buffer-pool.ts';
import { Connection, requestsOf, type Request } from './connection.ts';
import { mayBeStored, mayRetry } from './errors.ts';
import { PartitionQueue } from './partition-queue.ts';
import { backoff, type ProducerSettings } from './settings.ts';

/** What a producer wants of the world around it. */
export interface ProducerPort<R> {
  /** The node that leads a partition, -1 while nobody does. */
  leaderOf(partition: number): number;
  /** Whether batches may leave to a partition: in a transaction it must be added first. Source: TransactionManager#isSendToPartitionAllowed. */
  mayLeave(partition: number): boolean;
  /** A batch leaves. Whoever carries it says what became of it, at the latest after request.timeout.ms. */
  send(departure: Departure<R>): void;
  /** Records are given up: for an error of the broker, or DELIVERY_TIMED_OUT, BUFFER_EXHAUSTED, TRANSACTION_ABORTED. `isKnown`: they are surely not stored. */
  gaveUp(partition: number, records: readonly R[], error: string, isKnown: boolean): void;
  /** Calls `onDue` at this instant. What is not urgent is no reason to wait for it. */
  wake(at: Micros, isUrgent: boolean): void;
  /** buffer.memory is full, or there is room again for all who waited. */
  bufferFull(partition: number): void;
  bufferFreed(): void;
}

/** A send() that waits for room. */
interface BlockedSend<R> {
  readonly partition: number;
  readonly record: R;
  readonly bytes: number;
  readonly deadline: Micros;
}

const never = Number.POSITIVE_INFINITY;

/** One producer. */
export class ProducerClient<R> {
  readonly pool: BufferPool<BlockedSend<R>>;
  readonly #settings: ProducerSettings;
  readonly #port: ProducerPort<R>;
  readonly #isTransactional: boolean;
  readonly #queues = new FewMap<PartitionQueue<R>>();
  readonly #connections = new FewMap<Connection>();
  #epoch = 0;
  #nextBatch = 1;
  #isFlushing = false;
  #isClosed = false;
  /** No batch is overdue before this. */
  #nextExpiry = never;
  #urgentWake = never;
  #lazyWake = never;

  constructor(settings: ProducerSettings, port: ProducerPort<R>, isTransactional = false) {
    this.#settings = settings;
    this.#port = port;
    this.#isTransactional = isTransactional;
    this.pool = new BufferPool(() => settings.bufferBytes);
  }

  /** Whether every record has come to its end. */
  get isIdle(): boolean {
    if (this.pool.blocked.length > 0) return false;
    for (const queue of this.#queues.values()) if (!queue.isIdle) return false;
    return true;
  }

  /** How many batches wait for each of these partitions; nothing until all of them have been sent to. Source: RecordAccumulator#partitionReady. */
  queueSizes(partitions: readonly number[]): readonly number[] | undefined {
    const sizes: number[] = [];
    for (const partition of partitions) {
      const queue = this.#queues.get(partition);
      if (queue === undefined) return undefined;
      sizes.push(queue.size);
    }
    return sizes;
  }

  /** Takes a record. Without room it waits: send() blocks. Source: KafkaProducer#doSend. */
  send(now: Micros, partition: number, record: R, bytes: number): void {
    const { blocked } = this.pool;
    if (blocked.length > 0 || !this.#append(now, partition, record, bytes)) {
      const deadline = later(now, this.#settings.maxBlock);
      const isFirst = blocked.length === 0;
      this.pool.wait({ partition, record, bytes, deadline });
      if (isFirst) this.#port.bufferFull(partition);
      this.#wakeLazily(deadline);
    }
    if (this.#mayHurry(partition)) this.pump(now);
  }

  /** All that waits may leave at once, until nothing is left. Source: RecordAccumulator#beginFlush. */
  flush(now: Micros): void {
    this.#isFlushing = true;
    this.pump(now);
  }

  /** The program is gone: nothing happens any more. */
  close(): void {
    this.#isClosed = true;
  }

  /** All partitions are numbered from 0 in this epoch, as soon as what is on its way has been answered. */
  beginEpoch(epoch: number): void {
    this.#epoch = epoch;
  }

  /** Something that the producer waited for may have come: an instant, a leader, leave to send to a partition. */
  onDue(now: Micros): void {
    if (this.#urgentWake <= now) this.#urgentWake = never;
    if (this.#lazyWake <= now) this.#lazyWake = never;
    const [first] = this.pool.blocked;
    if (first !== undefined) this.#giveUpBlocked(now);
    this.pump(now);
  }

  /** A batch is stored. Returns it, or nothing when nobody waits for this answer any more. */
  onStored(now: Micros, id: number, partition: number, attempt: number): Batch<R> | undefined {
    const found = this.#find(id, partition, attempt);
    if (found === undefined) return undefined;
    const { queue, sent } = found;
    queue.sends.onAnswer(sent);
    queue.noteAccepted(sent.batch.id);
    this.#release(sent.batch);
    this.pool.give(sent.batch.room);
    this.#admit(now);
    return sent.batch;
  }

  /** A request failed. The batch goes again after a pause, or is given up. Returns false when nobody waits for this answer any more. Source: Sender#completeBatch. */
  onFailed(
    now: Micros,
    { batch: id, partition, attempt }: { batch: number; partition: number; attempt: number },
    error: string,
  ): boolean {
    const found = this.#find(id, partition, attempt);
    if (found === undefined) return false;
    const { queue, sent } = found;
    const { batch } = sent;
    this.#release(batch);
    batch.isUncertain ||= mayBeStored(error);
    if (this.#goesAgain(queue, sent, error)) {
      batch.pausedUntil = later(now, backoff(this.#settings, sent.failures + 1));
    } else this.#giveUp(now, queue, sent, error);
    return true;
  }

  /** Whether the program still waits for an answer to a batch. */
  awaits(id: number, partition: number, attempt: number): boolean {
    return this.#find(id, partition, attempt) !== undefined;
  }

  /** Gives up all that is not on its way. Source: RecordAccumulator#abortUndrainedBatches. */
  dropUnsent(now: Micros): void {
    for (const queue of this.#queues.values()) {
      queue.close();
      for (const sent of queue.sends.drop(() => true))
        this.#giveUp(now, queue, sent, 'TRANSACTION_ABORTED');
    }
  }

  transcribe(scribe: Scribe): void {
    this.pool.transcribe(scribe);
    scribe.map(this.#connections, (now) => {
      const connection = now ?? new Connection();
      connection.transcribe(scribe, requestsOf(connection));
      return connection;
    });
    scribe.map(this.#queues, (now) => {
      const partition = scribe.value(now?.partition ?? -1);
      const queue = now ?? new PartitionQueue<R>(partition, this.#settings);
      queue.transcribe(scribe, (batch) => batchIn(scribe, batch));
      return queue;
    });
    this.#epoch = scribe.value(this.#epoch);
    this.#nextBatch = scribe.value(this.#nextBatch);
    this.#isFlushing = scribe.value(this.#isFlushing);
    this.#isClosed = scribe.value(this.#isClosed);
    this.#nextExpiry = scribe.value(this.#nextExpiry);
    this.#urgentWake = scribe.value(this.#urgentWake);
    this.#lazyWake = scribe.value(this.#lazyWake);
  }

  /** Whether a record that was just taken may leave at once: most wait for linger.ms, and nothing is to be done. */
  #mayHurry(partition: number): boolean {
    if (this.#settings.linger <= 0 || this.#isFlushing || this.pool.blocked.length > 0) return true;
    const queue = this.#queues.get(partition);
    if (queue?.open === undefined) return true;
    return queue.sends.waiting > 0 || queue.open.bytes >= this.#settings.batchBytes;
  }

  #append(now: Micros, partition: number, record: R, bytes: number): boolean {
    const queue = this.#queue(partition);
    const { batchBytes, linger, deliveryTimeout } = this.#settings;
    const { open } = queue;
    if (open !== undefined && open.bytes + bytes <= batchBytes) {
      open.records.push(record);
      open.bytes += bytes;
      return true;
    }
    const room = this.pool.roomFor(bytes, batchBytes);
    if (!this.pool.take(room)) return false;
    queue.close();
    queue.open = {
      id: this.#nextBatch++,
      partition,
      records: [record],
      bytes,
      room,
      createdAt: now,
      pausedUntil: now,
      isUncertain: false,
      request: undefined,
    };
    if (linger > 0) this.#wakeUrgently(now, later(now, linger));
    this.#nextExpiry = Math.min(this.#nextExpiry, later(now, deliveryTimeout));
    this.#wakeLazily(this.#nextExpiry);
    return true;
  }

  /** Lets everything leave that may, and gives up what is overdue. Source: Sender#runOnce. */
  pump(now: Micros): void {
    if (now >= this.#nextExpiry) this.#expire(now);
    if (this.#isFlushing && this.isIdle) this.#isFlushing = false;
    for (const queue of this.#queues.values()) {
      if (this.#isClosed) return;
      const isStuck = queue.epoch === this.#epoch && queue.needsEpoch;
      if (isStuck && !this.#isTransactional) this.#epoch += 1;
      while (this.#mayLeave(now, queue) && this.#drain(now, queue));
    }
    this.#wakeLazily(this.#nextExpiry);
  }

  /** Whether a partition's turn has come; if not, the producer looks again in time. Source: RecordAccumulator#ready. */
  #mayLeave(now: Micros, queue: PartitionQueue<R>): boolean {
    const readyAt = queue.readyAt(this.#isFlushing || this.pool.blocked.length > 0);
    if (readyAt === undefined || !this.#port.mayLeave(queue.partition)) return false;
    if (readyAt > now) {
      this.#wakeUrgently(now, readyAt);
      return false;
    }
    const node = this.#port.leaderOf(queue.partition);
    // Who leads it is asked anew after a pause.
    if (node < 0) this.#wakeUrgently(now, later(now, backoff(this.#settings, 1)));
    return node >= 0 && !this.#connection(node).isFull(this.#settings.maxInFlight);
  }

  /** One request leaves to the node of a partition, with a batch of each partition that it leads. True when this partition's is among them. Source: RecordAccumulator#drain. */
  #drain(now: Micros, ready: PartitionQueue<R>): boolean {
    const node = this.#port.leaderOf(ready.partition);
    let request: Request | undefined;
    let isTaken = false;
    for (const queue of this.#queues.values()) {
      const { partition } = queue;
      if (queue !== ready && this.#port.leaderOf(partition) !== node) continue;
      if (!this.#port.mayLeave(partition)) continue;
      const leaving = queue.take(now, this.#epoch);
      if (leaving === undefined) continue;
      if (queue === ready) isTaken = true;
      request ??= this.#connection(node).begin();
      request.unanswered += 1;
      leaving.batch.request = request;
      this.#port.send(this.#departure(node, queue, leaving));
    }
    return isTaken;
  }

  #departure(node: number, queue: PartitionQueue<R>, sent: OutgoingBatch<Batch<R>>): Departure<R> {
    const { batch, failures, firstSequence } = sent;
    return {
      batch: batch.id,
      partition: queue.partition,
      node,
      epoch: queue.epoch,
      sequence: this.#settings.isIdempotent ? firstSequence : -1,
      records: batch.records,
      attempt: failures + 1,
    };
  }

  /** Source: Sender#canRetry; an idempotent producer without transactions retries whatever is out of order. */
  #goesAgain(queue: PartitionQueue<R>, sent: OutgoingBatch<Batch<R>>, error: string): boolean {
    const { isIdempotent, retries } = this.#settings;
    if (!mayRetry(error, isIdempotent)) {
      queue.sends.abandon(sent);
      return false;
    }
    const isGap = error === 'OUT_OF_ORDER_SEQUENCE_NUMBER' && queue.sends.isFirst(sent);
    if (!isGap || this.#isTransactional || sent.failures >= retries)
      return queue.sends.onAnswer(sent, error) === 'goes-again';
    queue.sends.again(sent);
    queue.mustRenumber = true;
    return true;
  }

  /** Gives up what delivery.timeout.ms has passed for, on its way or not. Source: Sender#sendProducerData. */
  #expire(now: Micros): void {
    const { deliveryTimeout } = this.#settings;
    const isOverdue = ({ batch }: OutgoingBatch<Batch<R>>) =>
      later(batch.createdAt, deliveryTimeout) <= now;
    this.#nextExpiry = never;
    for (const queue of this.#queues.values()) {
      const { open, sends } = queue;
      if (open !== undefined && later(open.createdAt, deliveryTimeout) <= now) queue.close();
      for (const sent of sends.inFlight.filter(isOverdue)) {
        sends.abandon(sent);
        this.#release(sent.batch);
        sent.batch.isUncertain = true;
        this.#giveUp(now, queue, sent, 'DELIVERY_TIMED_OUT');
      }
      for (const sent of sends.drop(isOverdue))
        this.#giveUp(now, queue, sent, 'DELIVERY_TIMED_OUT');
      const { oldest } = queue;
      if (oldest !== undefined)
        this.#nextExpiry = Math.min(this.#nextExpiry, later(oldest, deliveryTimeout));
    }
  }

  #giveUp(
    now: Micros,
    queue: PartitionQueue<R>,
    { batch, firstSequence }: OutgoingBatch<Batch<R>>,
    error: string,
  ): void {
    if (this.#settings.isIdempotent && firstSequence >= 0) queue.noteGap(batch.id);
    this.pool.give(batch.room);
    this.#admit(now);
    this.#port.gaveUp(queue.partition, batch.records, error, !batch.isUncertain);
  }

  /** Sends that waited for room go on, in their order. */
  #admit(now: Micros): void {
    const wasFull = this.pool.blocked.length > 0;
    if (!wasFull) return;
    for (const send of this.pool.blocked) {
      if (!this.#append(now, send.partition, send.record, send.bytes)) break;
      this.pool.release(send);
    }
    if (this.pool.blocked.length === 0) this.#port.bufferFreed();
  }

  /** max.block.ms has passed for those that waited longest: send() throws a TimeoutException. */
  #giveUpBlocked(now: Micros): void {
    for (const send of this.pool.blocked) {
      if (send.deadline > now) return this.#wakeLazily(send.deadline);
      this.pool.release(send);
      if (this.pool.blocked.length === 0) this.#port.bufferFreed();
      this.#port.gaveUp(send.partition, [send.record], 'BUFFER_EXHAUSTED', true);
    }
  }

  #release(batch: Batch<R>): void {
    const { request } = batch;
    if (request !== undefined) request.connection.answer(request);
    batch.request = undefined;
  }

  #find(id: number, partition: number, attempt: number) {
    const queue = this.#isClosed ? undefined : this.#queues.get(partition);
    if (queue === undefined) return undefined;
    for (const sent of queue.sends.inFlight)
      if (sent.batch.id === id && sent.failures + 1 === attempt) return { queue, sent };
    return undefined;
  }

  #queue(partition: number): PartitionQueue<R> {
    const known = this.#queues.get(partition);
    if (known !== undefined) return known;
    const queue = new PartitionQueue<R>(partition, this.#settings);
    this.#queues.set(partition, queue);
    return queue;
  }

  #connection(node: number): Connection {
    const known = this.#connections.get(node);
    if (known !== undefined) return known;
    const connection = new Connection();
    this.#connections.set(node, connection);
    return connection;
  }

  #wakeUrgently(now: Micros, at: Micros): void {
    if (at >= this.#urgentWake && this.#urgentWake > now) return;
    this.#urgentWake = at;
    this.#port.wake(at, true);
  }

  #wakeLazily(at: number): void {
    if (at >= this.#lazyWake) return;
    this.#lazyWake = at;
    this.#port.wake(at as Micros, false);
  }
}
