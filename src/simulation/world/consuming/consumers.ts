/** Consumers: each instance of a service that hears topics has one. Its lifecycle machine decides; this host polls and delivers for it. */
import { present, type Micros, type Scribe } from '../../../kernel/index.ts';
import {
  consumerMachine,
  stateOf,
  type ConsumerEvent,
  type Request,
} from '../../../services/index.ts';
import { code, refusals, type Refusal } from '../../../trace/index.ts';
import type { FetchedRecord } from '../events.ts';
import type { Membership } from './membership.ts';
import { Sharing } from './sharing.ts';
import type { PartitionStart, ServiceProcess } from '../process.ts';
import type { World } from '../world.ts';

/** When a consumer commits: before its work, after it, or by itself every now and then. */
type CommitTime = 'before' | 'after' | 'by itself';

/** What a lifecycle is given when it begins. */
const beginnings: Readonly<Record<CommitTime, { readonly commits: CommitTime }>> = {
  before: { commits: 'before' },
  after: { commits: 'after' },
  'by itself': { commits: 'by itself' },
};

/** All consumers of a world. */
export class Consumers {
  readonly #world: World;
  readonly #membership: Membership;
  /** The consumers that are members of share groups. */
  readonly sharing: Sharing;
  #nextTimer = 1;

  constructor(world: World, membership: Membership) {
    this.#world = world;
    this.#membership = membership;
    this.sharing = new Sharing(world);
  }

  /** Begins the lifecycle of a process, or begins it anew after a crash. */
  start(process: ServiceProcess, cause: number): void {
    this.#world.producers.transactions.start(process.actor, cause);
    if (process.service.group < 0) return;
    process.lifecycle ??= this.#world.runner.begin(
      consumerMachine,
      beginnings[this.#commitsOf(process)],
    );
    this.send(process, 'started', cause);
  }

  /** Tells the lifecycle of a process what happened, and does what it wants. */
  send(process: ServiceProcess, type: ConsumerEvent['type'], cause: number): void {
    const before = process.lifecycle;
    if (before === undefined) return;
    const { snapshot, requests } = this.#world.runner.step(consumerMachine, before, { type });
    process.lifecycle = snapshot;
    process.consumer.cause = cause;
    const from = stateOf(before);
    const to = stateOf(snapshot);
    if (from !== to) {
      const machine = this.#world.machine(process.service.consumer);
      process.consumer.cause = this.#world.teller.tell(
        code['state-changed'],
        process.actor,
        -1,
        -1,
        machine.index,
        machine.codes(from),
        machine.codes(to),
        cause,
      );
    }
    for (const request of requests) this.#perform(process, request);
  }

  /** A timer of the lifecycle has run out. */
  onTimer(process: ServiceProcess, id: string, token: number): void {
    if (process.consumer.timers?.get(id) === token)
      this.send(process, id as ConsumerEvent['type'], process.consumer.cause);
  }

  /** A heartbeat was refused: the member learns that it must join anew, or that it is out. */
  onHeartbeatRefused(process: ServiceProcess, generation: number, refusal: Refusal): void {
    if (process.consumer.generation !== generation || process.consumer.isRejoining) return;
    if (refusal === 'REBALANCE_IN_PROGRESS') this.#onRebalance(process);
    else this.onRefused(process, refusal, process.consumer.cause);
  }

  /** The coordinator wants all to join anew: with the next poll, after the record at work. */
  #onRebalance(process: ServiceProcess): void {
    if (!this.#world.assignments.isCooperative(process) || this.#stateOf(process) === 'joining') {
      this.send(process, 'rebalancing', process.consumer.cause);
      return;
    }
    if (process.consumer.isRejoining) return;
    process.consumer.mustRejoin = true;
    this.#world.polling.poll(process);
  }

  /** The member holds its assignment: it reads on from the committed offsets. A cooperative one that is at work takes it over with its next poll. */
  onAssigned(process: ServiceProcess, partitions: readonly PartitionStart[]): void {
    const { assignments } = this.#world;
    const { consumer } = process;
    consumer.isRejoining = false;
    if (!assignments.isCooperative(process)) {
      this.#world.commits.onAssigned(process);
      this.send(process, 'assigned', assignments.take(process, partitions));
      return;
    }
    consumer.dealt = partitions;
    if (this.#stateOf(process) === 'joining') this.#takeDealt(process);
    else this.#world.polling.poll(process);
  }

  /** What a poll does first: it takes over what was dealt, and joins anew if that is wanted. True when it led to another poll. */
  rejoinIfAsked(process: ServiceProcess): boolean {
    const { consumer } = process;
    if (consumer.dealt !== undefined) {
      this.#takeDealt(process);
      return true;
    }
    if (consumer.mustRejoin && !consumer.isRejoining) {
      consumer.mustRejoin = false;
      consumer.isRejoining = true;
      this.#membership.join(process);
    }
    return false;
  }

  /** A record that was handed to a thread is done. */
  onHandedOffDone(process: ServiceProcess, record: FetchedRecord): void {
    this.#world.commits.onHandedOffDone(process, record);
    this.#world.polling.poll(process);
  }

  transcribe(scribe: Scribe): void {
    this.#nextTimer = scribe.value(this.#nextTimer);
    this.sharing.transcribe(scribe);
  }

  #takeDealt(process: ServiceProcess): void {
    const { consumer } = process;
    const { dealt = [] } = consumer;
    consumer.dealt = undefined;
    this.#world.commits.onAssigned(process);
    this.#world.polling.cancel(process);
    const hasGivenUp = this.#world.assignments.change(process, dealt);
    // What was given up is dealt in a second round.
    if (hasGivenUp) consumer.mustRejoin = true;
    if (this.#stateOf(process) === 'joining') this.send(process, 'assigned', consumer.cause);
    else this.#world.polling.poll(process);
  }

  #perform(process: ServiceProcess, request: Request): void {
    const { consumer } = process;
    if (request.kind === 'timer') {
      const token = this.#nextTimer++;
      consumer.timers ??= new Map();
      consumer.timers.set(request.id, token);
      const { actor, incarnation } = process;
      this.#world.kernel.after(request.delay as Micros, {
        kind: 'process-timer',
        actor,
        incarnation,
        id: request.id,
        token,
      });
    } else if (request.kind === 'cancel') {
      consumer.timers?.delete(request.id);
    } else if (request.type === 'poll') {
      this.#world.polling.poll(process);
    } else if (request.type === 'handle') {
      this.#world.jobs.startRecord(
        process,
        present(consumer.current, 'the record at work'),
        consumer.cause,
      );
    } else if (request.type === 'commit') {
      this.#world.commits.commit(process);
    } else if (request.type === 'join') {
      this.#join(process);
    } else if (request.type === 'dropAssignment') {
      if (process.service.isShare) this.sharing.lose(process);
      else this.#world.assignments.lose(process);
    }
  }

  /** The coordinator refused a heartbeat or a commit: the member is fenced. */
  onRefused(process: ServiceProcess, refusal: Refusal, cause: number): void {
    const { consumer } = process;
    consumer.isForgotten = refusal === 'UNKNOWN_MEMBER_ID';
    consumer.awaitedCommits = 0;
    const row = this.#world.teller.tell(
      code['member-fenced'],
      process.actor,
      -1,
      -1,
      process.service.group,
      consumer.generation,
      refusals.indexOf(refusal),
      cause,
    );
    this.send(process, 'fenced', row);
  }

  /** Before it joins: an eager member commits what poll() would have committed, waits for the answers, and gives everything up. Source: ConsumerCoordinator#onJoinPrepare. */
  #join(process: ServiceProcess): void {
    if (process.service.isShare) {
      this.sharing.join(process);
      return;
    }
    const { assignments, commits } = this.#world;
    const { consumer } = process;
    if (!assignments.isCooperative(process) && !consumer.isForgotten)
      consumer.awaitedCommits = commits.commitBeforeRevocation(process, 'join');
    if (consumer.awaitedCommits === 0) this.#joinNow(process);
  }

  /** A commit that the join waited for is answered. */
  onAwaitedCommit(process: ServiceProcess): void {
    const { consumer } = process;
    if (consumer.awaitedCommits === 0) return;
    consumer.awaitedCommits -= 1;
    if (consumer.awaitedCommits === 0) this.#joinNow(process);
  }

  #joinNow(process: ServiceProcess): void {
    const { assignments } = this.#world;
    if (!assignments.isCooperative(process) || process.consumer.isForgotten)
      assignments.giveUp(process);
    process.consumer.mustRejoin = false;
    process.consumer.isRejoining = true;
    this.#membership.join(process);
  }

  #commitsOf(process: ServiceProcess): CommitTime {
    const { service } = process;
    if (service.isShare) return this.sharing.isExplicit(process) ? 'after' : 'by itself';
    if (this.#world.settings.client(service.index).commitsByItself) return 'by itself';
    return service.settings.delivery === 'at-most-once' ? 'before' : 'after';
  }

  #stateOf({ lifecycle }: ServiceProcess): string {
    return lifecycle === undefined ? '' : stateOf(lifecycle);
  }
}
