/** A member of a group as its coordinator knows it. Source: ClassicGroupMember. */
import type { Micros } from '../../../kernel/index.ts';

/** What a member can be assigned by, and what it tells the group's leader for it: opaque to the coordinator. */
export interface GroupProtocol<S> {
  readonly name: string;
  readonly subscription: S;
}

/** Who joins, and to whom answers go: a process in one of its lives. */
export interface Joiner {
  readonly actor: number;
  readonly incarnation: number;
  /** Which of its joins it is: a client that has begun another takes no answer to an earlier one. */
  readonly request: number;
}

/** JoinGroup. */
export interface JoinRequest<S> extends Joiner {
  /** -1 from a newcomer. */
  readonly memberId: number;
  /** group.instance.id of a static member. */
  readonly instance?: string | undefined;
  readonly sessionTimeout: Micros;
  /** How long the group waits for this member to join anew: its max.poll.interval.ms. */
  readonly rebalanceTimeout: Micros;
  /** In the order in which it would like them. */
  readonly protocols: readonly GroupProtocol<S>[];
}

/** A member of a group. */
export interface ClassicMember<S, A> {
  /** From 1, never used again. Shown as `member`. */
  readonly id: number;
  actor: number;
  incarnation: number;
  request: number;
  readonly instance: string | undefined;
  sessionTimeout: Micros;
  rebalanceTimeout: Micros;
  protocols: readonly GroupProtocol<S>[];
  /** Last sign of life: after it, the session timeout runs. */
  aliveAt: Micros;
  /** Whether its JoinGroup waits for an answer. */
  awaitsJoin: boolean;
  /** Whether it has sent the SyncGroup of this generation. */
  hasSynced: boolean;
  /** Whether its session is looked after. */
  isWatched: boolean;
  /** What the leader dealt to it. */
  assignment: A | undefined;
}

/** The member that a JoinGroup makes. */
export function newMember<S, A>(
  id: number,
  now: Micros,
  request: JoinRequest<S>,
): ClassicMember<S, A> {
  const { actor, incarnation, instance, sessionTimeout, rebalanceTimeout, protocols } = request;
  return {
    ...{ id, actor, incarnation, request: request.request, instance },
    ...{ sessionTimeout, rebalanceTimeout, protocols },
    aliveAt: now,
    awaitsJoin: false,
    hasSynced: false,
    isWatched: false,
    assignment: undefined,
  };
}

/** What a member tells the leader under a protocol. */
export function subscriptionOf<S, A>(member: ClassicMember<S, A>, protocol: string): S | undefined {
  return member.protocols.find(({ name }) => name === protocol)?.subscription;
}

/** Whether a member says the same as when it joined. Source: ClassicGroupMember#matches. */
export function saysTheSame<S>(
  left: readonly GroupProtocol<S>[],
  right: readonly GroupProtocol<S>[],
): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
