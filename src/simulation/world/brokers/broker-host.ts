/** The broker's side of the wire: it appends, answers fetches, keeps offsets, and hosts the groups' coordinators. It knows no service. */
import {
  Coordinator,
  PartitionLog,
  ProducerState,
  type CoordinatorPort,
} from '../../../broker/index.ts';
import { present, type Micros } from '../../../kernel/index.ts';
import { code, refusals } from '../../../trace/index.ts';
import { brokerActor } from '../../compile/plan.ts';
import type { Commit, Fetch, FetchedRecord, ProduceBatch } from '../events.ts';
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

/** What the broker keeps of one group. */
interface Group {
  readonly coordinator: Coordinator;
  /** Next offset to read, by partition. */
  readonly committed: Map<number, number>;
  /** Highest offset delivered so far plus one, by partition: what lies below is a redelivery. Kafka keeps no such count; the trace does, to number attempts. */
  readonly delivered: Map<number, number>;
  readonly redelivered: Map<number, number>;
}

const joinLeg = 11;
const syncLeg = 12;

/** The broker of one world. */
export class BrokerHost {
  readonly #world: World;
  readonly #partitions: readonly Partition[];
  readonly #groups: readonly Group[];
  #protocolAnswers = 0;

  constructor(world: World) {
    this.#world = world;
    this.#partitions = world.plan.cast.partitions.map(() => new Partition());
    this.#groups = world.plan.cast.groups.map(({ service }, index) => ({
      coordinator: new Coordinator(world.settings.group(service), this.#portOf(index)),
      committed: new Map(),
      delivered: new Map(),
      redelivered: new Map(),
    }));
  }

  /** Where the group of this index stands. */
  coordinator(group: number): Coordinator {
    return present(this.#groups[group], 'a group').coordinator;
  }

  /** True when every group is stable and every member's process is alive: nothing is left to rebalance. */
  isSettled(): boolean {
    return this.#groups.every(({ coordinator }) => {
      if (coordinator.phase !== 'Stable' && coordinator.phase !== 'Empty') return false;
      return coordinator
        .members()
        .every((member) => this.#world.isAlive(member.actor, member.incarnation));
    });
  }

  /** Appends a batch, unless its producer sent it before, and answers. */
  onProduce(batch: ProduceBatch): void {
    const partition = present(this.#partitions[batch.partition], 'a partition');
    const numbered = {
      producer: batch.producer,
      epoch: 0,
      firstSequence: batch.sequence,
      count: batch.records.length,
      isTransactional: false,
    };
    const check = this.#world.settings.general.isIdempotent
      ? partition.producers.judge(numbered)
      : ({ kind: 'append' } as const);
    if (check.kind === 'refused') {
      // A batch so late that the broker has forgotten it: its producer was answered long ago and waits no more.
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
      partition.producers.remember(numbered, baseOffset);
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
    this.#world.producers.answerProduce(batch, baseOffset, cause);
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

  /** Stores an offset, or refuses a member of another generation. */
  onCommit(commit: Commit): void {
    const world = this.#world;
    const index = world.process(commit.actor).service.group;
    const group = present(this.#groups[index], 'a group');
    const refusal = group.coordinator.refusesCommit(commit.member, commit.generation);
    let cause = commit.cause;
    if (refusal === undefined) {
      group.committed.set(commit.partition, commit.offset);
      cause = world.teller.tell(
        code['offset-committed'],
        commit.actor,
        commit.order,
        -1,
        commit.partition,
        commit.offset,
        index,
        commit.cause,
      );
    } else {
      cause = world.teller.tell(
        code['commit-refused'],
        commit.actor,
        commit.order,
        -1,
        commit.partition,
        commit.offset,
        refusals.indexOf(refusal),
        commit.cause,
      );
    }
    world.commits.answer(commit, refusal, cause);
  }

  /** Counts a delivery of a record to a group: 1 for the first. */
  countDelivery(group: number, partition: number, offset: number): number {
    const { delivered, redelivered } = present(this.#groups[group], 'a group');
    const reached = delivered.get(partition) ?? 0;
    if (offset >= reached) {
      delivered.set(partition, offset + 1);
      return 1;
    }
    const key = partition * 0x1_0000_0000 + offset;
    const attempt = (redelivered.get(key) ?? 1) + 1;
    redelivered.set(key, attempt);
    return attempt;
  }

  /** Where a group goes on reading a partition: at its committed offset, else at the beginning (auto.offset.reset = earliest). */
  startOf(group: number, partition: number): number {
    return present(this.#groups[group], 'a group').committed.get(partition) ?? 0;
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

  #portOf(group: number): CoordinatorPort {
    const world = this.#world;
    const tell = (kind: number, actor: number, b: number, c: number) =>
      world.teller.tell(kind, actor, -1, -1, group, b, c, -1);
    const latency = (actor: number, leg: number) =>
      world.network.carryProtocol(actor, leg, this.#protocolAnswers++);
    return {
      answerJoin: (actor, incarnation, answer) => {
        world.kernel.after(latency(actor, joinLeg), {
          kind: 'join-answered',
          actor,
          incarnation,
          answer,
        });
      },
      answerSync: (actor, incarnation, memberId, generation) => {
        const partitions = world
          .assignmentOf(group, memberId)
          .map((partition) => ({ partition, offset: this.startOf(group, partition) }));
        world.kernel.after(latency(actor, syncLeg), {
          kind: 'sync-answered',
          actor,
          incarnation,
          refusal: undefined,
          generation,
          partitions,
        });
      },
      refuseSync: (actor, incarnation) => {
        world.kernel.after(latency(actor, syncLeg), {
          kind: 'sync-answered',
          actor,
          incarnation,
          refusal: 'REBALANCE_IN_PROGRESS',
          generation: -1,
          partitions: [],
        });
      },
      wakeForRebalance: (at, token) =>
        world.kernel.at(at, { kind: 'rebalance-timer', group, token, background: true }),
      wakeForSession: (at, member) =>
        world.kernel.at(at, { kind: 'session-timer', group, member, background: true }),
      memberJoined: (actor, member) =>
        void tell(code['member-joined'], actor, this.coordinator(group).generation, member),
      rebalanceStarted: (generation, reason) =>
        void tell(code['rebalance-started'], brokerActor, generation, reason),
      groupStable: (generation, members) =>
        void tell(code['group-stable'], brokerActor, generation, members),
      memberExpelled: (actor, member, generation) =>
        void tell(code['member-expelled'], actor, generation, member),
    };
  }
}
