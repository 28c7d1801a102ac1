/** poll(): a consumer fetches, passes over what it does not want, and takes one record after the other. What belongs to a poll happens here: joining anew, committing by itself, leaving. */
import { startingPosition } from '../../../broker/index.ts';
import { stateOf } from '../../../services/index.ts';
import { code } from '../../../trace/index.ts';
import type { Fetch, FetchedRecord, WorldEvent } from '../events.ts';
import { legCode } from '../network.ts';
import type { ServiceProcess } from '../process.ts';
import type { World } from '../world.ts';

type FetchFailed = Extract<WorldEvent, { kind: 'fetch-failed' }>;

/** The polls of all consumers of a world. */
export class Polling {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** Takes the next record that the service subscribes to; asks for more when there is none. */
  poll(process: ServiceProcess): void {
    const { consumers, commits, departures } = this.#world;
    const { consumer } = process;
    if (!this.#isPolling(process)) return;
    if (process.service.isShare) {
      this.#world.consumers.sharing.poll(process);
      return;
    }
    if (consumers.rejoinIfAsked(process)) return;
    if (consumer.isClosing) {
      departures.close(process);
      return;
    }
    if (consumer.fetch !== undefined) return;
    for (let record = this.#next(process); record !== undefined; record = this.#next(process)) {
      if (process.service.settings.handling === 'in-turn') {
        consumer.current = record;
        consumers.send(process, 'record', record.sentRow);
        return;
      }
      if (!this.#handOff(process, record)) return;
    }
    commits.onPoll(process);
    commits.commitSkipped(process);
    if (consumer.positions.size > 0) this.#fetch(process, 1);
  }

  /** Records reach the consumer that asked for them. */
  onRecords(fetch: Fetch, records: readonly FetchedRecord[]): void {
    const process = this.#waiting(fetch);
    if (process === undefined) return;
    const { consumer } = process;
    consumer.fetch = undefined;
    consumer.buffer = records;
    consumer.next = 0;
    consumer.polledAt = this.#world.kernel.now;
    if (!process.service.isShare) {
      this.#letOthersBegin(process);
      this.#world.departures.watch(process);
    }
    this.poll(process);
  }

  /** The answer to a fetch was lost: the consumer asks once more. */
  onFetchTimeout(fetch: Fetch): void {
    const process = this.#waiting(fetch);
    if (process === undefined) return;
    if (process.service.isShare) this.#world.consumers.sharing.fetch(process, fetch.attempt + 1);
    else this.#fetch(process, fetch.attempt + 1);
  }

  /** The log does not have what the consumer wants: auto.offset.reset decides where it goes on. Source: FetchCollector#handleInitializeErrors. */
  onFetchFailed({ fetch, partition, start, end }: FetchFailed): void {
    const process = this.#waiting(fetch);
    if (process === undefined) return;
    const { consumer, actor } = process;
    consumer.fetch = undefined;
    const asked = consumer.positions.get(partition) ?? 0;
    const row = this.#world.teller.tell(
      code['offset-out-of-range'],
      actor,
      -1,
      -1,
      partition,
      asked,
      start,
      consumer.cause,
    );
    const { resetPolicy: policy } = this.#world.settings.client(process.service.index);
    const answer = startingPosition({ committed: asked, start, end, policy });
    this.#world.assignments.reset(process, partition, answer, row);
    this.poll(process);
  }

  /** Whether a consumer still waits for the answer to this fetch. */
  awaits(fetch: Fetch): boolean {
    return this.#world.process(fetch.actor).consumer.fetch?.id === fetch.id;
  }

  /** How long the answer to a fetch takes, -1 when it is lost. */
  carryRecords(fetch: Fetch, message: number, partition: number, cause: number): number {
    const { network } = this.#world;
    return network.carry({
      actor: fetch.actor,
      attempt: fetch.attempt,
      leg: legCode['fetch-response'],
      from: this.#world.broker.nodeFor(partition),
      to: fetch.actor,
      message,
      others: undefined,
      partition,
      salt: fetch.actor * 0x9e37,
      cause,
    });
  }

  /** Gives a fetch up: what the consumer wants to read has changed. */
  cancel(process: ServiceProcess): void {
    process.consumer.fetch = undefined;
  }

  /** A full poll may have left something behind in other partitions: they come first next time. Source: SubscriptionState#movePartitionToEnd. */
  #letOthersBegin({ consumer, service }: ServiceProcess): void {
    const { buffer, positions } = consumer;
    if (buffer.length < this.#world.settings.client(service.index).maxPollRecords) return;
    for (const partition of new Set(buffer.map((record) => record.partition))) {
      const position = positions.get(partition);
      if (position === undefined) continue;
      positions.delete(partition);
      positions.set(partition, position);
    }
  }

  #isPolling(process: ServiceProcess): boolean {
    return process.lifecycle !== undefined && stateOf(process.lifecycle) === 'polling';
  }

  #waiting(fetch: Fetch): ServiceProcess | undefined {
    const process = this.#world.aliveProcess(fetch.actor, fetch.incarnation);
    return process?.consumer.fetch?.id === fetch.id ? process : undefined;
  }

  #next(process: ServiceProcess): FetchedRecord | undefined {
    const { consumer } = process;
    this.#skip(process);
    const record = consumer.buffer[consumer.next];
    if (record === undefined) return undefined;
    consumer.next += 1;
    consumer.positions.set(record.partition, record.offset + 1);
    return record;
  }

  /** Hands a record to a thread and polls on. False when all threads are busy: the next that is free polls. */
  #handOff(process: ServiceProcess, record: FetchedRecord): boolean {
    const { commits, jobs } = this.#world;
    commits.noteHandedOff(process, record);
    jobs.startRecord(process, record, record.sentRow);
    if (!this.#world.isAlive(process.actor, process.incarnation)) return false;
    return process.jobs.size < process.service.settings.threads;
  }

  #fetch(process: ServiceProcess, attempt: number): void {
    const { consumer, actor, incarnation } = process;
    const partitions = consumer.positions.keys().slice();
    const offsets = consumer.positions.values().slice();
    consumer.fetches += 1;
    consumer.fetch = { actor, incarnation, id: consumer.fetches, attempt, partitions, offsets };
    const { network, kernel } = this.#world;
    kernel.after(network.carryProtocol(actor, 0, consumer.fetches), {
      kind: 'fetch-arrives',
      fetch: consumer.fetch,
    });
  }

  /** Passes over records of types that the service does not subscribe to: told in one row per run. */
  #skip(process: ServiceProcess): void {
    const { consumer, service } = process;
    if (service.reader !== undefined) return;
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
        service.hearers[messages.type(record.message)] === undefined
      ) {
        consumer.next += 1;
        consumer.positions.set(record.partition, record.offset + 1);
        record = consumer.buffer[consumer.next];
      }
      if (consumer.next === begun) return;
      const { partition, offset, sentRow } = first;
      const count = consumer.next - begun;
      const kind = code['records-skipped'];
      teller.tell(kind, process.actor, -1, -1, partition, offset, count, sentRow);
    }
  }
}
