/** Consumers: each instance of a service that hears topics has one. Its lifecycle machine decides; this host polls and delivers for it. */
import { present, type Micros } from '../../../kernel/index.ts';
import {
  consumerMachine,
  stateOf,
  type ConsumerEvent,
  type Request,
} from '../../../services/index.ts';
import { code, refusals, type Refusal } from '../../../trace/index.ts';
import { startingPosition, type ResetAnswer } from '../../../broker/index.ts';
import type { Fetch, FetchedRecord, WorldEvent } from '../events.ts';
import type { Membership } from './membership.ts';
import { ConsumerMemory, type ServiceProcess } from '../process.ts';
import type { World } from '../world.ts';

type FetchFailed = Extract<WorldEvent, { kind: 'fetch-failed' }>;

/** All consumers of a world. */
export class Consumers {
  readonly #world: World;
  readonly #membership: Membership;
  #nextTimer = 1;

  constructor(world: World, membership: Membership) {
    this.#world = world;
    this.#membership = membership;
  }

  /** Begins the lifecycle of a process, or begins it anew after a crash. */
  start(process: ServiceProcess, cause: number): void {
    if (process.service.group < 0) return;
    process.lifecycle ??= this.#world.runner.begin(consumerMachine, {
      commitsFirst: process.service.settings.delivery === 'at-most-once',
    });
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
      const { world, machine } = this.#machineOf(process);
      process.consumer.cause = world.teller.tell(
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

  /** Records reach the consumer that asked for them. */
  onRecords(fetch: Fetch, records: readonly FetchedRecord[]): void {
    const process = this.#world.aliveProcess(fetch.actor, fetch.incarnation);
    if (process?.consumer.fetch?.id !== fetch.id) return;
    process.consumer.fetch = undefined;
    process.consumer.buffer = records;
    process.consumer.next = 0;
    this.#poll(process);
  }

  /** The answer to a fetch was lost: the consumer asks once more. */
  onFetchTimeout(fetch: Fetch): void {
    const process = this.#world.aliveProcess(fetch.actor, fetch.incarnation);
    if (process?.consumer.fetch?.id !== fetch.id) return;
    this.#fetch(process, fetch.attempt + 1);
  }

  /** The log does not have what the consumer wants: auto.offset.reset decides where it goes on. Source: SubscriptionState, OffsetsForLeaderEpochUtils. */
  onFetchFailed({ fetch, partition, start, end }: FetchFailed): void {
    const process = this.#world.aliveProcess(fetch.actor, fetch.incarnation);
    if (process?.consumer.fetch?.id !== fetch.id) return;
    const { consumer } = process;
    consumer.fetch = undefined;
    const asked = consumer.positions.get(partition) ?? 0;
    const row = this.#world.teller.tell(
      code['offset-out-of-range'],
      process.actor,
      -1,
      -1,
      partition,
      asked,
      start,
      consumer.cause,
    );
    const { resetPolicy: policy } = this.#world.settings.client(process.service.index);
    const answer = startingPosition({ committed: asked, start, end, policy });
    this.#reset(process, partition, answer, row);
    this.#poll(process);
  }

  /** Begins a partition where auto.offset.reset says; with none there is nowhere to begin, and it is not read. */
  #reset(process: ServiceProcess, partition: number, answer: ResetAnswer, cause: number): void {
    const { consumer, actor } = process;
    const { teller } = this.#world;
    if (answer.kind === 'failed') {
      const asked = consumer.positions.get(partition) ?? -1;
      teller.tell(code['reset-failed'], actor, -1, -1, partition, asked, -1, cause);
      consumer.positions.delete(partition);
      return;
    }
    teller.tell(
      code['position-reset'],
      actor,
      -1,
      -1,
      partition,
      answer.offset,
      answer.skipped,
      cause,
    );
    consumer.positions.set(partition, answer.offset);
    consumer.committing.set(partition, answer.offset);
  }

  /** Whether a consumer still waits for the answer to this fetch. */
  awaits(fetch: Fetch): boolean {
    return this.#world.process(fetch.actor).consumer.fetch?.id === fetch.id;
  }

  /** How long the answer to a fetch takes, -1 when it is lost. */
  carryRecords(fetch: Fetch, message: number, partition: number, cause: number): number {
    const { network } = this.#world;
    return network.carry({
      occasion: this.#world.occasionOf(fetch.actor, message, fetch.attempt),
      leg: 'fetch-response',
      from: this.#world.brokerActor,
      message,
      partition,
      salt: fetch.actor * 0x9e37,
      cause,
    });
  }

  /** A timer of the lifecycle has run out. */
  onTimer(process: ServiceProcess, id: string, token: number): void {
    if (process.consumer.timers.get(id) === token)
      this.send(process, id as ConsumerEvent['type'], process.consumer.cause);
  }

  /** A heartbeat was refused: the member learns that it must join anew, or that it is out. */
  onHeartbeatRefused(process: ServiceProcess, generation: number, refusal: Refusal): void {
    if (process.consumer.generation !== generation) return;
    if (refusal === 'REBALANCE_IN_PROGRESS')
      this.send(process, 'rebalancing', process.consumer.cause);
    else this.onRefused(process, refusal, process.consumer.cause);
  }

  /** The member holds its assignment: it reads on from the committed offsets. */
  onAssigned(
    process: ServiceProcess,
    generation: number,
    partitions: readonly { readonly partition: number; readonly offset: number }[],
  ): void {
    const { teller } = this.#world;
    let cause = process.consumer.cause;
    for (const { partition, offset: committed } of partitions) {
      const offset = Math.max(0, committed);
      process.consumer.positions.set(partition, offset);
      process.consumer.committing.set(partition, offset);
      cause = teller.tell(
        code['partition-assigned'],
        process.actor,
        -1,
        -1,
        partition,
        generation,
        offset,
        process.consumer.cause,
      );
      if (committed < 0) this.#begin(process, partition, cause);
    }
    this.send(process, 'assigned', cause);
  }

  /** Nothing is committed: auto.offset.reset decides. Where that is the beginning of a whole log, there is nothing to tell. */
  #begin(process: ServiceProcess, partition: number, cause: number): void {
    const { log } = this.#world.broker.partition(partition);
    const { resetPolicy: policy, isolation } = this.#world.settings.client(process.service.index);
    const end = isolation === 'read_committed' ? log.lastStableOffset : log.highWatermark;
    const { start } = log;
    if (policy === 'earliest' && start === 0) return;
    this.#reset(
      process,
      partition,
      startingPosition({ committed: undefined, start, end, policy }),
      cause,
    );
  }

  #perform(process: ServiceProcess, request: Request): void {
    const { timers } = process.consumer;
    if (request.kind === 'timer') {
      const token = this.#nextTimer++;
      timers.set(request.id, token);
      const { actor, incarnation } = process;
      this.#world.kernel.after(request.delay as Micros, {
        kind: 'process-timer',
        actor,
        incarnation,
        id: request.id,
        token,
      });
    } else if (request.kind === 'cancel') {
      timers.delete(request.id);
    } else if (request.type === 'poll') {
      this.#poll(process);
    } else if (request.type === 'handle') {
      this.#world.jobs.startRecord(
        process,
        present(process.consumer.current, 'the record at work'),
        process.consumer.cause,
      );
    } else if (request.type === 'commit') {
      this.#world.commits.commit(process);
    } else if (request.type === 'join') {
      this.#giveUpPartitions(process);
      this.#membership.join(process);
    } else if (request.type === 'dropAssignment') {
      this.#giveUpPartitions(process);
    }
  }

  /** Takes the next record that the service subscribes to; asks for more when there is none. */
  #poll(process: ServiceProcess): void {
    const { consumer } = process;
    if (
      consumer.fetch !== undefined ||
      process.lifecycle === undefined ||
      stateOf(process.lifecycle) !== 'polling'
    )
      return;
    this.#skip(process);
    const record = consumer.buffer[consumer.next];
    if (record !== undefined) {
      consumer.next += 1;
      consumer.current = record;
      consumer.positions.set(record.partition, record.offset + 1);
      this.send(process, 'record', record.sentRow);
      return;
    }
    this.#world.commits.commitSkipped(process);
    if (consumer.positions.size > 0) this.#fetch(process, 1);
  }

  #fetch(process: ServiceProcess, attempt: number): void {
    const { consumer, actor, incarnation } = process;
    const positions = [...consumer.positions].map(([partition, offset]) => ({ partition, offset }));
    consumer.fetches += 1;
    consumer.fetch = { actor, incarnation, id: consumer.fetches, attempt, positions };
    this.#world.kernel.after(this.#world.network.carryProtocol(actor, 0, consumer.fetches), {
      kind: 'fetch-arrives',
      fetch: consumer.fetch,
    });
  }

  /** Passes over records of types that the service does not subscribe to: told in one row per run. */
  #skip(process: ServiceProcess): void {
    const { consumer, service } = process;
    const { messages, teller } = this.#world;
    for (
      let first = consumer.buffer[consumer.next];
      first !== undefined;
      first = consumer.buffer[consumer.next]
    ) {
      const begun = consumer.next;
      let record: FetchedRecord | undefined = first;
      while (
        record?.partition === first.partition &&
        !service.hearers.has(messages.type(record.message))
      ) {
        consumer.next += 1;
        consumer.positions.set(record.partition, record.offset + 1);
        record = consumer.buffer[consumer.next];
      }
      if (consumer.next === begun) return;
      teller.tell(
        code['records-skipped'],
        process.actor,
        -1,
        -1,
        first.partition,
        first.offset,
        consumer.next - begun,
        first.sentRow,
      );
    }
  }

  /** The coordinator refused a heartbeat or a commit: the member is fenced. */
  onRefused(process: ServiceProcess, refusal: Refusal, cause: number): void {
    const { consumer } = process;
    consumer.isForgotten = refusal === 'UNKNOWN_MEMBER_ID';
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

  /** Eager: before it joins anew, a member gives up all that it has, and with it the records that it fetched ahead. */
  #giveUpPartitions(process: ServiceProcess): void {
    const { teller } = this.#world;
    const { consumer } = process;
    for (const partition of consumer.positions.keys()) {
      teller.tell(
        code['partition-revoked'],
        process.actor,
        -1,
        -1,
        partition,
        consumer.generation,
        -1,
        consumer.cause,
      );
    }
    const kept = process.consumer;
    process.consumer = new ConsumerMemory();
    Object.assign(process.consumer, {
      member: kept.member,
      generation: kept.generation,
      isForgotten: kept.isForgotten,
      fetches: kept.fetches,
      cause: kept.cause,
      session: kept.session + 1,
    });
  }

  #machineOf(process: ServiceProcess) {
    return { world: this.#world, machine: this.#world.machine(process.service.consumer) };
  }
}
