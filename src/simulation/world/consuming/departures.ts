/** How members leave: closed in an orderly way, or taken out by their own client because they did not poll for max.poll.interval.ms. Source: AbstractCoordinator#maybeLeaveGroup, HeartbeatThread. */
import { later, type Micros, type Scribe } from '../../../kernel/index.ts';
import { stateOf } from '../../../services/index.ts';
import { code } from '../../../trace/index.ts';
import type { ServiceProcess } from '../process.ts';
import type { World } from '../world.ts';

const closed = 0;
const overdue = 1;
const leaveLeg = 24;

/** Every departure of a world. */
export class Departures {
  readonly #world: World;
  #requests = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** Looks after max.poll.interval.ms from now on, if nobody does yet. */
  watch(process: ServiceProcess): void {
    const { consumer, actor, incarnation } = process;
    if (consumer.isWatched) return;
    consumer.isWatched = true;
    const { maxPollInterval } = this.#world.settings.client(process.service.index);
    const at = Math.max(
      later(consumer.polledAt as Micros, maxPollInterval),
      this.#world.kernel.now + 1,
    ) as Micros;
    this.#world.kernel.at(at, { kind: 'poll-check', actor, incarnation }, 'background');
  }

  /** The interval may have passed. Heartbeats go on all the time: only the client itself can know. */
  onCheck(process: ServiceProcess): void {
    const { consumer, service } = process;
    consumer.isWatched = false;
    if (process.lifecycle === undefined || consumer.member < 0) return;
    const state = stateOf(process.lifecycle);
    // Between two records there are polls.
    if (state !== 'working' && state !== 'publishing' && state !== 'committing') return;
    const { maxPollInterval, isStatic } = this.#world.settings.client(service.index);
    const due = later(consumer.polledAt as Micros, maxPollInterval);
    if (due > this.#world.kernel.now) {
      this.watch(process);
      return;
    }
    consumer.cause = this.#world.teller.tell(
      code['poll-overdue'],
      process.actor,
      -1,
      -1,
      service.group,
      consumer.generation,
      consumer.member,
      consumer.cause,
    );
    // A static member only falls silent: its session must run out first.
    consumer.session += 1;
    if (!isStatic) this.#leave(process, overdue);
    this.#world.consumers.send(process, 'rebalancing', consumer.cause);
  }

  /** Closes a consumer: it commits what it may, gives up its partitions and leaves; a static member stays one. Source: KafkaConsumer#close. */
  close(process: ServiceProcess): void {
    const { commits, assignments, consumers, settings } = this.#world;
    commits.commitBeforeRevocation(process, 'nobody');
    assignments.giveUp(process);
    if (!settings.client(process.service.index).isStatic) this.#leave(process, closed);
    consumers.send(process, 'closed', process.consumer.cause);
    this.#world.instances.onClosed(process);
  }

  #leave(process: ServiceProcess, reason: number): void {
    const { actor, consumer, service } = process;
    const { kernel, network } = this.#world;
    kernel.after(network.carryProtocol(actor, leaveLeg, this.#requests++), {
      kind: 'leave-arrives',
      actor,
      group: service.group,
      member: consumer.member,
      reason,
    });
  }

  transcribe(scribe: Scribe): void {
    this.#requests = scribe.value(this.#requests);
  }
}
