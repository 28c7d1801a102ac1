/** The coordinators of share groups. A member joins, is heard and leaves by one request, ShareGroupHeartbeat; nobody waits for anybody. Source: GroupMetadataManager, KIP-932. */
import { ShareGroup } from '../../../broker/index.ts';
import { present, type Scribe } from '../../../kernel/index.ts';
import { code } from '../../../trace/index.ts';
import { brokerActor } from '../../compile/plan.ts';
import type { WorldEvent } from '../events.ts';
import type { World } from '../world.ts';

type Heartbeat = Extract<WorldEvent, { kind: 'share-heartbeat-arrives' }>;

const answerLeg = 31;

/** The coordinators of all share groups of a world. */
export class ShareCoordinators {
  readonly #world: World;
  readonly #groups: readonly (ShareGroup | undefined)[];
  #answers = 0;

  constructor(world: World) {
    this.#world = world;
    this.#groups = world.cast.groups.map(({ isShare, partitions }) =>
      isShare ? new ShareGroup(liveTopics(world, partitions)) : undefined,
    );
  }

  /** Who is a member of a group, and reads what. */
  of(group: number): ShareGroup {
    return present(this.#groups[group], 'a share group');
  }

  /** True when every member lives, and has heard what it is to read. */
  isSettled(): boolean {
    return this.#groups.every(
      (group) =>
        group?.members.every(
          ({ actor, incarnation, epoch }) =>
            epoch === group.epoch && this.#world.isAlive(actor, incarnation),
        ) !== false,
    );
  }

  /** A member says that it is there, or wants to be one. It is answered where that is news. */
  onHeartbeat({ actor, incarnation, member, isJoining }: Heartbeat): void {
    const { kernel, network, teller } = this.#world;
    if (!this.#world.isAlive(actor, incarnation)) return;
    const { group } = this.#world.process(actor).service;
    const coordinator = this.of(group);
    let id = member;
    if (isJoining) {
      id = coordinator.join(kernel.now, { actor, incarnation }, member);
      const { epoch } = coordinator;
      teller.tell(code['member-joined'], actor, -1, -1, group, epoch, id, -1);
      this.tellMembers(group);
      this.#watch(group, id);
    }
    const answer = coordinator.heartbeat(kernel.now, id);
    if (answer !== undefined && answer.partitions === undefined) return;
    kernel.after(network.carryProtocol(actor, answerLeg, this.#answers++), {
      kind: 'share-heartbeat-answered',
      ...{ actor, incarnation, member: id },
      epoch: answer?.epoch ?? -1,
      partitions: answer?.partitions ?? [],
    });
  }

  /** A member's session may have timed out. Its locks are another matter: those run out by themselves. */
  onSession(group: number, member: number): void {
    const { kernel, settings, teller } = this.#world;
    const coordinator = this.of(group);
    const due = coordinator.dueAt(member, settings.node.shareSession);
    if (due === undefined) return;
    if (due > kernel.now) {
      this.#watch(group, member);
      return;
    }
    const actor = coordinator.members.find(({ id }) => id === member)?.actor ?? brokerActor;
    const { epoch } = coordinator;
    coordinator.remove(member);
    teller.tell(code['member-expelled'], actor, -1, -1, group, epoch, member, -1);
    this.tellMembers(group);
  }

  /** A member is none any more. False when it was none. */
  remove(group: number, member: number): boolean {
    return this.of(group).remove(member);
  }

  /** A topic has more partitions: the coordinators deal anew. */
  onPartitionsAdded(topic: number): void {
    const { cast } = this.#world;
    const first = cast.topics[topic]?.firstPartition ?? -1;
    for (const [group, { partitions }] of cast.groups.entries()) {
      const coordinator = this.#groups[group];
      if (coordinator === undefined || !partitions.includes(first)) continue;
      coordinator.setTopics(liveTopics(this.#world, partitions));
      if (coordinator.members.length > 0) this.tellMembers(group);
    }
  }

  /** Tells how many members a group has in its new epoch. */
  tellMembers(group: number): void {
    const { epoch, members } = this.of(group);
    const { teller } = this.#world;
    teller.tell(code['group-stable'], brokerActor, -1, -1, group, epoch, members.length, -1);
  }

  transcribe(scribe: Scribe): void {
    for (const group of this.#groups) group?.transcribe(scribe);
    this.#answers = scribe.value(this.#answers);
  }

  #watch(group: number, member: number): void {
    const { kernel, settings } = this.#world;
    const due = this.of(group).dueAt(member, settings.node.shareSession) ?? kernel.now;
    kernel.at(due, { kind: 'share-session', group, member }, 'background');
  }
}

/** The partitions of a group that clients know of, topic by topic. */
function liveTopics(world: World, partitions: readonly number[]): readonly (readonly number[])[] {
  const { cast, messages } = world;
  const topics = [...new Set(partitions.map((each) => cast.partitions[each]?.topic ?? -1))];
  return topics.map((topic) =>
    partitions.filter((each) => {
      const place = cast.partitions[each];
      return place?.topic === topic && place.partition < messages.liveCount(topic);
    }),
  );
}
