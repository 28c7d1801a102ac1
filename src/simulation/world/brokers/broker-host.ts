/** The broker's side of the wire: it appends and answers fetches. It knows no service. */
import { PartitionLog, ProducerState } from '../../../broker/index.ts';
import { present, type Micros } from '../../../kernel/index.ts';
import { code } from '../../../trace/index.ts';
import { brokerActor } from '../../compile/plan.ts';
import type { Fetch, FetchedRecord, ProduceBatch } from '../events.ts';
import type { World } from '../world.ts';

interface LogRecord {
  readonly message: number;
  readonly row: number;
}

/** What the broker keeps of one partition. */
class Partition {
  readonly log = new PartitionLog<LogRecord>();
  readonly producers = new ProducerState();
  /** Fetches that wait here for a record. */
  waiting: readonly Fetch[] = [];
}

/** The broker of one world. */
export class BrokerHost {
  readonly #world: World;
  readonly #partitions: readonly Partition[];

  constructor(world: World) {
    this.#world = world;
    this.#partitions = world.plan.cast.partitions.map(() => new Partition());
  }

  /** The actor of the node that leads a partition, -1 while nobody does. */
  leaderOf(partition: number): number {
    return (
      present(this.#world.cast.partitions[partition], 'a partition').replicas[0] ?? brokerActor
    );
  }

  /** The node that answers for a partition, for the network: its leader, or the one that led it last. */
  nodeFor(partition: number): number {
    const leader = this.leaderOf(partition);
    return leader < 0 ? brokerActor : leader;
  }

  /** Appends a batch, unless its producer sent it before, and answers. */
  onProduce(batch: ProduceBatch): void {
    const partition = present(this.#partitions[batch.partition], 'a partition');
    const numbered = {
      producer: batch.producer,
      epoch: batch.epoch,
      firstSequence: batch.sequence,
      count: batch.records.length,
      isTransactional: false,
    };
    const check =
      batch.sequence >= 0 ? partition.producers.judge(numbered) : ({ kind: 'append' } as const);
    if (check.kind === 'refused') {
      for (const { message, cause } of batch.records) {
        this.#tell(
          code['produce-refused'],
          message,
          batch.partition,
          batch.attempt,
          batch.actor,
          cause,
        );
      }
      this.#world.producers.wire.refuse(batch, check.error, -1);
      return;
    }
    let baseOffset = partition.log.end;
    let cause = -1;
    if (check.kind === 'duplicate') {
      baseOffset = check.baseOffset;
      batch.records.forEach((record, index) => {
        cause = this.#tell(
          code['produce-deduplicated'],
          record.message,
          batch.partition,
          baseOffset + index,
          batch.actor,
          record.cause,
        );
      });
    } else {
      if (batch.sequence >= 0) partition.producers.remember(numbered, baseOffset);
      for (const record of batch.records) {
        const offset = partition.log.end;
        cause = this.#tell(
          code['record-appended'],
          record.message,
          batch.partition,
          offset,
          batch.actor,
          record.cause,
        );
        partition.log.append({ message: record.message, row: cause });
      }
      this.#wakeWaiting(partition);
    }
    this.#world.producers.wire.answer(batch, baseOffset, cause);
  }

  /** Answers a fetch with what there is, or lets it wait: the long poll of fetch.max.wait.ms, without its empty answers. */
  onFetch(fetch: Fetch): void {
    if (!this.#world.isAlive(fetch.actor, fetch.incarnation)) return;
    if (this.#answerFetch(fetch)) return;
    for (const { partition } of fetch.positions) {
      const waitedFor = present(this.#partitions[partition], 'a partition');
      waitedFor.waiting = [...waitedFor.waiting, fetch];
    }
  }

  #answerFetch(fetch: Fetch): boolean {
    const found: { partition: number; offset: number; record: LogRecord }[] = [];
    for (const { partition, offset } of fetch.positions) {
      const { log } = present(this.#partitions[partition], 'a partition');
      for (let at = offset; found.length < this.#world.settings.general.maxPollRecords; at++) {
        const record = log.at(at);
        if (record === undefined) break;
        found.push({ partition, offset: at, record });
      }
    }
    if (found.length === 0) return false;
    const world = this.#world;
    const first = present(found[0], 'a record');
    const latency = world.consumers.carryRecords(
      fetch,
      first.record.message,
      first.partition,
      first.record.row,
    );
    const records = found.map(({ partition, offset, record }): FetchedRecord => {
      const order = world.messages.order(record.message);
      const sentRow = world.teller.tell(
        code['record-sent'],
        fetch.actor,
        order,
        record.message,
        partition,
        offset,
        latency,
        record.row,
      );
      return { partition, offset, message: record.message, sentRow };
    });
    if (latency >= 0)
      world.kernel.after(latency as Micros, { kind: 'records-arrive', fetch, records });
    else
      world.kernel.after(world.settings.general.requestTimeout, { kind: 'fetch-timeout', fetch });
    return true;
  }

  #wakeWaiting(partition: Partition): void {
    const { waiting } = partition;
    if (waiting.length === 0) return;
    partition.waiting = [];
    for (const fetch of waiting) {
      if (!this.#world.isAlive(fetch.actor, fetch.incarnation)) continue;
      if (!this.#world.consumers.awaits(fetch)) continue;
      this.#answerFetch(fetch);
      for (const { partition: other } of fetch.positions) {
        const waitedFor = present(this.#partitions[other], 'a partition');
        waitedFor.waiting = waitedFor.waiting.filter((each) => each !== fetch);
      }
    }
  }

  #tell(
    kind: number,
    message: number,
    partition: number,
    offset: number,
    producer: number,
    cause: number,
  ): number {
    return this.#world.teller.tell(
      kind,
      brokerActor,
      this.#world.messages.order(message),
      message,
      partition,
      offset,
      producer,
      cause,
    );
  }
}
