/** Where a producer puts a record: by its key, or, without one, where its sticky partitioner stands. */
import { StickyPartitioner } from '../../../broker/index.ts';
import { hashName, present, type Scribe } from '../../../kernel/index.ts';
import type { World } from '../world.ts';

const stickyPurpose = hashName('sticky partition');

/** Where one producer stands in one topic. */
interface Standing {
  readonly actor: number;
  readonly topic: number;
  readonly partitions: number;
  readonly batchBytes: number;
  readonly partitioner: StickyPartitioner;
}

/** The partitioners of all producers of a world. */
export class Placement {
  readonly #world: World;
  readonly #sticky = new Map<number, Standing>();
  #draws = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** The partition (index in the cast) for a message's record. */
  partition(actor: number, message: number): number {
    const { messages, cast, plan, settings } = this.#world;
    if (plan.scenario.workload.key !== 'none') return messages.partition(message);
    const topic = cast.types[messages.type(message)]?.topic ?? -1;
    const { firstPartition } = present(cast.topics[topic], 'a topic');
    const partitions = messages.liveCount(topic);
    const key = actor * 256 + topic;
    let known = this.#sticky.get(key);
    if (known === undefined || known.partitions !== partitions) {
      const batchBytes = Math.max(1, settings.ofActor(actor).batchBytes);
      known = this.#begin(actor, topic, partitions, batchBytes);
      this.#sticky.set(key, known);
    }
    this.#weigh(actor, firstPartition, known);
    return firstPartition + known.partitioner.place(plan.scenario.workload.recordBytes);
  }

  /** Tells an adaptive partitioner how much waits where. A partition without a leader is left out. Source: RecordAccumulator#ready, KIP-794. */
  #weigh(
    actor: number,
    firstPartition: number,
    { partitions, partitioner }: { partitions: number; partitioner: StickyPartitioner },
  ): void {
    const { settings, producers, broker } = this.#world;
    if (!settings.ofActor(actor).adaptsPartitions) return;
    const all = Array.from({ length: partitions }, (_, index) => firstPartition + index);
    const sizes = producers.of(actor).client.queueSizes(all);
    if (sizes === undefined) return;
    const indexes = all.map((_, index) => index);
    const isLed = (index: number): boolean => broker.leaderOf(firstPartition + index) >= 0;
    const led = indexes.filter(isLed);
    // Those that are left out stand at the end, where they do not count.
    const order = [...led, ...indexes.filter((index) => !isLed(index))];
    partitioner.updateLoad({
      queueSizes: order.map((index) => sizes[index] ?? 0),
      partitions: order,
      length: led.length,
    });
  }

  /** A crashed process begins with a new partitioner. */
  forget(actor: number): void {
    for (const key of this.#sticky.keys())
      if (Math.floor(key / 256) === actor) this.#sticky.delete(key);
  }

  transcribe(scribe: Scribe): void {
    scribe.map(this.#sticky, (now) => {
      const [actor, topic] = [scribe.value(now?.actor ?? 0), scribe.value(now?.topic ?? 0)];
      const partitions = scribe.value(now?.partitions ?? 1);
      const batchBytes = scribe.value(now?.batchBytes ?? 1);
      const standing = now ?? this.#begin(actor, topic, partitions, batchBytes);
      standing.partitioner.transcribe(scribe);
      return standing;
    });
    this.#draws = scribe.value(this.#draws);
  }

  #begin(actor: number, topic: number, partitions: number, batchBytes: number): Standing {
    const { broker, cast } = this.#world;
    const { firstPartition, maxPartitions } = present(cast.topics[topic], 'a topic');
    const partitioner = new StickyPartitioner({
      partitions,
      batchBytes,
      random: () => this.#draw(actor, topic),
      hasLeader: (partition) =>
        broker.leaderOf(firstPartition + Math.min(partition, maxPartitions - 1)) >= 0,
    });
    return { actor, topic, partitions, batchBytes, partitioner };
  }

  #draw(actor: number, topic: number): number {
    return this.#world.draws.between(0, 0x7fff_fffe, stickyPurpose, {
      order: 0,
      step: actor,
      leg: topic,
      attempt: this.#draws++,
    });
  }
}
