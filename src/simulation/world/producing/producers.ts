/** Producers: each process that publishes has one. It keeps one request per partition in flight, so records of a partition never overtake each other, and asks again until it is answered. */
import { later, type Micros } from '../../../kernel/index.ts';
import { code } from '../../../trace/index.ts';
import type { OutgoingRecord, ProduceBatch } from '../events.ts';
import type { World } from '../world.ts';

/** What a producer holds in memory for one partition. */
interface Lane {
  queue: OutgoingRecord[];
  inFlight: ProduceBatch | undefined;
  nextSequence: number;
}

interface Producer {
  readonly id: number;
  readonly lanes: Map<number, Lane>;
}

/** All producers of a world. */
export class Producers {
  readonly #world: World;
  readonly #producers = new Map<number, Producer>();
  #nextProducer = 1;

  constructor(world: World) {
    this.#world = world;
  }

  /** Sends a message's record to a partition, as soon as the request before it is answered. */
  produce(actor: number, partition: number, message: number, cause: number): void {
    const lane = this.#lane(actor, partition);
    lane.queue.push({ message, cause });
    this.#flush(actor, partition, lane);
  }

  /** Forgets a crashed process's producer. Its next one has a new id: the broker cannot know that it is the same program. */
  forget(actor: number): void {
    this.#producers.delete(actor);
  }

  /** The broker's answer goes back. */
  answerProduce(batch: ProduceBatch, baseOffset: number, cause: number): void {
    const world = this.#world;
    const latency = this.#carry(batch, 'produce-ack', cause);
    if (latency >= 0)
      world.kernel.after(latency as Micros, { kind: 'produce-answered', batch, baseOffset });
    const deadline = later(batch.sentAt as Micros, world.settings.general.requestTimeout);
    const isLate = latency < 0 || world.kernel.now + latency > deadline;
    if (isLate && deadline >= world.kernel.now)
      world.kernel.at(deadline, { kind: 'produce-timeout', batch });
    else if (latency < 0) world.kernel.after(0 as Micros, { kind: 'produce-timeout', batch });
  }

  /** The process learns that its batch is stored. */
  onAnswered(batch: ProduceBatch, baseOffset: number): void {
    const lane = this.#current(batch);
    if (lane === undefined) return;
    lane.inFlight = undefined;
    batch.records.forEach((record, index) => {
      // An earlier record of this answer may have crashed the process.
      if (!this.#world.isAlive(batch.actor, batch.incarnation)) return;
      this.#world.onAcknowledged(batch, record, baseOffset + index);
    });
    if (this.#world.isAlive(batch.actor, batch.incarnation))
      this.#flush(batch.actor, batch.partition, lane);
  }

  /** No answer came in time: the same batch is sent again after a pause. */
  onTimeout(batch: ProduceBatch): void {
    const lane = this.#current(batch);
    if (lane === undefined) return;
    const again = { ...batch, attempt: batch.attempt + 1 };
    lane.inFlight = again;
    this.#world.kernel.after(this.#world.settings.general.retryBackoff, {
      kind: 'produce-again',
      batch: again,
    });
  }

  /** The pause is over. */
  onAgain(batch: ProduceBatch): void {
    const lane = this.#current(batch);
    if (lane !== undefined) this.#send({ ...batch, sentAt: this.#world.kernel.now }, lane);
  }

  #current(batch: ProduceBatch): Lane | undefined {
    if (!this.#world.isAlive(batch.actor, batch.incarnation)) return undefined;
    const lane = this.#producers.get(batch.actor)?.lanes.get(batch.partition);
    return lane?.inFlight?.sequence === batch.sequence && lane.inFlight.attempt === batch.attempt
      ? lane
      : undefined;
  }

  #flush(actor: number, partition: number, lane: Lane): void {
    if (lane.inFlight !== undefined || lane.queue.length === 0) return;
    const records = lane.queue;
    lane.queue = [];
    const producer = this.#producer(actor);
    const batch: ProduceBatch = {
      actor,
      incarnation: this.#world.incarnation(actor),
      partition,
      producer: producer.id,
      sequence: lane.nextSequence,
      records,
      sentAt: this.#world.kernel.now,
      attempt: 1,
    };
    lane.nextSequence += records.length;
    this.#send(batch, lane);
  }

  #send(batch: ProduceBatch, lane: Lane): void {
    const world = this.#world;
    lane.inFlight = batch;
    const latency = this.#carry(batch, 'produce-request', batch.records[0]?.cause ?? -1);
    const records = batch.records.map((record) => {
      const order = world.messages.order(record.message);
      const cause = world.teller.tell(
        code['produce-sent'],
        batch.actor,
        order,
        record.message,
        batch.partition,
        latency,
        batch.attempt,
        record.cause,
      );
      return { message: record.message, cause };
    });
    const sent = { ...batch, records };
    lane.inFlight = sent;
    if (latency >= 0)
      world.kernel.after(latency as Micros, { kind: 'produce-arrives', batch: sent });
    if (latency < 0 || latency > world.settings.general.requestTimeout)
      world.kernel.after(world.settings.general.requestTimeout, {
        kind: 'produce-timeout',
        batch: sent,
      });
  }

  #carry(batch: ProduceBatch, leg: 'produce-request' | 'produce-ack', cause: number): number {
    const world = this.#world;
    const first = batch.records[0]?.message ?? -1;
    return world.network.carry({
      occasion: world.occasionOf(batch.actor, first, batch.attempt),
      leg,
      from: leg === 'produce-request' ? batch.actor : world.brokerActor,
      message: first,
      others: batch.records,
      partition: batch.partition,
      salt: 0,
      cause,
    });
  }

  #producer(actor: number): Producer {
    const known = this.#producers.get(actor);
    if (known !== undefined) return known;
    const producer = { id: this.#nextProducer++, lanes: new Map<number, Lane>() };
    this.#producers.set(actor, producer);
    return producer;
  }

  #lane(actor: number, partition: number): Lane {
    const { lanes } = this.#producer(actor);
    const known = lanes.get(partition);
    if (known !== undefined) return known;
    const lane: Lane = { queue: [], inFlight: undefined, nextSequence: 0 };
    lanes.set(partition, lane);
    return lane;
  }
}
