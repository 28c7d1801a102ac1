/**
 * A consumer's place in its group: it joins, syncs, beats and leaves. The heartbeats are a thread of their own: they go on
 * whatever the program does, and take the member out when the program does not poll. Source: AbstractCoordinator, Heartbeat.
 */
import { later, type Micros } from '../../../kernel/index.ts';
import type { Refusal } from '../../../trace/index.ts';
import type { JoinAnswer, JoinRefusal } from '../../groups/classic/coordinator-port.ts';
import type { TopicPartition } from '../../groups/assignors/assignor.ts';
import type { ConsumerConfig } from './consumer-config.ts';
import { fenced, inconsistent, type ConsumerException } from './consumer-exception.ts';
import type { ConsumerPort, Dealt, Membership, Subscription } from './consumer-port.ts';

/** How a round of joining went. */
export type JoinOutcome =
  | { readonly kind: 'assigned'; readonly dealt: readonly TopicPartition[] }
  | { readonly kind: 'again' }
  | { readonly kind: 'failed'; readonly failure: ConsumerException };

type MemberState = 'unjoined' | 'preparing' | 'completing' | 'stable';

/** One member, seen from its client. */
export class MemberSession {
  readonly #config: ConsumerConfig;
  readonly #port: ConsumerPort;
  /** The leader's part: `undefined` where what was dealt before stands. */
  readonly #deal: (answer: JoinAnswer<Subscription>) => Dealt | undefined;
  #state: MemberState = 'unjoined';
  #memberId = -1;
  #generation = -1;
  #isLeader = false;
  #isRejoinNeeded = true;
  #isJoining = false;
  #outcome: JoinOutcome | undefined;
  #heartbeatAt = 0 as Micros;
  /** When the heartbeat thread wakes next. */
  #wokenAt = 0 as Micros;
  #polledAt: Micros;
  /** The heartbeat thread has died of this, and the program will hear of it. */
  #failure: ConsumerException | undefined;
  /** Whether what belongs before a join is still to be done. */
  needsPreparation = true;

  constructor(
    config: ConsumerConfig,
    port: ConsumerPort,
    deal: (answer: JoinAnswer<Subscription>) => Dealt | undefined,
    now: Micros,
  ) {
    this.#config = config;
    this.#port = port;
    this.#deal = deal;
    this.#polledAt = now;
  }

  get key(): Membership {
    const { instance } = this.#config;
    return { memberId: this.#memberId, generation: this.#generation, instance };
  }

  get isLeader(): boolean {
    return this.#isLeader;
  }

  get isStable(): boolean {
    return this.#state === 'stable';
  }

  /** Whether it is in the midst of a rebalance. */
  get isRebalancing(): boolean {
    return this.#state === 'preparing' || this.#state === 'completing';
  }

  /** Whether it is no member any more, though it may own partitions still. */
  get isReset(): boolean {
    return this.#memberId < 0 || this.#generation < 0;
  }

  get isRejoinNeededOrPending(): boolean {
    return this.#isRejoinNeeded || this.#isJoining;
  }

  requestRejoin(): void {
    this.#isRejoinNeeded = true;
  }

  /** The program polls: the heartbeat thread takes note. What it died of is told once. Source: #pollHeartbeat. */
  notePoll(now: Micros): void {
    this.#polledAt = now;
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure;
  }

  /** Sends JoinGroup, unless one is on its way. Source: #initiateJoinGroup. */
  join(protocols: readonly { readonly name: string; readonly subscription: Subscription }[]): void {
    if (this.#isJoining) return;
    this.#isJoining = true;
    this.#outcome = undefined;
    this.#state = 'preparing';
    const { instance, sessionTimeout, maxPollInterval } = this.#config;
    const memberId = this.#memberId;
    const rebalanceTimeout = maxPollInterval;
    this.#port.join({ memberId, instance, sessionTimeout, rebalanceTimeout, protocols });
  }

  /** What became of the join, once that is known. Taken once. */
  takeOutcome(): JoinOutcome | undefined {
    const outcome = this.#outcome;
    if (outcome === undefined) return undefined;
    this.#outcome = undefined;
    this.#isJoining = false;
    if (outcome.kind === 'assigned' && (this.#state !== 'stable' || this.isReset)) {
      // The heartbeat thread has learnt meanwhile that it is no member any more.
      this.reset();
      return { kind: 'again' };
    }
    if (outcome.kind !== 'assigned') this.#isRejoinNeeded = true;
    return outcome;
  }

  onJoined(answer: JoinAnswer<Subscription>, now: Micros): void {
    if (!this.#isJoining || this.#state !== 'preparing') {
      this.#fail({ kind: 'again' });
      return;
    }
    this.#state = 'completing';
    this.#memberId = answer.memberId;
    this.#generation = answer.generation;
    this.#isLeader = answer.isLeader;
    // The thread begins to beat, and all of its clocks begin anew.
    this.#polledAt = now;
    this.#heartbeatAt = later(now, this.#config.heartbeatInterval);
    this.#wake();
    this.#port.sync(this.key, answer.isLeader ? this.#deal(answer) : undefined);
  }

  onJoinRefused(refusal: JoinRefusal): void {
    if (!this.#isJoining) return;
    if (refusal === 'UNKNOWN_MEMBER_ID') this.reset();
    if (refusal === 'FENCED_INSTANCE_ID') this.#fail({ kind: 'failed', failure: fenced() });
    else if (refusal === 'INCONSISTENT_GROUP_PROTOCOL')
      this.#fail({ kind: 'failed', failure: inconsistent() });
    else this.#fail({ kind: 'again' });
  }

  /** The assignment is here; the next poll takes it over. */
  onSynced(generation: number, dealt: readonly TopicPartition[] | undefined): void {
    if (!this.#isJoining) return;
    if (this.#state !== 'completing' || generation !== this.#generation) {
      this.#fail({ kind: 'again' });
      return;
    }
    this.#state = 'stable';
    this.#isRejoinNeeded = false;
    this.#outcome = { kind: 'assigned', dealt: dealt ?? [] };
  }

  onSyncRefused(refusal: Refusal): void {
    if (!this.#isJoining) return;
    if (refusal === 'FENCED_INSTANCE_ID') {
      this.#fail({ kind: 'failed', failure: fenced() });
      return;
    }
    if (refusal !== 'REBALANCE_IN_PROGRESS') this.reset();
    this.#fail({ kind: 'again' });
  }

  /** The heartbeat thread's turn. */
  onTimer(now: Micros): void {
    if (!this.#isBeating || now < this.#wokenAt) return;
    if (now >= this.#polledAt + this.#config.maxPollInterval) {
      this.leave();
      return;
    }
    if (now >= this.#heartbeatAt) {
      this.#heartbeatAt = later(now, this.#config.heartbeatInterval);
      this.#port.heartbeat(this.key);
    }
    this.#wake();
  }

  /** The answer to a heartbeat that was sent as this member. Source: HeartbeatResponseHandler. */
  onHeartbeatAnswered(sent: Membership, refusal: Refusal | undefined): void {
    if (refusal === undefined) return;
    if (refusal === 'REBALANCE_IN_PROGRESS') {
      if (this.#state === 'stable') this.requestRejoin();
      return;
    }
    if (!this.isStill(sent)) return;
    if (refusal === 'FENCED_INSTANCE_ID') this.#failure = fenced();
    this.reset(refusal === 'ILLEGAL_GENERATION');
  }

  /** Whether it is the same member in the same generation. */
  isStill({ memberId, generation }: Membership): boolean {
    return memberId === this.#memberId && generation === this.#generation;
  }

  /** It is no member any more, and must join anew. What it owns is lost. Source: #resetStateAndRejoin. */
  reset(keepsId = false): void {
    this.#state = 'unjoined';
    this.#generation = -1;
    if (!keepsId) this.#memberId = -1;
    this.#isRejoinNeeded = true;
    this.needsPreparation = true;
  }

  /** Leaves, unless it is static: then its place waits for it until its session runs out. Source: #maybeLeaveGroup. */
  leave(): void {
    const isDynamic = this.#config.instance === undefined;
    if (isDynamic && this.#state !== 'unjoined' && this.#memberId >= 0) this.#port.leave(this.key);
    this.reset();
  }

  get #isBeating(): boolean {
    return this.#state === 'completing' || this.#state === 'stable';
  }

  #wake(): void {
    const overdueAt = later(this.#polledAt, this.#config.maxPollInterval);
    this.#wokenAt = Math.min(this.#heartbeatAt, overdueAt) as Micros;
    this.#port.wakeAt(this.#wokenAt);
  }

  #fail(outcome: JoinOutcome): void {
    if (!this.#isJoining) return;
    this.#outcome = outcome;
    this.#state = 'unjoined';
  }
}
