/** The groups' side of the broker: it hosts their coordinators and keeps their offsets. */
import {
  Coordinator,
  rebalanceReason,
  type CoordinatorPort,
  type Joiner,
} from '../../../broker/index.ts';
import { assert, FewMap, PairTable, present, type Scribe } from '../../../kernel/index.ts';
import { code, refusals, type Refusal } from '../../../trace/index.ts';
import { brokerActor } from '../../compile/plan.ts';
import type { Commit, HeldPartitions } from '../events.ts';
import type { World } from '../world.ts';

/** What the broker keeps of one group. */
interface Group {
  readonly coordinator: Coordinator<HeldPartitions, readonly number[]>;
  /** Next offset to read, by partition. */
  readonly committed: FewMap<number>;
  /** Highest offset delivered so far plus one, by partition: what lies below is a redelivery. Kafka keeps no such count; the trace does, to number attempts. */
  readonly delivered: FewMap<number>;
  /** How often a record was delivered, by partition and offset, where that was more than once or the group is a share group. */
  readonly redelivered: PairTable<number>;
  readonly isShare: boolean;
  /** How often the group became empty. */
  readonly emptied: { times: number };
}

const joinLeg = 11;
const syncLeg = 12;

/** All groups of one world, as the broker knows them. */
export class GroupHost {
  readonly #world: World;
  readonly #groups: readonly Group[];
  #protocolAnswers = 0;

  constructor(world: World) {
    this.#world = world;
    this.#groups = world.plan.cast.groups.map(({ isShare }, index) => ({
      isShare,
      coordinator: new Coordinator(world.settings.group, this.#portOf(index)),
      committed: new FewMap(),
      delivered: new FewMap(),
      redelivered: new PairTable(),
      emptied: { times: 0 },
    }));
  }

  /** Where the group of this index stands. */
  coordinator(group: number): Group['coordinator'] {
    return present(this.#groups[group], 'a group').coordinator;
  }

  /** True when every group is stable and every member's process is alive: nothing is left to rebalance. */
  isSettled(): boolean {
    if (!this.#world.broker.shares.coordinators.isSettled()) return false;
    return this.#groups.every(({ coordinator }) => {
      if (coordinator.phase !== 'Stable' && coordinator.phase !== 'Empty') return false;
      return coordinator
        .members()
        .every((member) => this.#world.isAlive(member.actor, member.incarnation));
    });
  }

  /** A topic has more partitions: the leaders of the groups that read it notice, and make their members join anew. Source: ConsumerCoordinator#rejoinNeededOrPending. */
  onPartitionsAdded(topic: number): void {
    const { cast, kernel } = this.#world;
    const first = cast.topics[topic]?.firstPartition ?? -1;
    this.#world.broker.shares.coordinators.onPartitionsAdded(topic);
    for (const [index, { partitions, isShare }] of cast.groups.entries())
      if (!isShare && partitions.includes(first))
        this.coordinator(index).force(kernel.now, rebalanceReason.partitionsChanged);
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

  /** A committed transaction says how far the group has come. Source: GroupCoordinator#onTransactionCompleted. */
  storeOffset(
    group: number,
    { actor, order, partition, offset }: Pick<Commit, 'actor' | 'order' | 'partition' | 'offset'>,
    cause: number,
  ): void {
    present(this.#groups[group], 'a group').committed.set(partition, offset);
    this.#world.teller.tell(
      code['offset-committed'],
      actor,
      order,
      -1,
      partition,
      offset,
      group,
      cause,
    );
  }

  /** Counts a delivery of a record to a group: 1 for the first. */
  countDelivery(group: number, partition: number, offset: number): number {
    const { delivered, redelivered, isShare } = present(this.#groups[group], 'a group');
    const reached = delivered.get(partition) ?? 0;
    // Members of a share group take records in any order.
    if (!isShare && offset >= reached) {
      delivered.set(partition, offset + 1);
      return 1;
    }
    const attempt = (redelivered.get(partition, offset) ?? (isShare ? 0 : 1)) + 1;
    redelivered.set(partition, offset, attempt);
    return attempt;
  }

  /** The committed offset of a group, -1 where it has none. */
  startOf(group: number, partition: number): number {
    return present(this.#groups[group], 'a group').committed.get(partition) ?? -1;
  }

  /** A group has been empty for offsets.retention.minutes: where it was is forgotten. Source: OffsetMetadataManager#cleanupExpiredOffsets. */
  onOffsetsExpire(group: number, token: number): void {
    const { committed, coordinator, emptied } = present(this.#groups[group], 'a group');
    if (coordinator.phase !== 'Empty' || emptied.times !== token) return;
    const { teller } = this.#world;
    for (const [partition, offset] of committed)
      teller.tell(code['offsets-expired'], brokerActor, -1, -1, partition, offset, group, -1);
    committed.clear();
  }

  transcribe(scribe: Scribe): void {
    for (const { coordinator, committed, delivered, redelivered, emptied } of this.#groups) {
      scribe.chapter('group');
      coordinator.transcribe(scribe);
      scribe.map(committed);
      scribe.map(delivered);
      redelivered.transcribe(scribe);
      emptied.times = scribe.value(emptied.times);
    }
    scribe.chapter('groups');
    this.#protocolAnswers = scribe.value(this.#protocolAnswers);
  }

  #onEmpty(group: number): void {
    const { emptied } = present(this.#groups[group], 'a group');
    emptied.times += 1;
    this.#world.kernel.after(
      this.#world.settings.node.offsetsRetention,
      { kind: 'offsets-expire', group, token: emptied.times },
      'background',
    );
  }

  #portOf(group: number): CoordinatorPort<HeldPartitions, readonly number[]> {
    const world = this.#world;
    const tell = (kind: number, actor: number, b: number, c: number) =>
      world.teller.tell(kind, actor, -1, -1, group, b, c, -1);
    const latency = (actor: number, leg: number) =>
      world.network.carryProtocol(actor, leg, this.#protocolAnswers++);
    const refuse = ({ actor, incarnation, request }: Joiner, leg: number, refusal: Refusal) => {
      const answer = { refusal, generation: -1, partitions: [] };
      world.kernel.after(latency(actor, leg), {
        kind: 'sync-answered',
        ...{ actor, incarnation, request, ...answer },
      });
    };
    return {
      answerJoin: ({ actor, incarnation, request }, answer) => {
        world.kernel.after(latency(actor, joinLeg), {
          kind: 'join-answered',
          actor,
          incarnation,
          request,
          answer,
        });
      },
      refuseJoin: (to, refusal) => {
        // All members of a group come from one service: they can do the same.
        assert(refusal !== 'INCONSISTENT_GROUP_PROTOCOL', 'a member that shares no protocol');
        refuse(to, joinLeg, refusal);
      },
      answerSync: ({ actor, incarnation, request }, generation, dealt = []) => {
        const partitions = dealt.map((partition) => ({
          partition,
          offset: this.startOf(group, partition),
        }));
        world.kernel.after(latency(actor, syncLeg), {
          kind: 'sync-answered',
          actor,
          incarnation,
          request,
          refusal: undefined,
          generation,
          partitions,
        });
      },
      refuseSync: (to, refusal) => refuse(to, syncLeg, refusal),
      wakeForRebalance: (at, token) =>
        world.kernel.at(at, { kind: 'rebalance-timer', group, token }, 'background'),
      wakeForSession: (at, member) =>
        world.kernel.at(at, { kind: 'session-timer', group, member }, 'background'),
      memberJoined: (actor, member) =>
        void tell(code['member-joined'], actor, this.coordinator(group).generation, member),
      rebalanceStarted: (generation, reason) =>
        void tell(code['rebalance-started'], brokerActor, generation, reason),
      groupStable: (generation, members) =>
        void tell(code['group-stable'], brokerActor, generation, members),
      becameEmpty: () => this.#onEmpty(group),
      memberExpelled: (actor, member, generation) =>
        void tell(code['member-expelled'], actor, generation, member),
    };
  }
}
