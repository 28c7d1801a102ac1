/** Producers: each process that publishes has one. It gathers records into batches, has several of them on their way, and asks again until it is answered or gives up. */
import { later, type Micros } from '../../../kernel/index.ts';
import { code, produceErrors, type ProduceFailure } from '../../../trace/index.ts';
import type { Acks, OutgoingBatch } from '../../../broker/index.ts';
import type { ProduceBatch } from '../events.ts';
import type { World } from '../world.ts';
import { Buffer } from './buffer.ts';
import { Lane, type Batch } from './lane.ts';
import { Placement } from './placement.ts';
import { ProduceWire } from './produce-wire.ts';
import { tellFailed, tellStored } from './publishers.ts';

interface Producer {
  readonly id: number;
  readonly lanes: Map<number, Lane>;
  readonly buffer: Buffer;
  nextBatch: number;
}

/** After these a repetition cannot help. Source: ApiException and its RetriableException. */
const fatal: ReadonlySet<ProduceFailure> = new Set(['INVALID_PRODUCER_EPOCH', 'INVALID_TXN_STATE']);

/** All producers of a world. */
export class Producers {
  readonly #world: World;
  readonly #producers = new Map<number, Producer>();
  readonly #placement: Placement;
  readonly wire: ProduceWire;
  #nextProducer = 1;

  constructor(world: World) {
    this.#world = world;
    this.#placement = new Placement(world);
    this.wire = new ProduceWire(world);
  }

  /** Sends a message's record to where its key belongs, or where the producer likes when it has none. */
  publish(actor: number, message: number, cause: number): void {
    this.produce(actor, this.#placement.partition(actor, message), message, cause);
  }

  /** Sends a message's record to a partition. Without room it waits: send() blocks. Source: KafkaProducer#send, BufferPool. */
  produce(actor: number, partition: number, message: number, cause: number): void {
    const producer = this.#producer(actor);
    const { workload } = this.#world.plan.scenario;
    const isFree = producer.buffer.isEmpty;
    if (isFree && producer.buffer.take(workload.recordBytes)) {
      this.#append(actor, producer, partition, message, cause);
      return;
    }
    const send = producer.buffer.wait({ partition, message, cause });
    if (isFree) this.#tellRoom(code['buffer-full'], actor, partition, producer, cause);
    const { incarnation } = this.#identity(actor);
    this.#world.kernel.after(this.#settings(actor).maxBlock, {
      kind: 'produce-blocked',
      actor,
      incarnation,
      send,
    });
  }

  /** Forgets a crashed process's producer. Its next one has a new id: the broker cannot know that it is the same program. */
  forget(actor: number): void {
    this.#producers.delete(actor);
    this.#placement.forget(actor);
  }

  /** Whom a process's producer waits for. */
  acksOf(actor: number): Acks {
    return this.#settings(actor).acks;
  }

  /** The process learns that its batch is stored. */
  onAnswered(batch: ProduceBatch, baseOffset: number): void {
    const found = this.#inFlight(batch);
    if (found === undefined) return;
    found.lane.sends.onAnswer(found.sent);
    this.#succeed(batch, baseOffset);
    if (this.#isCurrent(batch)) this.#pump(batch.actor, batch.partition, found.lane);
  }

  /** No answer came in time. */
  onTimeout(batch: ProduceBatch): void {
    this.onFailed(batch, 'REQUEST_TIMED_OUT', -1);
  }

  /** The process learns that its request failed: the same batch is sent again after a pause, or given up. */
  onFailed(batch: ProduceBatch, error: ProduceFailure, cause: number): void {
    const found = this.#inFlight(batch);
    if (found === undefined) return;
    const { lane, sent } = found;
    const { kernel } = this.#world;
    const outcome = fatal.has(error) ? lane.sends.abandon(sent) : lane.sends.onAnswer(sent, error);
    for (const { message, cause: own } of batch.records)
      this.#tell(
        code['produce-failed'],
        batch,
        message,
        [batch.partition, batch.attempt, produceErrors.indexOf(error)],
        cause < 0 ? own : cause,
      );
    const { createdAt } = sent.batch;
    if (outcome === 'failed') this.#giveUp(batch.actor, batch.partition, lane, sent, error);
    else {
      const pause = lane.backoff(sent.failures + 1);
      lane.pausedUntil = Math.max(lane.pausedUntil, later(kernel.now, pause)) as Micros;
      this.#wake(batch.actor, batch.partition, lane.pausedUntil);
      if (sent.failures === 0)
        this.#wake(
          batch.actor,
          batch.partition,
          Math.max(kernel.now, later(createdAt, lane.settings.deliveryTimeout)) as Micros,
        );
    }
    if (this.#isCurrent(batch)) this.#pump(batch.actor, batch.partition, lane);
  }

  /** A linger, a pause or a delivery timeout may be over. */
  onDue(actor: number, incarnation: number, partition: number): void {
    if (!this.#world.isAlive(actor, incarnation)) return;
    const lane = this.#producers.get(actor)?.lanes.get(partition);
    if (lane !== undefined) this.#pump(actor, partition, lane);
  }

  /** A send() has waited for room for max.block.ms: it fails. */
  onBlocked(actor: number, incarnation: number, send: number): void {
    if (!this.#world.isAlive(actor, incarnation)) return;
    const blocked = this.#producers.get(actor)?.buffer.giveUp(send);
    if (blocked === undefined) return;
    const { partition, message, cause } = blocked;
    this.#expire(actor, { partition, message, cause }, 'BUFFER_EXHAUSTED', true);
  }

  #append(
    actor: number,
    producer: Producer,
    partition: number,
    message: number,
    cause: number,
  ): void {
    const lane = this.#lane(producer, actor, partition);
    const { now } = this.#world.kernel;
    const { recordBytes } = this.#world.plan.scenario.workload;
    if (lane.open !== undefined && lane.open.bytes + recordBytes > lane.settings.batchBytes)
      lane.close();
    if (lane.open === undefined) {
      lane.open = {
        id: producer.nextBatch++,
        records: [],
        bytes: 0,
        createdAt: now,
        wasSent: false,
      };
      if (lane.settings.linger > 0) this.#wake(actor, partition, later(now, lane.settings.linger));
    }
    lane.open.records.push({ message, cause });
    lane.open.bytes += recordBytes;
    this.#pump(actor, partition, lane);
  }

  /** Lets everything leave that may, and gives up what has been on its way for too long. */
  #pump(actor: number, partition: number, lane: Lane): void {
    const { now } = this.#world.kernel;
    for (const late of lane.sends.drop(({ batch }) => lane.isOverdue(batch, now)))
      this.#giveUp(actor, partition, lane, late, 'DELIVERY_TIMED_OUT');
    for (const leaving of lane.leaving(now)) this.#send(actor, partition, lane, leaving);
  }

  #send(
    actor: number,
    partition: number,
    lane: Lane,
    { batch, failures, firstSequence }: OutgoingBatch<Batch>,
  ): void {
    const world = this.#world;
    batch.wasSent = true;
    const { service, incarnation } = this.#identity(actor);
    const settings = world.settings.client(service);
    const draft: ProduceBatch = {
      actor,
      incarnation,
      partition,
      producer: this.#producer(actor).id,
      epoch: lane.epoch,
      id: batch.id,
      sequence: settings.isIdempotent ? firstSequence : -1,
      transaction: -1,
      records: batch.records,
      sentAt: world.kernel.now,
      attempt: failures + 1,
    };
    const latency = this.wire.carry(draft, 'produce-request', batch.records[0]?.cause ?? -1);
    const row = world.teller.tell(
      code['batch-sent'],
      actor,
      -1,
      -1,
      partition,
      draft.sequence,
      batch.records.length,
      batch.records[0]?.cause ?? -1,
    );
    const records = batch.records.map(({ message, cause }) => ({
      message,
      cause: this.#tell(
        code['produce-sent'],
        draft,
        message,
        [partition, latency, draft.attempt],
        cause < 0 ? row : cause,
      ),
    }));
    const sent = { ...draft, records };
    this.wire.send(sent, latency);
  }

  #succeed(batch: ProduceBatch, baseOffset: number): void {
    this.#free(batch.actor, batch.records.length);
    for (const [index, record] of batch.records.entries()) {
      // An earlier record of this answer may have crashed the process.
      if (!this.#isCurrent(batch)) return;
      tellStored(this.#world, batch, record, baseOffset < 0 ? -1 : baseOffset + index);
    }
  }

  /** A batch is given up. Its numbers will be missing, so a numbered producer begins a new epoch. Source: TransactionManager#handleFailedBatch. */
  #giveUp(
    actor: number,
    partition: number,
    lane: Lane,
    { batch }: OutgoingBatch<Batch>,
    error: ProduceFailure,
  ): void {
    if (lane.settings.isIdempotent) lane.mustRenumber = true;
    this.#free(actor, batch.records.length);
    const { incarnation } = this.#identity(actor);
    for (const { message, cause } of batch.records)
      if (this.#world.isAlive(actor, incarnation))
        this.#expire(
          actor,
          { partition, message, cause },
          error,
          !batch.wasSent || isRefusal(error),
        );
  }

  #expire(
    actor: number,
    { partition, message, cause }: { partition: number; message: number; cause: number },
    error: ProduceFailure,
    isKnown: boolean,
  ): void {
    const row = this.#world.teller.tell(
      code['send-expired'],
      actor,
      this.#world.messages.order(message),
      message,
      partition,
      produceErrors.indexOf(error),
      isKnown ? 1 : 0,
      cause,
    );
    tellFailed(this.#world, actor, message, row);
  }

  /** There is room for so many records more: sends that waited go on, in their order. */
  #free(actor: number, records: number): void {
    const producer = this.#producers.get(actor);
    if (producer === undefined) return;
    const { recordBytes } = this.#world.plan.scenario.workload;
    const wasFull = !producer.buffer.isEmpty;
    producer.buffer.give(records * recordBytes);
    for (
      let next = producer.buffer.next(recordBytes);
      next !== undefined;
      next = producer.buffer.next(recordBytes)
    )
      this.#append(actor, producer, next.partition, next.message, next.cause);
    if (wasFull && producer.buffer.isEmpty)
      this.#tellRoom(code['buffer-freed'], actor, -1, producer, -1);
  }

  #tellRoom(
    kind: number,
    actor: number,
    partition: number,
    { buffer }: Producer,
    cause: number,
  ): void {
    this.#world.teller.tell(kind, actor, -1, -1, partition, buffer.used, buffer.limit, cause);
  }

  #tell(
    kind: number,
    { actor }: ProduceBatch,
    message: number,
    [a, b, c]: readonly [number, number, number],
    cause: number,
  ): number {
    return this.#world.teller.tell(
      kind,
      actor,
      this.#world.messages.order(message),
      message,
      a,
      b,
      c,
      cause,
    );
  }

  #wake(actor: number, partition: number, at: Micros): void {
    const { incarnation } = this.#identity(actor);
    this.#world.kernel.at(at, { kind: 'produce-due', actor, incarnation, partition });
  }

  #isCurrent({ actor, incarnation, producer }: ProduceBatch): boolean {
    return this.#world.isAlive(actor, incarnation) && this.#producers.get(actor)?.id === producer;
  }

  #inFlight(batch: ProduceBatch): { lane: Lane; sent: OutgoingBatch<Batch> } | undefined {
    if (!this.#isCurrent(batch)) return undefined;
    const lane = this.#producers.get(batch.actor)?.lanes.get(batch.partition);
    const sent = lane?.sends.inFlight.find(
      (each) => each.batch.id === batch.id && each.failures + 1 === batch.attempt,
    );
    return lane === undefined || sent === undefined ? undefined : { lane, sent };
  }

  #identity(actor: number): { readonly service: number; readonly incarnation: number } {
    const service = this.#world.cast.actors[actor]?.service ?? -1;
    return { service, incarnation: this.#world.incarnation(actor) };
  }

  #settings(actor: number) {
    return this.#world.settings.client(this.#identity(actor).service);
  }

  #producer(actor: number): Producer {
    const known = this.#producers.get(actor);
    if (known !== undefined) return known;
    const producer = {
      id: this.#nextProducer++,
      lanes: new Map<number, Lane>(),
      buffer: new Buffer(this.#settings(actor)),
      nextBatch: 1,
    };
    this.#producers.set(actor, producer);
    return producer;
  }

  #lane(producer: Producer, actor: number, partition: number): Lane {
    const known = producer.lanes.get(partition);
    if (known !== undefined) return known;
    const lane = new Lane(this.#settings(actor));
    producer.lanes.set(partition, lane);
    return lane;
  }
}

/** Whether an error says for sure that nothing was stored. */
function isRefusal(error: ProduceFailure): boolean {
  return (
    error === 'NOT_ENOUGH_REPLICAS' ||
    error === 'INVALID_PRODUCER_EPOCH' ||
    error === 'BUFFER_EXHAUSTED'
  );
}
