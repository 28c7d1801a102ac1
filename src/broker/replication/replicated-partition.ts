/**
 * A partition with its replicas, step by step: who leads, who is in sync, what is safe. It owns no
 * clock and no network. Source: Partition, ReplicaManager, AbstractFetcherThread.
 */
import { assert, assertNever, present, type Scribe } from '../../kernel/index.ts';
import { isOutOfRange } from '../log/offset-reset.ts';
import type { TransactionEnd } from '../log/producer-state.ts';
import { ReplicaLog, type Isolation } from '../log/replica-log.ts';
import { chooseLeader, inSyncWithout } from './election.ts';
import { highWatermarkFor } from './high-watermark.ts';
import { inSyncAfterFetch, inSyncWithoutLaggards, progressOf } from './in-sync.ts';
import type { LeaderView } from './in-sync.ts';
import type { Replica } from './replica.ts';
import { replicasOf, type ReplicationSetup } from './setup.ts';
import type { ConsumerFetch, ProduceAnswer, ReplicationFact, ReplicationStep } from './steps.ts';
import { agreedOffset } from './truncation.ts';
import { failed, unanswered, WaitingRequests } from './waiting-requests.ts';

type Produce<V> = Extract<ReplicationStep<V>, { kind: 'produce' }>;

/** One partition on several brokers. */
export class ReplicatedPartition<V> {
  readonly #setup: ReplicationSetup<V>;
  readonly #replicas: ReadonlyMap<number, Replica<V>>;
  readonly #waiting = new WaitingRequests((request, answer) => this.#answer(request, answer));
  #leader: number | undefined;
  #epoch = 0;
  #epochStart = 0;
  #inSync: readonly number[];
  /** Of the step that is being taken. No checkpoint holds it. */
  #facts: ReplicationFact[] = [];
  #nowMs = 0;

  constructor(setup: ReplicationSetup<V>) {
    this.#setup = setup;
    this.#replicas = replicasOf(setup);
    this.#inSync = setup.inSync ?? setup.replicas;
    this.#leader = setup.leader ?? this.#inSync[0];
    this.#advance();
    const known = this.highWatermark ?? 0;
    for (const { log } of this.#replicas.values()) log.setHighWatermark(known);
  }

  /** The broker that leads, `undefined` while the partition is offline. */
  get leader(): number | undefined {
    return this.#leader;
  }

  get epoch(): number {
    return this.#epoch;
  }

  get inSync(): readonly number[] {
    return this.#inSync;
  }

  /**
   * The leader's high watermark. A new leader may know an older one than its predecessor, so it
   * says none until its own has reached the offset where it began to lead. Source: KIP-207.
   */
  get highWatermark(): number | undefined {
    const log = this.#leaderReplica()?.log;
    const isKnown = log !== undefined && log.highWatermark >= this.#epochStart;
    return isKnown ? log.highWatermark : undefined;
  }

  /** The log of a broker's replica, to read. */
  logOf(
    broker: number,
  ): Pick<ReplicaLog<V>, 'start' | 'end' | 'highWatermark' | 'read' | 'readForFollower'> {
    return this.#replica(broker).log;
  }

  /** The log of a broker's replica. Whoever writes to it past the leader breaks the replication. */
  replicaLog(broker: number): ReplicaLog<V> {
    return this.#replica(broker).log;
  }

  /** Whether a follower's next fetch would bring it, or the leader, anything new. */
  lacksSomething(broker: number): boolean {
    const leader = this.#leaderReplica();
    const follower = this.#replica(broker);
    if (leader === undefined || leader === follower || !follower.isAlive) return false;
    return (
      follower.followedEpoch !== this.#epoch ||
      follower.knownEnd < leader.log.end ||
      follower.log.highWatermark < leader.log.highWatermark ||
      !this.#inSync.includes(broker)
    );
  }

  /** What a consumer gets from the leader. Between the high watermark and the end it gets nothing. */
  consume(from: number, isolation: Isolation): ConsumerFetch<V> {
    const log = this.#leaderReplica()?.log;
    if (log === undefined) return { kind: 'failed', error: 'LEADER_NOT_AVAILABLE' };
    if (isOutOfRange(from, log)) return { kind: 'failed', error: 'OFFSET_OUT_OF_RANGE' };
    return { kind: 'records', records: log.read(from, isolation) };
  }

  /** Lets one thing happen, and says what came of it. */
  apply(step: ReplicationStep<V>, nowMs = this.#nowMs): readonly ReplicationFact[] {
    assert(nowMs >= this.#nowMs, `time cannot go back from ${this.#nowMs} to ${nowMs} ms`);
    this.#nowMs = nowMs;
    this.#facts = [];
    if (step.kind === 'produce') this.#produce(step);
    else if (step.kind === 'time-out') this.#waiting.timeOut(step.request);
    else if (step.kind === 'check-lag') this.#checkLag();
    else if (step.kind === 'reconsider') this.#reconsider();
    else if (step.kind === 'end-transaction') this.#endTransaction(step.end);
    else {
      const replica = this.#replica(step.broker);
      if (step.kind === 'fetch') this.#fetch(replica);
      else if (step.kind === 'crash') this.#crash(replica);
      else if (step.kind === 'return') this.#return(replica, step.isDiskLost);
      else if (step.kind === 'elect') this.#electInstead(replica);
      else assertNever(step);
    }
    this.#advance();
    return this.#facts;
  }

  transcribe(scribe: Scribe): void {
    for (const replica of this.#replicas.values()) replica.transcribe(scribe);
    this.#waiting.transcribe(scribe);
    this.#leader = scribe.value(this.#leader);
    this.#epoch = scribe.value(this.#epoch);
    this.#epochStart = scribe.value(this.#epochStart);
    this.#inSync = scribe.value(this.#inSync);
    this.#nowMs = scribe.value(this.#nowMs);
  }

  /** Source: Partition#appendRecordsToLeader. */
  #produce({ request, acks, values, producer }: Produce<V>): void {
    // Who asked for no answer is not told of a failure either.
    const tell = (answer: ProduceAnswer) =>
      this.#answer(request, acks === '0' ? unanswered : answer);
    const leader = this.#leaderReplica();
    if (leader === undefined) return tell(failed('LEADER_NOT_AVAILABLE'));
    const isShort = this.#inSync.length < this.#setup.minInSync;
    if (acks === 'all' && isShort) return tell(failed('NOT_ENOUGH_REPLICAS'));
    const result = leader.log.append(values, this.#epoch, producer);
    if (result.kind === 'refused') return tell(failed(result.error));
    const { baseOffset } = result;
    const isDuplicate = result.kind === 'duplicate';
    const requiredOffset = baseOffset + values.length;
    if (!isDuplicate) this.#tellAppended(leader, baseOffset);
    const answer: ProduceAnswer = { kind: 'acknowledged', baseOffset, isDuplicate };
    if (acks === 'all') this.#waiting.add({ request, requiredOffset, answer });
    else tell(answer);
  }

  /** One round trip: the leader learns the follower's end, the follower records and high watermark. */
  #fetch(follower: Replica<V>): void {
    const view = this.#view();
    if (view === undefined || view.leader === follower || !follower.isAlive) return;
    const { leader } = view;
    const { log } = follower;
    if (follower.followedEpoch !== this.#epoch) this.#reconcile(follower, leader);
    follower.onFetch(log.end, leader.log.end, this.#nowMs);
    this.#setInSync(inSyncAfterFetch(view, follower));
    this.#advance();
    const end = log.end;
    const from = Math.max(end, leader.log.start);
    if (from > end) this.#beginAnew(follower, from);
    else log.deleteBefore(leader.log.start);
    log.replicate(leader.log.readForFollower(from));
    log.setHighWatermark(leader.log.highWatermark);
    if (log.end > end) this.#tellAppended(follower, from);
  }

  /** What a follower lacks is deleted at the leader: it drops all that it has, and begins where the leader does. Source: AbstractFetcherThread#handleOutOfRangeError. */
  #beginAnew({ broker, log }: Replica<V>, at: number): void {
    if (log.end > log.start) this.#facts.push({ kind: 'truncated', broker, from: 0, to: log.end });
    log.beginAt(at);
  }

  /** Writes the marker that ends a transaction; followers fetch it like any record. Source: TransactionMarkerChannelManager. */
  #endTransaction(end: TransactionEnd): void {
    const leader = this.#leaderReplica();
    if (leader === undefined) return;
    const result = leader.log.endTransaction(end, this.#epoch);
    if (result.kind === 'appended')
      this.#facts.push({ kind: 'marked', broker: leader.broker, offset: result.baseOffset });
  }

  /** A follower of a new leader drops what that leader does not have. */
  #reconcile(follower: Replica<V>, leader: Replica<V>): void {
    const { broker, log } = follower;
    const from = agreedOffset(log, leader.log);
    if (from < log.end) this.#facts.push({ kind: 'truncated', broker, from, to: log.end });
    log.truncateTo(from);
    follower.followedEpoch = this.#epoch;
  }

  #checkLag(): void {
    const view = this.#view();
    if (view !== undefined) this.#setInSync(inSyncWithoutLaggards(view, this.#replicas));
  }

  /** The controller notices at once. */
  #crash(replica: Replica<V>): void {
    if (!replica.isAlive) return;
    replica.isAlive = false;
    this.#setInSync(inSyncWithout(this.#inSync, replica.broker));
    if (this.#leader !== replica.broker) return;
    this.#waiting.failAll('NETWORK_EXCEPTION');
    this.#leader = undefined;
    this.#elect();
    if (this.#leader === undefined) this.#facts.push({ kind: 'went-offline' });
  }

  #return(replica: Replica<V>, isDiskLost: boolean): void {
    if (replica.isAlive) return;
    replica.isAlive = true;
    replica.followedEpoch = -1;
    if (isDiskLost) {
      this.#facts.push({ kind: 'disk-lost', broker: replica.broker, records: replica.log.end });
      replica.log = this.#setup.makeLog?.() ?? new ReplicaLog<V>();
    }
    if (this.#leader === undefined) this.#elect();
  }

  #reconsider(): void {
    if (this.#leader === undefined) this.#elect();
  }

  #electInstead(replica: Replica<V>): void {
    const mayLead = replica.isAlive && this.#inSync.includes(replica.broker);
    if (!mayLead || this.#leader === undefined || this.#leader === replica.broker) return;
    this.#waiting.failAll('NOT_LEADER_OR_FOLLOWER');
    this.#lead(replica, true);
  }

  #elect(): void {
    const live = this.#setup.replicas.filter((broker) => this.#replica(broker).isAlive);
    const election = chooseLeader(live, this.#inSync, this.#setup.isUncleanAllowed);
    if (election === undefined) return;
    const { broker, isClean } = election;
    if (!isClean) this.#setInSync([broker]);
    this.#lead(this.#replica(broker), isClean);
  }

  /** Source: Partition#makeLeader. */
  #lead(replica: Replica<V>, isClean: boolean): void {
    const { broker, log } = replica;
    this.#leader = broker;
    this.#epoch += 1;
    this.#epochStart = log.end;
    replica.followedEpoch = this.#epoch;
    for (const each of this.#replicas.values()) {
      each.reset(this.#inSync.includes(each.broker), log.end, this.#nowMs);
    }
    this.#facts.push({ kind: 'leader-elected', broker, epoch: this.#epoch, isClean });
  }

  /** Raises the high watermark as far as the rule allows, and answers who waited for it. */
  #advance(): void {
    const view = this.#view();
    if (view === undefined || this.#setup.isRunning?.(view.leader.broker) === false) return;
    const { log } = view.leader;
    const sizes = { inSync: this.#inSync.length, minInSync: this.#setup.minInSync };
    const progress = progressOf(view, this.#replicas);
    const to = highWatermarkFor(log.end, progress, sizes) ?? log.highWatermark;
    if (to > log.highWatermark) {
      log.raiseHighWatermark(to);
      this.#facts.push({ kind: 'high-watermark-rose', to });
    }
    this.#waiting.complete({ highWatermark: log.highWatermark, ...sizes });
  }

  #answer(request: number, answer: ProduceAnswer): void {
    this.#facts.push({ kind: 'answered', request, answer });
  }

  #tellAppended({ broker, log }: Replica<V>, from: number): void {
    this.#facts.push({ kind: 'appended', broker, from, to: log.end });
  }

  #setInSync(inSync: readonly number[]): void {
    if (inSync.join() === this.#inSync.join()) return;
    this.#inSync = inSync;
    this.#facts.push({ kind: 'in-sync-changed', inSync });
  }

  #view(): LeaderView<V> | undefined {
    const leader = this.#leaderReplica();
    if (leader === undefined) return undefined;
    return {
      leader,
      epochStart: this.#epochStart,
      inSync: this.#inSync,
      nowMs: this.#nowMs,
      replicaLagMs: this.#setup.replicaLagMs,
    };
  }

  #leaderReplica(): Replica<V> | undefined {
    return this.#leader === undefined ? undefined : this.#replicas.get(this.#leader);
  }

  #replica(broker: number): Replica<V> {
    return present(this.#replicas.get(broker), `a replica on broker ${broker}`);
  }
}
