/** The wire between producers and brokers: requests and answers, what is lost of them, and how long a producer waits. */
import { later, type Micros } from '../../../kernel/index.ts';
import type { ProduceFailure } from '../../../trace/index.ts';
import type { ProduceBatch } from '../events.ts';
import { channelTo, legCode } from '../network.ts';
import type { ClientSettings } from '../settings.ts';
import type { World } from '../world.ts';

/** All produce requests of a world. */
export class ProduceWire {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** A request leaves, told already; it arrives after `latency`, or never when that is -1. Who wants no answer (acks=0) has it at once. */
  send(batch: ProduceBatch, latency: number): void {
    const { kernel } = this.#world;
    const { acks, requestTimeout } = this.#settings(batch);
    if (latency >= 0) kernel.after(latency as Micros, { kind: 'produce-arrives', batch });
    if (acks === '0')
      kernel.after(0 as Micros, { kind: 'produce-answered', batch, baseOffset: -1 });
    else if (latency < 0 || latency > requestTimeout)
      kernel.after(requestTimeout, { kind: 'produce-timeout', batch });
  }

  /** The broker's answer goes back. */
  answer(batch: ProduceBatch, baseOffset: number, cause: number): void {
    if (this.#settings(batch).acks === '0') return;
    const { kernel } = this.#world;
    const latency = this.carry(batch, 'produce-ack', cause);
    if (latency >= 0)
      kernel.after(latency as Micros, { kind: 'produce-answered', batch, baseOffset });
    this.#expectTimeout(batch, latency);
  }

  /** The broker's refusal goes back; who asked for no answer gets none. */
  refuse(batch: ProduceBatch, error: ProduceFailure, cause: number): void {
    if (this.#settings(batch).acks === '0') return;
    const latency = this.carry(batch, 'produce-ack', cause);
    if (latency >= 0)
      this.#world.kernel.after(latency as Micros, { kind: 'produce-failed', batch, error, cause });
    this.#expectTimeout(batch, latency);
  }

  /** The broker may not answer in time, or not at all. That alone does not keep the run going: the request does, while it waits. */
  leaveUnanswered(batch: ProduceBatch): void {
    const { acks, requestTimeout } = this.#settings(batch);
    const deadline = Math.max(
      later(batch.sentAt as Micros, requestTimeout),
      this.#world.kernel.now,
    );
    if (acks === '0') return;
    this.#world.kernel.at(deadline as Micros, { kind: 'produce-timeout', batch }, 'background');
  }

  /** When the answer will be late or lost, the producer's patience decides. */
  #expectTimeout(batch: ProduceBatch, latency: number): void {
    const { kernel } = this.#world;
    const deadline = later(batch.sentAt as Micros, this.#settings(batch).requestTimeout);
    if (latency >= 0 && kernel.now + latency <= deadline) return;
    kernel.at(Math.max(deadline, kernel.now) as Micros, { kind: 'produce-timeout', batch });
  }

  /** How long a request or its answer takes in µs, -1 when it is lost. */
  carry(batch: ProduceBatch, leg: 'produce-request' | 'produce-ack', cause: number): number {
    const world = this.#world;
    const first = batch.records[0]?.message ?? -1;
    const isRequest = leg === 'produce-request';
    const latency = world.network.carry({
      actor: batch.actor,
      attempt: batch.attempt,
      leg: isRequest ? legCode['produce-request'] : legCode['produce-ack'],
      from: isRequest ? batch.actor : batch.node,
      to: batch.actor,
      message: first,
      others: batch.records,
      partition: batch.partition,
      // A message that is sent anew meets other weather than before.
      salt: (world.producers.timesSent(first) - 1) * 0x9e37,
      cause,
    });
    const channel = channelTo(batch.node, isRequest ? 'requests' : 'answers');
    return latency < 0 ? latency : world.network.inOrder(batch.actor, channel, latency);
  }

  #settings({ actor }: ProduceBatch): ClientSettings {
    return this.#world.settings.ofActor(actor);
  }
}
