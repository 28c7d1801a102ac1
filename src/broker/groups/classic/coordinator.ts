/**
 * The coordinator of one consumer group, Kafka's classic protocol: Empty → PreparingRebalance → CompletingRebalance → Stable.
 * It owns no clock: it is told the time, and says what it wants to be woken for. What members tell their leader, and what the
 * leader deals, it only carries. Source: ClassicGroup, GroupMetadataManager.
 */
import { later, type Micros, type Scribe } from '../../../kernel/index.ts';
import type { Refusal } from '../../../trace/index.ts';
import {
  saysTheSame,
  subscriptionOf,
  type ClassicMember,
  type JoinRequest,
} from './classic-member.ts';
import type { CoordinatorPort } from './coordinator-port.ts';
import { MemberTable } from './member-table.ts';
import { sharesProtocol } from './protocols.ts';

/** Where the group stands. */
export type GroupPhase = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable';

/** Why a rebalance began: an index of `rebalanceReasons`. */
export const rebalanceReason = {
  joined: 0,
  left: 1,
  timedOut: 2,
  forced: 3,
  partitionsChanged: 4,
  partitionsGivenUp: 5,
} as const;

/** Settings of the group, under Kafka's names in camel case. */
export interface GroupSettings {
  readonly initialRebalanceDelay: Micros;
}

/** Who asks: a member by its id, and by its instance if it is static. */
export interface MemberKey {
  readonly memberId: number;
  readonly instance?: string | undefined;
}

/** One group's coordinator. */
export class Coordinator<S = unknown, A = unknown> {
  readonly #settings: GroupSettings;
  readonly #port: CoordinatorPort<S, A>;
  readonly #members = new MemberTable<S, A>();
  #phase: GroupPhase = 'Empty';
  #generation = 0;
  #protocol = '';
  #rebalanceToken = 0;
  /** The group was empty: the first members are waited for, for a while, even if all known ones are there. */
  #isGathering = false;
  #newcomers = false;
  /** How much longer the first members can be waited for. */
  #gatheringLeft = 0;

  constructor(settings: GroupSettings, port: CoordinatorPort<S, A>) {
    this.#settings = settings;
    this.#port = port;
  }

  get phase(): GroupPhase {
    return this.#phase;
  }

  get generation(): number {
    return this.#generation;
  }

  /** All members, dead or alive. */
  members(): readonly Readonly<ClassicMember<S, A>>[] {
    return this.#members.all;
  }

  /** JoinGroup: from a newcomer or from a member that joins anew. Source: GroupMetadataManager#classicGroupJoin. */
  join(now: Micros, request: JoinRequest<S>): void {
    const { memberId, instance, protocols } = request;
    const before = this.#members.ofInstance(instance);
    const others = this.#members.all.filter((each) => each.id !== memberId && each !== before);
    if (!sharesProtocol(others, protocols)) {
      this.#port.refuseJoin(request, 'INCONSISTENT_GROUP_PROTOCOL');
      return;
    }
    if (memberId < 0) {
      if (before === undefined) this.#joinNew(now, request);
      else this.#joinStaticAgain(now, before, request);
      return;
    }
    const refusal = this.#unknown(memberId, instance);
    if (refusal === undefined) this.#joinAgain(now, request);
    else this.#port.refuseJoin(request, refusal);
  }

  /** SyncGroup: the leader's brings the assignment, the others wait for it. */
  sync(
    now: Micros,
    { memberId, instance, generation }: MemberKey & { readonly generation: number },
    dealt?: ReadonlyMap<number, A>,
  ): Refusal | undefined {
    const refusal = this.#refuses(memberId, generation, instance);
    if (refusal !== undefined) return refusal;
    if (this.#phase === 'PreparingRebalance') return 'REBALANCE_IN_PROGRESS';
    const member = this.#members.get(memberId);
    if (member === undefined) return 'UNKNOWN_MEMBER_ID';
    member.aliveAt = now;
    member.hasSynced = true;
    if (this.#phase === 'Stable') this.#answerSync(member);
    else if (memberId === this.#members.leader) this.#stabilise(dealt);
    return undefined;
  }

  /** Heartbeat: a sign of life; the answer tells a member that it must join anew. */
  heartbeat(
    now: Micros,
    memberId: number,
    generation: number,
    instance?: string,
  ): Refusal | undefined {
    const refusal = this.#refuses(memberId, generation, instance);
    if (refusal !== undefined) return refusal;
    this.#noteAlive(now, memberId);
    return this.#phase === 'PreparingRebalance' ? 'REBALANCE_IN_PROGRESS' : undefined;
  }

  /** Whether an offset may not be committed: with the right generation it may also while a rebalance is prepared. Source: ClassicGroup#validateOffsetCommit. */
  refusesCommit(memberId: number, generation: number, instance?: string): Refusal | undefined {
    if (generation < 0 && this.#phase === 'Empty') return undefined;
    const refusal = this.#refuses(memberId, generation, instance);
    if (refusal !== undefined) return refusal;
    return this.#phase === 'CompletingRebalance' ? 'REBALANCE_IN_PROGRESS' : undefined;
  }

  /** Makes all members join anew, though nobody came or went. */
  force(now: Micros, reason: number): void {
    if (this.#members.size > 0 && this.#phase !== 'PreparingRebalance') this.#prepare(now, reason);
  }

  /** LeaveGroup: a member goes by itself. */
  leave(now: Micros, memberId: number): void {
    if (this.#members.get(memberId) === undefined) return;
    this.#members.remove(memberId);
    this.#afterRemoval(now, rebalanceReason.left);
  }

  /** The session of a member may have run out. Source: GroupMetadataManager#expireClassicGroupMemberHeartbeat. */
  onSessionTimer(now: Micros, memberId: number): void {
    const member = this.#members.get(memberId);
    if (member === undefined) return;
    // Who waits for an answer is silent by rights.
    const waits =
      this.#phase === 'PreparingRebalance'
        ? member.awaitsJoin
        : this.#phase === 'CompletingRebalance' && member.hasSynced;
    const runsOutAt = later(waits ? now : member.aliveAt, member.sessionTimeout);
    if (runsOutAt > now) {
      this.#port.wakeForSession(runsOutAt, memberId);
      return;
    }
    this.#expel(member);
    this.#afterRemoval(now, rebalanceReason.timedOut);
  }

  /** The wait for joiners is over, or the wait for their SyncGroups. */
  onRebalanceTimer(now: Micros, token: number): void {
    if (token !== this.#rebalanceToken) return;
    if (this.#phase === 'PreparingRebalance') this.#endWaitForJoins(now, token);
    else if (this.#phase !== 'Empty') this.#endWaitForSyncs(now);
  }

  transcribe(scribe: Scribe): void {
    this.#members.transcribe(scribe);
    this.#phase = scribe.value(this.#phase);
    this.#generation = scribe.value(this.#generation);
    this.#protocol = scribe.value(this.#protocol);
    this.#rebalanceToken = scribe.value(this.#rebalanceToken);
    this.#isGathering = scribe.value(this.#isGathering);
    this.#newcomers = scribe.value(this.#newcomers);
    this.#gatheringLeft = scribe.value(this.#gatheringLeft);
  }

  #joinNew(now: Micros, request: JoinRequest<S>): void {
    const member = this.#members.add(now, request);
    this.#newcomers = true;
    this.#port.memberJoined(member.actor, member.id);
    this.#await(now, member);
  }

  /** A member joins anew. Who follows and says nothing new is told how things stand. Source: GroupMetadataManager#classicGroupJoinExistingMember. */
  #joinAgain(now: Micros, request: JoinRequest<S>): void {
    const member = this.#members.get(request.memberId);
    if (member === undefined) return;
    const isSame = saysTheSame(member.protocols, request.protocols);
    member.aliveAt = now;
    member.request = request.request;
    member.protocols = request.protocols;
    member.sessionTimeout = request.sessionTimeout;
    member.rebalanceTimeout = request.rebalanceTimeout;
    const follows = member.id !== this.#members.leader || this.#phase === 'CompletingRebalance';
    if (isSame && follows && this.#phase !== 'PreparingRebalance') this.#answerJoin(member, false);
    else this.#await(now, member);
  }

  /** A static member that comes back takes its old place: in a stable group nobody else notices. Its old id is fenced. Source: GroupMetadataManager#updateStaticMemberThenRebalanceOrCompleteJoin. */
  #joinStaticAgain(now: Micros, before: ClassicMember<S, A>, request: JoinRequest<S>): void {
    if (before.awaitsJoin) this.#port.refuseJoin(before, 'FENCED_INSTANCE_ID');
    else if (before.hasSynced && this.#phase === 'CompletingRebalance')
      this.#port.refuseSync(before, 'FENCED_INSTANCE_ID');
    const member = this.#members.replace(now, before, request);
    this.#port.memberJoined(member.actor, member.id);
    if (this.#phase === 'Stable' && this.#members.protocol === this.#protocol) {
      this.#watch(now, member);
      this.#answerJoin(member, member.id === this.#members.leader);
    } else this.#await(now, member);
  }

  #await(now: Micros, member: ClassicMember<S, A>): void {
    if (this.#phase !== 'PreparingRebalance') this.#prepare(now, rebalanceReason.joined);
    member.awaitsJoin = true;
    this.#completeIfAllJoined(now);
  }

  #prepare(now: Micros, reason: number): void {
    this.#isGathering = this.#phase === 'Empty';
    const wasCompleting = this.#phase === 'CompletingRebalance';
    this.#phase = 'PreparingRebalance';
    for (const member of this.#members.all) {
      if (wasCompleting && member.hasSynced) this.#port.refuseSync(member, 'REBALANCE_IN_PROGRESS');
      member.awaitsJoin = false;
      member.hasSynced = false;
    }
    this.#rebalanceToken += 1;
    this.#newcomers = false;
    this.#port.rebalanceStarted(this.#generation, reason);
    const { rebalanceTimeout } = this.#members;
    const { initialRebalanceDelay } = this.#settings;
    this.#gatheringLeft = Math.max(0, rebalanceTimeout - initialRebalanceDelay);
    const wait = this.#isGathering ? initialRebalanceDelay : rebalanceTimeout;
    this.#port.wakeForRebalance(later(now, wait), this.#rebalanceToken);
  }

  #completeIfAllJoined(now: Micros): void {
    if (this.#phase !== 'PreparingRebalance' || this.#isGathering) return;
    if (this.#members.haveAllJoined) this.#complete(now);
  }

  #endWaitForJoins(now: Micros, token: number): void {
    if (this.#isGathering && this.#newcomers && this.#gatheringLeft > 0) {
      // Kafka extends the first wait as long as newcomers keep arriving, up to the rebalance timeout.
      this.#newcomers = false;
      const more = Math.min(this.#settings.initialRebalanceDelay, this.#gatheringLeft) as Micros;
      this.#gatheringLeft -= more;
      this.#port.wakeForRebalance(later(now, more), token);
      return;
    }
    // A static member keeps its place until its session runs out.
    for (const member of this.#members.all)
      if (!member.awaitsJoin && member.instance === undefined) this.#expel(member);
    this.#complete(now);
  }

  /** Who was told its generation and never asked for its part of it is out. Source: GroupMetadataManager#expirePendingSync. */
  #endWaitForSyncs(now: Micros): void {
    const missing = this.#members.all.filter(({ hasSynced }) => !hasSynced);
    if (missing.length === 0) return;
    for (const member of missing) this.#expel(member);
    this.#afterRemoval(now, rebalanceReason.timedOut);
  }

  #complete(now: Micros): void {
    const members = this.#members;
    if (members.size > 0 && !members.electJoined()) {
      // Only static members are left, and none is there yet: they are waited for once more.
      this.#port.wakeForRebalance(later(now, members.rebalanceTimeout), this.#rebalanceToken);
      return;
    }
    this.#rebalanceToken += 1;
    this.#generation += 1;
    if (members.size === 0) {
      this.#phase = 'Empty';
      this.#port.becameEmpty();
      return;
    }
    this.#phase = 'CompletingRebalance';
    this.#protocol = members.protocol;
    this.#port.wakeForRebalance(later(now, members.rebalanceTimeout), this.#rebalanceToken);
    for (const member of members.all) {
      member.assignment = undefined;
      if (!member.awaitsJoin) continue;
      member.awaitsJoin = false;
      member.aliveAt = now;
      this.#watch(now, member);
      this.#answerJoin(member, false);
    }
  }

  #answerJoin(member: ClassicMember<S, A>, keepsAssignment: boolean): void {
    const isLeader = member.id === this.#members.leader;
    const protocol = this.#protocol;
    const told = isLeader ? this.#members.all : [];
    this.#port.answerJoin(member, {
      memberId: member.id,
      generation: this.#generation,
      isLeader,
      protocol,
      members: told.map((each) => {
        const { id, actor, instance } = each;
        return { id, actor, instance, subscription: subscriptionOf(each, protocol) };
      }),
      keepsAssignment,
    });
  }

  #stabilise(dealt: ReadonlyMap<number, A> | undefined): void {
    this.#phase = 'Stable';
    this.#port.groupStable(this.#generation, this.#members.size);
    for (const member of this.#members.all) {
      member.assignment = dealt?.get(member.id);
      if (member.hasSynced) this.#answerSync(member);
    }
  }

  #answerSync(member: ClassicMember<S, A>): void {
    this.#port.answerSync(member, this.#generation, member.assignment);
  }

  #afterRemoval(now: Micros, reason: number): void {
    if (this.#phase === 'Stable' || this.#phase === 'CompletingRebalance')
      this.#prepare(now, reason);
    this.#completeIfAllJoined(now);
  }

  #expel({ id, actor }: ClassicMember<S, A>): void {
    this.#members.remove(id);
    this.#port.memberExpelled(actor, id, this.#generation);
  }

  #watch(now: Micros, member: ClassicMember<S, A>): void {
    if (member.isWatched) return;
    member.isWatched = true;
    this.#port.wakeForSession(later(now, member.sessionTimeout), member.id);
  }

  #noteAlive(now: Micros, memberId: number): void {
    const member = this.#members.get(memberId);
    if (member !== undefined) member.aliveAt = now;
  }

  /** Why a request of this member in this generation is refused. Source: ClassicGroup#validateMember. */
  #refuses(
    memberId: number,
    generation: number,
    instance: string | undefined,
  ): Refusal | undefined {
    const unknown = this.#unknown(memberId, instance);
    if (unknown !== undefined) return unknown;
    return generation === this.#generation ? undefined : 'ILLEGAL_GENERATION';
  }

  #unknown(memberId: number, instance: string | undefined): Refusal | undefined {
    const registered = this.#members.ofInstance(instance);
    if (registered !== undefined && registered.id !== memberId) return 'FENCED_INSTANCE_ID';
    return this.#members.get(memberId) === undefined ? 'UNKNOWN_MEMBER_ID' : undefined;
  }
}
