/**
 * The coordinator of one consumer group, Kafka's classic protocol: Empty → PreparingRebalance → CompletingRebalance → Stable.
 * It owns no clock: it is told the time, and says what it wants to be woken for. Source: ClassicGroup, GroupMetadataManager.
 */
import { assert, later, type Micros } from '../../kernel/index.ts';
import type { Refusal } from '../../trace/index.ts';

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
  readonly sessionTimeout: Micros;
  readonly initialRebalanceDelay: Micros;
  /** Members that have not rejoined within max.poll.interval.ms are left out. */
  readonly rebalanceTimeout: Micros;
}

interface Member {
  /** From 1, never used again. Shown as `member`. */
  readonly id: number;
  readonly actor: number;
  readonly incarnation: number;
  /** group.instance.id, -1 for a member without one. */
  readonly instance: number;
  /** Last sign of life: after it, the session timeout runs. */
  aliveAt: Micros;
  hasJoined: boolean;
  hasSynced: boolean;
}

/** What the coordinator asks of the world around it. */
export interface CoordinatorPort {
  /** Answers a member's JoinGroup. `members` is only for the leader. */
  answerJoin(actor: number, incarnation: number, answer: JoinAnswer): void;
  /** Answers a member's SyncGroup with REBALANCE_IN_PROGRESS: it waited for an assignment that will not come. */
  refuseSync(actor: number, incarnation: number): void;
  /** Answers a member's SyncGroup: its assignment may be fetched now. */
  answerSync(actor: number, incarnation: number, memberId: number, generation: number): void;
  /** Wakes the coordinator for `onRebalanceTimer` with this token. */
  wakeForRebalance(at: Micros, token: number): void;
  /** Wakes the coordinator for `onSessionTimer`. */
  wakeForSession(at: Micros, memberId: number): void;
  memberJoined(actor: number, memberId: number): void;
  rebalanceStarted(generation: number, reason: number): void;
  groupStable(generation: number, members: number): void;
  memberExpelled(actor: number, memberId: number, generation: number): void;
  /** A static member has a new id. */
  memberReplaced(before: number, after: number): void;
  /** The last member has gone. */
  becameEmpty(): void;
}

/** What a member is told when its join is answered. */
export interface JoinAnswer {
  readonly memberId: number;
  readonly generation: number;
  readonly isLeader: boolean;
}

/** One group's coordinator. */
export class Coordinator {
  readonly #settings: GroupSettings;
  readonly #port: CoordinatorPort;
  readonly #members = new Map<number, Member>();
  #phase: GroupPhase = 'Empty';
  #generation = 0;
  #nextMember = 1;
  #leader = -1;
  #rebalanceToken = 0;
  /** The group was empty: the first members are waited for, for a while, even if all known ones are there. */
  #isGathering = false;
  #newcomers = false;

  constructor(settings: GroupSettings, port: CoordinatorPort) {
    this.#settings = settings;
    this.#port = port;
  }

  get phase(): GroupPhase {
    return this.#phase;
  }

  get generation(): number {
    return this.#generation;
  }

  /** Actors of all members, dead or alive, with their incarnations. */
  members(): readonly {
    readonly actor: number;
    readonly incarnation: number;
    readonly id: number;
  }[] {
    return [...this.#members.values()];
  }

  /** JoinGroup: from a newcomer (memberId -1) or from a member that joins anew. */
  join(now: Micros, actor: number, incarnation: number, memberId: number, instance = -1): void {
    const known = this.#members.get(memberId);
    if (known === undefined && this.#replaces(now, { actor, incarnation, instance })) return;
    const member: Member = known ?? {
      id: this.#nextMember++,
      actor,
      incarnation,
      instance,
      aliveAt: now,
      hasJoined: false,
      hasSynced: false,
    };
    if (known === undefined) {
      this.#members.set(member.id, member);
      this.#newcomers = true;
      this.#port.memberJoined(actor, member.id);
    }
    member.aliveAt = now;
    if (this.#phase !== 'PreparingRebalance') this.#prepare(now, rebalanceReason.joined);
    member.hasJoined = true;
    this.#completeIfAllJoined(now);
  }

  /** SyncGroup: the leader's brings the assignment, the others wait for it. */
  sync(now: Micros, memberId: number, generation: number): Refusal | undefined {
    const member = this.#members.get(memberId);
    if (member === undefined) return 'UNKNOWN_MEMBER_ID';
    if (generation !== this.#generation) return 'ILLEGAL_GENERATION';
    if (this.#phase === 'PreparingRebalance') return 'REBALANCE_IN_PROGRESS';
    member.aliveAt = now;
    member.hasSynced = true;
    if (this.#phase === 'Stable')
      this.#port.answerSync(member.actor, member.incarnation, member.id, this.#generation);
    else if (memberId === this.#leader) this.#stabilise();
    return undefined;
  }

  /** Heartbeat: a sign of life; the answer tells a member that it must join anew. */
  heartbeat(now: Micros, memberId: number, generation: number): Refusal | undefined {
    const member = this.#members.get(memberId);
    if (member === undefined) return 'UNKNOWN_MEMBER_ID';
    if (generation !== this.#generation) return 'ILLEGAL_GENERATION';
    member.aliveAt = now;
    return this.#phase === 'PreparingRebalance' ? 'REBALANCE_IN_PROGRESS' : undefined;
  }

  /** Whether an offset may be committed: with the right generation also while a rebalance is prepared. Source: ClassicGroup#validateOffsetCommit. */
  refusesCommit(memberId: number, generation: number): Refusal | undefined {
    if (!this.#members.has(memberId)) return 'UNKNOWN_MEMBER_ID';
    if (generation !== this.#generation) return 'ILLEGAL_GENERATION';
    return this.#phase === 'CompletingRebalance' ? 'REBALANCE_IN_PROGRESS' : undefined;
  }

  /** Makes all members join anew, though nobody came or went. */
  force(now: Micros, reason: number): void {
    if (this.#members.size > 0 && this.#phase !== 'PreparingRebalance') this.#prepare(now, reason);
  }

  /** LeaveGroup: a member goes by itself. */
  leave(now: Micros, memberId: number): void {
    const member = this.#members.get(memberId);
    if (member === undefined) return;
    this.#members.delete(memberId);
    this.#afterRemoval(now, rebalanceReason.left);
  }

  /** The session of a member may have run out. */
  onSessionTimer(now: Micros, memberId: number): void {
    const member = this.#members.get(memberId);
    if (member === undefined) return;
    // A member that waits for the answer to its join is silent by rights.
    const waits = this.#phase === 'PreparingRebalance' && member.hasJoined;
    const runsOutAt = later(waits ? now : member.aliveAt, this.#settings.sessionTimeout);
    if (runsOutAt > now) this.#port.wakeForSession(runsOutAt, memberId);
    else this.#remove(now, member, rebalanceReason.timedOut);
  }

  /** The wait for joiners is over: of an empty group, or of a rebalance. */
  onRebalanceTimer(now: Micros, token: number): void {
    if (token !== this.#rebalanceToken || this.#phase !== 'PreparingRebalance') return;
    if (this.#isGathering && this.#newcomers) {
      // Kafka extends the first wait as long as newcomers keep arriving.
      this.#newcomers = false;
      this.#port.wakeForRebalance(later(now, this.#settings.initialRebalanceDelay), token);
      return;
    }
    for (const member of this.#members.values()) if (!member.hasJoined) this.#forget(member);
    this.#complete(now);
  }

  /** A static member that comes back takes its old place: in a stable group nobody else notices. Its old id is fenced. Source: GroupMetadataManager#updateStaticMemberThenRebalanceOrCompleteJoin. */
  #replaces(
    now: Micros,
    { actor, incarnation, instance }: Pick<Member, 'actor' | 'incarnation' | 'instance'>,
  ): boolean {
    const before = [...this.#members.values()].find(
      (each) => instance >= 0 && each.instance === instance,
    );
    if (before === undefined || this.#phase !== 'Stable') {
      if (before !== undefined) this.#members.delete(before.id);
      return false;
    }
    const after: Member = { ...before, id: this.#nextMember++, actor, incarnation, aliveAt: now };
    this.#members.delete(before.id);
    this.#members.set(after.id, after);
    if (this.#leader === before.id) this.#leader = after.id;
    this.#port.memberJoined(actor, after.id);
    this.#port.memberReplaced(before.id, after.id);
    this.#port.wakeForSession(later(now, this.#settings.sessionTimeout), after.id);
    const answer = { memberId: after.id, generation: this.#generation, isLeader: false };
    this.#port.answerJoin(actor, incarnation, answer);
    return true;
  }

  #prepare(now: Micros, reason: number): void {
    this.#isGathering = this.#phase === 'Empty';
    const wasCompleting = this.#phase === 'CompletingRebalance';
    this.#phase = 'PreparingRebalance';
    for (const member of this.#members.values()) {
      if (wasCompleting && member.hasSynced)
        this.#port.refuseSync(member.actor, member.incarnation);
      member.hasJoined = false;
      member.hasSynced = false;
    }
    this.#rebalanceToken += 1;
    this.#newcomers = false;
    this.#port.rebalanceStarted(this.#generation, reason);
    const wait = this.#isGathering
      ? this.#settings.initialRebalanceDelay
      : this.#settings.rebalanceTimeout;
    this.#port.wakeForRebalance(later(now, wait), this.#rebalanceToken);
  }

  #completeIfAllJoined(now: Micros): void {
    if (this.#phase !== 'PreparingRebalance' || this.#isGathering) return;
    if ([...this.#members.values()].every((member) => member.hasJoined)) this.#complete(now);
  }

  #complete(now: Micros): void {
    this.#rebalanceToken += 1;
    this.#generation += 1;
    if (this.#members.size === 0) {
      this.#phase = 'Empty';
      this.#port.becameEmpty();
      return;
    }
    this.#phase = 'CompletingRebalance';
    // The leader stays while it is a member; otherwise the first that joined leads.
    if (!this.#members.has(this.#leader))
      this.#leader = this.#members.values().next().value?.id ?? -1;
    for (const member of this.#members.values()) {
      member.aliveAt = now;
      this.#port.wakeForSession(later(now, this.#settings.sessionTimeout), member.id);
      this.#port.answerJoin(member.actor, member.incarnation, {
        memberId: member.id,
        generation: this.#generation,
        isLeader: member.id === this.#leader,
      });
    }
  }

  #stabilise(): void {
    assert(this.#phase === 'CompletingRebalance', `a group in ${this.#phase} cannot become stable`);
    this.#phase = 'Stable';
    this.#port.groupStable(this.#generation, this.#members.size);
    for (const member of this.#members.values()) {
      if (member.hasSynced)
        this.#port.answerSync(member.actor, member.incarnation, member.id, this.#generation);
    }
  }

  #remove(now: Micros, member: Member, reason: number): void {
    this.#forget(member);
    this.#afterRemoval(now, reason);
  }

  #afterRemoval(now: Micros, reason: number): void {
    if (this.#phase === 'Stable' || this.#phase === 'CompletingRebalance')
      this.#prepare(now, reason);
    this.#completeIfAllJoined(now);
  }

  #forget(member: Member): void {
    this.#members.delete(member.id);
    this.#port.memberExpelled(member.actor, member.id, this.#generation);
  }
}
