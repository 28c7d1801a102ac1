/** The producer of one process: Kafka's, set into the world. What it wants to happen is told here, and carried out. */
import {
  ProducerClient,
  type Batch,
  type Departure,
  type ProducerPort,
} from '../../../broker/index.ts';
import type { Micros, Scribe } from '../../../kernel/index.ts';
import { code, produceErrors, type ProduceFailure } from '../../../trace/index.ts';
import type { OutgoingRecord, ProduceBatch } from '../events.ts';
import type { ClientSettings } from '../settings.ts';
import type { World } from '../world.ts';
import type { ProduceWire } from './produce-wire.ts';
import { tellFailed, tellStored } from './publishers.ts';

/** What a producer is made with. */
export interface ProducerSetup {
  readonly actor: number;
  readonly incarnation: number;
  /** The producer's id; a transactional one is given it later. */
  readonly id: number;
  readonly settings: ClientSettings;
  readonly isTransactional: boolean;
}

/** A request that has not left yet. */
type Draft = Omit<ProduceBatch, 'records'> & { records: readonly OutgoingRecord[] };

/** One producer of one process. */
export class ProcessProducer implements ProducerPort<OutgoingRecord> {
  readonly actor: number;
  readonly isTransactional: boolean;
  readonly client: ProducerClient<OutgoingRecord>;
  id: number;
  readonly #world: World;
  readonly #wire: ProduceWire;
  readonly incarnation: number;
  /** A producer that was forgotten says nothing any more. */
  #isClosed = false;

  constructor(world: World, wire: ProduceWire, setup: ProducerSetup) {
    this.#world = world;
    this.#wire = wire;
    this.actor = setup.actor;
    this.incarnation = setup.incarnation;
    this.id = setup.id;
    this.isTransactional = setup.isTransactional;
    this.client = new ProducerClient(setup.settings, this, setup.isTransactional);
  }

  close(): void {
    this.#isClosed = true;
    this.client.close();
  }

  /** A batch is stored, as far as the producer was to know. */
  onStored(batch: ProduceBatch, baseOffset: number): void {
    const { now } = this.#world.kernel;
    if (this.client.onStored(now, batch.id, batch.partition, batch.attempt) === undefined) return;
    for (const [index, record] of batch.records.entries()) {
      // An earlier record of this answer may have crashed the process.
      if (this.#isClosed) return;
      tellStored(this.#world, batch, record, baseOffset < 0 ? -1 : baseOffset + index);
    }
    this.#goOn(now);
  }

  /** A request failed. */
  onFailed(batch: ProduceBatch, error: ProduceFailure, cause: number): void {
    const { client } = this;
    const { id, partition, attempt, records, actor } = batch;
    if (!client.awaits(id, partition, attempt)) return;
    const { teller, messages, kernel } = this.#world;
    for (const { message, cause: own } of records)
      teller.tell(
        code['produce-failed'],
        actor,
        messages.order(message),
        message,
        partition,
        attempt,
        produceErrors.indexOf(error),
        cause < 0 ? own : cause,
      );
    client.onFailed(kernel.now, { batch: id, partition, attempt }, error);
    this.#goOn(kernel.now);
  }

  #goOn(now: Micros): void {
    this.client.pump(now);
    if (this.isTransactional && !this.#isClosed)
      this.#world.producers.transactions.pump(this.actor);
  }

  leaderOf(partition: number): number {
    return this.#world.broker.leaderOf(partition);
  }

  mayLeave(partition: number): boolean {
    return (
      !this.isTransactional || this.#world.producers.transactions.maySend(this.actor, partition)
    );
  }

  send(departure: Departure<OutgoingRecord>): void {
    const { teller, messages, broker } = this.#world;
    const { partition, sequence, records, attempt } = departure;
    // The records' causes are the rows in which their sending is told, and those tell how long the way is.
    const batch: Draft = {
      actor: this.actor,
      incarnation: this.incarnation,
      partition,
      node: departure.node,
      producer: this.id,
      epoch: departure.epoch,
      id: departure.batch,
      sequence,
      transaction: this.isTransactional ? broker.transactions.current(this.actor) : -1,
      records,
      sentAt: this.#world.kernel.now,
      attempt,
    };
    const first = records[0]?.cause ?? -1;
    const latency = this.#wire.carry(batch, 'produce-request', first);
    const row = teller.tell(
      code['batch-sent'],
      this.actor,
      -1,
      -1,
      partition,
      sequence,
      records.length,
      first,
    );
    batch.records = records.map(({ message, cause }) => ({
      message,
      cause: teller.tell(
        code['produce-sent'],
        this.actor,
        messages.order(message),
        message,
        partition,
        latency,
        attempt,
        cause < 0 ? row : cause,
      ),
    }));
    this.#wire.send(batch, latency);
  }

  gaveUp(
    partition: number,
    records: Batch<OutgoingRecord>['records'],
    error: string,
    isKnown: boolean,
  ): void {
    const { teller, messages, producers } = this.#world;
    if (this.isTransactional) producers.transactions.onBatchFailed(this.actor, error);
    for (const { message, cause } of records) {
      if (this.#isClosed) return;
      const row = teller.tell(
        code['send-expired'],
        this.actor,
        messages.order(message),
        message,
        partition,
        produceErrors.indexOf(error as ProduceFailure),
        isKnown ? 1 : 0,
        cause,
      );
      tellFailed(this.#world, this.actor, message, row);
    }
  }

  wake(at: Micros, isUrgent: boolean): void {
    const { actor, incarnation } = this;
    const weight = isUrgent ? 'foreground' : 'background';
    this.#world.kernel.at(at, { kind: 'produce-due', actor, incarnation }, weight);
  }

  bufferFull(partition: number): void {
    this.#tellRoom(code['buffer-full'], partition);
  }

  bufferFreed(): void {
    this.#tellRoom(code['buffer-freed'], -1);
  }

  transcribe(scribe: Scribe): void {
    this.id = scribe.value(this.id);
    this.#isClosed = scribe.value(this.#isClosed);
    this.client.transcribe(scribe);
  }

  #tellRoom(kind: number, partition: number): void {
    const { used, limit } = this.client.pool;
    this.#world.teller.tell(kind, this.actor, -1, -1, partition, used, limit, -1);
  }
}
