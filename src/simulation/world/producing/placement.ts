/** Where a producer puts a record: by its key, or, without one, where its sticky partitioner stands. */
import { StickyPartitioner } from '../../../broker/index.ts';
import { hashName, present } from '../../../kernel/index.ts';
import type { World } from '../world.ts';

const stickyPurpose = hashName('sticky partition');

/** The partitioners of all producers of a world. */
export class Placement {
  readonly #world: World;
  readonly #sticky = new Map<number, { partitions: number; partitioner: StickyPartitioner }>();
  #draws = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** The partition (index in the cast) for a message's record. */
  partition(actor: number, message: number): number {
    const { messages, cast, plan, settings } = this.#world;
    if (plan.scenario.workload.key !== 'none') return messages.partition(message);
    const topic = cast.types[messages.type(message)]?.topic ?? -1;
    const { firstPartition, maxPartitions } = present(cast.topics[topic], 'a topic');
    const partitions = messages.liveCount(topic);
    const key = actor * 256 + topic;
    let known = this.#sticky.get(key);
    if (known === undefined || known.partitions !== partitions) {
      const batchBytes = Math.max(1, settings.client(cast.actors[actor]?.service ?? -1).batchBytes);
      const partitioner = new StickyPartitioner({
        partitions,
        batchBytes,
        random: () => this.#draw(actor, topic),
        hasLeader: (partition) =>
          this.#world.broker.leaderOf(firstPartition + Math.min(partition, maxPartitions - 1)) >= 0,
      });
      known = { partitions, partitioner };
      this.#sticky.set(key, known);
    }
    return firstPartition + known.partitioner.place(plan.scenario.workload.recordBytes);
  }

  /** A crashed process begins with a new partitioner. */
  forget(actor: number): void {
    for (const key of this.#sticky.keys())
      if (Math.floor(key / 256) === actor) this.#sticky.delete(key);
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
