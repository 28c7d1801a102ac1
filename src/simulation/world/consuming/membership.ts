/** A consumer's side of the group protocol: JoinGroup, SyncGroup, heartbeats. Requests of this protocol are repeated by the client until they arrive, so they are late rather than lost. */
import { assignors, type TopicPartition } from '../../../broker/index.ts';
import { present } from '../../../kernel/index.ts';
import { code } from '../../../trace/index.ts';
import type { WorldEvent } from '../events.ts';
import type { ServiceProcess } from '../process.ts';
import type { World } from '../world.ts';

const joinLeg = 21;
const syncLeg = 22;
const heartbeatLeg = 23;

type Of<K extends WorldEvent['kind']> = Extract<WorldEvent, { kind: K }>;

/** The members of all groups, seen from their processes. */
export class Membership {
  readonly #world: World;
  /** What the leader of a group dealt to each member, by group. */
  readonly #assignments = new Map<number, ReadonlyMap<number, readonly number[]>>();
  /** What each process said it owned when it last asked to join, and since which generation. */
  readonly #owned = new Map<
    number,
    { readonly partitions: readonly number[]; readonly generation: number }
  >();
  #requests = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** Asks to join: as itself, or as a newcomer when the coordinator has forgotten it. */
  join(process: ServiceProcess): void {
    const { consumer, actor, incarnation } = process;
    if (consumer.isForgotten) consumer.member = -1;
    consumer.isForgotten = false;
    this.#world.kernel.after(this.#latency(actor, joinLeg), {
      kind: 'join-arrives',
      actor,
      incarnation,
      member: consumer.member,
      owned: [...consumer.positions.keys()],
      ownedIn: consumer.generation,
    });
  }

  onJoinArrives({ actor, incarnation, member, owned, ownedIn }: Of<'join-arrives'>): void {
    const { groups, kernel } = this.#world;
    // The connection of a process that died meanwhile is closed.
    if (!this.#world.isAlive(actor, incarnation)) return;
    this.#owned.set(actor, { partitions: owned, generation: ownedIn });
    const { service } = this.#world.process(actor);
    const { isStatic } = this.#world.settings.client(service.index);
    groups
      .coordinator(service.group)
      .join(kernel.now, actor, incarnation, member, isStatic ? actor : -1);
  }

  onJoinAnswered({ actor, incarnation, answer }: Of<'join-answered'>): void {
    const process = this.#world.aliveProcess(actor, incarnation);
    if (process === undefined) return;
    process.consumer.member = answer.memberId;
    process.consumer.generation = answer.generation;
    if (answer.isLeader) this.#deal(process);
    const latency = this.#latency(actor, syncLeg);
    this.#world.kernel.after(latency, {
      kind: 'sync-arrives',
      actor,
      incarnation,
      member: answer.memberId,
      generation: answer.generation,
    });
  }

  onSyncArrives({ actor, incarnation, member, generation }: Of<'sync-arrives'>): void {
    const { groups, kernel } = this.#world;
    if (!this.#world.isAlive(actor, incarnation)) return;
    const refusal = groups
      .coordinator(this.#world.process(actor).service.group)
      .sync(kernel.now, member, generation);
    if (refusal !== undefined)
      kernel.after(this.#latency(actor, syncLeg), {
        kind: 'sync-answered',
        actor,
        incarnation,
        refusal,
        generation,
        partitions: [],
      });
  }

  onSyncAnswered({
    actor,
    incarnation,
    refusal,
    generation,
    partitions,
  }: Of<'sync-answered'>): void {
    const process = this.#world.aliveProcess(actor, incarnation);
    if (process === undefined) return;
    if (refusal !== undefined) {
      process.consumer.isForgotten = refusal === 'UNKNOWN_MEMBER_ID';
      this.join(process);
      return;
    }
    // The answer to an earlier generation's sync: a newer join is under way.
    if (process.consumer.generation !== generation) return;
    this.#scheduleHeartbeat(process);
    this.#world.consumers.onAssigned(process, partitions);
  }

  /** A member's LeaveGroup reaches the coordinator. */
  onLeaveArrives({ actor, group, member, reason }: Of<'leave-arrives'>): void {
    const { groups, kernel, teller } = this.#world;
    const coordinator = groups.coordinator(group);
    if (coordinator.members().every(({ id }) => id !== member)) return;
    teller.tell(code['member-left'], actor, -1, -1, group, coordinator.generation, reason, -1);
    coordinator.leave(kernel.now, member);
  }

  /** A static member came back under another id: what its place was dealt is still its own. */
  replace(group: number, before: number, after: number): void {
    const dealt = this.#assignments.get(group);
    const own = dealt?.get(before);
    if (dealt !== undefined && own !== undefined)
      this.#assignments.set(group, new Map([...dealt, [after, own]]));
  }

  onHeartbeatDue({ actor, incarnation, session }: Of<'heartbeat-due'>): void {
    const process = this.#world.aliveProcess(actor, incarnation);
    if (process?.consumer.session !== session) return;
    // A client that is joining sends none. Source: MemberState#hasNotJoinedGroup.
    if (process.consumer.isRejoining) {
      this.#scheduleHeartbeat(process);
      return;
    }
    const { member, generation } = process.consumer;
    this.#world.kernel.after(this.#latency(actor, heartbeatLeg), {
      kind: 'heartbeat-arrives',
      actor,
      incarnation,
      member,
      generation,
      background: true,
    });
    this.#scheduleHeartbeat(process);
  }

  onHeartbeatArrives({ actor, incarnation, member, generation }: Of<'heartbeat-arrives'>): void {
    const { groups, kernel } = this.#world;
    const refusal = groups
      .coordinator(this.#world.process(actor).service.group)
      .heartbeat(kernel.now, member, generation);
    if (refusal !== undefined)
      kernel.after(this.#latency(actor, heartbeatLeg), {
        kind: 'heartbeat-refused',
        actor,
        incarnation,
        generation,
        refusal,
      });
  }

  onHeartbeatRefused({ actor, incarnation, generation, refusal }: Of<'heartbeat-refused'>): void {
    const process = this.#world.aliveProcess(actor, incarnation);
    if (process !== undefined)
      this.#world.consumers.onHeartbeatRefused(process, generation, refusal);
  }

  /** What the leader dealt to a member. */
  assignmentOf(group: number, member: number): readonly number[] {
    return this.#assignments.get(group)?.get(member) ?? [];
  }

  /** The leader's part: it deals the partitions by the group's assignor. */
  #deal(process: ServiceProcess): void {
    const { cast } = this.#world.plan;
    const group = process.service.group;
    const { partitions } = present(cast.groups[group], 'a group');
    const topics = [
      ...new Set(
        partitions.map((partition) => present(cast.partitions[partition], 'a partition').topic),
      ),
    ].map((index) => ({ ...present(cast.topics[index], 'a topic'), index }));
    const { messages } = this.#world;
    const members = this.#world.groups.coordinator(group).members();
    // Kafka orders members by the text of their ids, which begin with the client's id.
    const memberId = (actor: number, id: number) =>
      `${String(actor).padStart(4, '0')}-${String(id).padStart(6, '0')}`;
    const { assignor } = this.#world.settings.client(process.service.index);
    const dealt = assignors[assignor](
      new Map(topics.map((topic) => [topic.id, { partitions: messages.liveCount(topic.index) }])),
      members.map(({ actor, id }) => ({
        memberId: memberId(actor, id),
        topics: topics.map((topic) => topic.id),
        owned: this.#ownedBy(actor),
        generation: this.#owned.get(actor)?.generation,
      })),
    );
    const assignment = new Map<number, readonly number[]>();
    for (const { actor, id } of members) {
      const own = dealt.get(memberId(actor, id)) ?? [];
      assignment.set(
        id,
        topics.flatMap(({ id: name, firstPartition }) =>
          own.filter(({ topic }) => topic === name).map((each) => firstPartition + each.partition),
        ),
      );
    }
    this.#assignments.set(group, assignment);
  }

  #ownedBy(actor: number): TopicPartition[] {
    const { cast } = this.#world;
    return (this.#owned.get(actor)?.partitions ?? []).map((index) => {
      const { topic, partition } = present(cast.partitions[index], 'a partition');
      return { topic: cast.topics[topic]?.id ?? '', partition };
    });
  }

  #scheduleHeartbeat(process: ServiceProcess): void {
    const { actor, incarnation, consumer } = process;
    this.#world.kernel.after(this.#world.settings.client(process.service.index).heartbeatInterval, {
      kind: 'heartbeat-due',
      actor,
      incarnation,
      session: consumer.session,
      background: true,
    });
  }

  #latency(actor: number, leg: number) {
    return this.#world.network.carryProtocol(actor, leg, this.#requests++);
  }
}
