/** What the coordinator of a group asks of the world around it, and what it answers. */
import type { Micros } from '../../../kernel/index.ts';
import type { Refusal } from '../../../trace/index.ts';
import type { Joiner } from './classic-member.ts';

/** A member as the leader sees it. */
export interface JoinedMember<S> {
  readonly id: number;
  readonly actor: number;
  readonly instance: string | undefined;
  readonly subscription: S | undefined;
}

/** What a member is told when its join is answered. */
export interface JoinAnswer<S = unknown> {
  readonly memberId: number;
  readonly generation: number;
  readonly isLeader: boolean;
  /** The assignor that was chosen. */
  readonly protocol: string;
  /** Only for the leader. */
  readonly members: readonly JoinedMember<S>[];
  /** A static leader that came back deals nothing: what was dealt stands. Source: KIP-814. */
  readonly keepsAssignment: boolean;
}

/** Why a JoinGroup is turned away. */
export type JoinRefusal = Refusal | 'INCONSISTENT_GROUP_PROTOCOL';

/** What the coordinator asks of the world around it. */
export interface CoordinatorPort<S = unknown, A = unknown> {
  /** Answers a member's JoinGroup. */
  answerJoin(to: Joiner, answer: JoinAnswer<S>): void;
  refuseJoin(to: Joiner, refusal: JoinRefusal): void;
  /** Answers a member's SyncGroup with its assignment: `undefined` where the leader dealt it none. */
  answerSync(to: Joiner, generation: number, dealt: A | undefined): void;
  /** Answers a member's SyncGroup: it waited for an assignment that will not come. */
  refuseSync(to: Joiner, refusal: Refusal): void;
  /** Wakes the coordinator for `onRebalanceTimer` with this token. */
  wakeForRebalance(at: Micros, token: number): void;
  /** Wakes the coordinator for `onSessionTimer`. */
  wakeForSession(at: Micros, memberId: number): void;
  memberJoined(actor: number, memberId: number): void;
  rebalanceStarted(generation: number, reason: number): void;
  groupStable(generation: number, members: number): void;
  memberExpelled(actor: number, memberId: number, generation: number): void;
  /** The last member has gone. */
  becameEmpty(): void;
}
