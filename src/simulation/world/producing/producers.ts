/** Producers: each process that publishes has one, with the settings of its service. */
import type { Acks } from '../../../broker/index.ts';
import { FewMap, Table, type Scribe } from '../../../kernel/index.ts';
import type { ProduceFailure } from '../../../trace/index.ts';
import type { ProduceBatch } from '../events.ts';
import type { World } from '../world.ts';
import { Placement } from './placement.ts';
import { ProcessProducer } from './process-producer.ts';
import { ProduceWire } from './produce-wire.ts';
import { Transactions } from './transactions.ts';

/** All producers of a world. */
export class Producers {
  readonly #world: World;
  readonly #producers = new FewMap<ProcessProducer>();
  readonly #placement: Placement;
  readonly wire: ProduceWire;
  readonly transactions: Transactions;
  /** How often a message of each order and type was sent anew. */
  readonly #sends = new Table<number>();
  #nextProducer = 1;

  constructor(world: World) {
    this.#world = world;
    this.#placement = new Placement(world);
    this.wire = new ProduceWire(world);
    this.transactions = new Transactions(world);
  }

  /** The partition for a message's record: where its key belongs, or where the producer likes when it has none. */
  placeOf(actor: number, message: number): number {
    return this.#placement.partition(actor, message);
  }

  /** Sends a message's record to its partition. */
  publish(actor: number, message: number, cause: number): void {
    this.produce(actor, this.placeOf(actor, message), message, cause);
  }

  /** Sends a message's record to a partition. */
  produce(actor: number, partition: number, message: number, cause: number): void {
    const { recordBytes } = this.#world.plan.scenario.workload;
    this.#sends.set(this.#subject(message), this.timesSent(message) + 1);
    const { client, isTransactional } = this.of(actor);
    if (isTransactional) this.transactions.addPartition(actor, partition);
    client.send(this.#world.kernel.now, partition, { message, cause }, recordBytes);
  }

  /** How often somebody has sent a message of this order and type anew: repetitions of a request do not count. */
  timesSent(message: number): number {
    return this.#sends.get(this.#subject(message)) ?? 0;
  }

  #subject(message: number): number {
    const { messages, cast } = this.#world;
    return messages.order(message) * cast.types.length + messages.type(message);
  }

  /** Forgets a crashed process's producer. Its next one has a new id, unless the coordinator knows it by its transactional.id. */
  forget(actor: number): void {
    this.#producers.get(actor)?.close();
    this.#producers.delete(actor);
    this.#placement.forget(actor);
    this.transactions.forget(actor);
  }

  /** Whom a process's producer waits for. */
  acksOf(actor: number): Acks {
    return this.#settings(actor).acks;
  }

  /** A number that no producer has had. */
  newId(): number {
    return this.#nextProducer++;
  }

  /** The process learns that its batch is stored. */
  onAnswered(batch: ProduceBatch, baseOffset: number): void {
    this.#current(batch)?.onStored(batch, baseOffset);
  }

  /** No answer came in time. */
  onTimeout(batch: ProduceBatch): void {
    this.onFailed(batch, 'REQUEST_TIMED_OUT', -1);
  }

  /** The process learns that its request failed. */
  onFailed(batch: ProduceBatch, error: ProduceFailure, cause: number): void {
    this.#current(batch)?.onFailed(batch, error, cause);
  }

  /** A linger, a pause, or the patience of somebody may be over. */
  onDue(actor: number, incarnation: number): void {
    if (this.#world.isAlive(actor, incarnation))
      this.#producers.get(actor)?.client.onDue(this.#world.kernel.now);
  }

  /** The producer of a process; its first use makes it. */
  of(actor: number): ProcessProducer {
    const known = this.#producers.get(actor);
    if (known !== undefined) return known;
    const id = this.transactions.isFor(actor) ? -1 : this.newId();
    const producer = this.#make(actor, this.#world.incarnation(actor), id);
    this.#producers.set(actor, producer);
    return producer;
  }

  transcribe(scribe: Scribe): void {
    scribe.map(this.#producers, (now) => {
      const actor = scribe.value(now?.actor ?? -1);
      const incarnation = scribe.value(now?.incarnation ?? -1);
      return scribe.part(now, () => this.#make(actor, incarnation, -1));
    });
    this.#placement.transcribe(scribe);
    this.transactions.transcribe(scribe);
    scribe.memento(this.#sends);
    this.#nextProducer = scribe.value(this.#nextProducer);
  }

  #make(actor: number, incarnation: number, id: number): ProcessProducer {
    const isTransactional = this.transactions.isFor(actor);
    const settings = this.#settings(actor);
    const setup = { actor, incarnation, id, settings, isTransactional };
    return new ProcessProducer(this.#world, this.wire, setup);
  }

  /** The producer that sent a batch, if it still runs. */
  #current({ actor, incarnation, producer }: ProduceBatch): ProcessProducer | undefined {
    const known = this.#producers.get(actor);
    return known?.id === producer && this.#world.isAlive(actor, incarnation) ? known : undefined;
  }

  #settings(actor: number) {
    return this.#world.settings.ofActor(actor);
  }
}
