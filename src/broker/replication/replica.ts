/** One replica of a partition, and what the leader remembers of its fetches. Source: Replica, ReplicaState. */
import type { Scribe } from '../../kernel/index.ts';
import type { ReplicaLog } from '../log/replica-log.ts';

const never = Number.NEGATIVE_INFINITY;
/** The leader has not heard of this replica since it became leader. */
const unknownEnd = -1;

/** A replica. */
export class Replica<V> {
  readonly broker: number;
  log: ReplicaLog<V>;
  isAlive = true;
  /** The leader epoch that its log was last reconciled with. */
  followedEpoch = -1;
  #knownEnd = unknownEnd;
  #caughtUpMs = never;
  #fetchedMs = never;
  /** Where the leader's log ended at the last fetch. */
  #leaderEndAtFetch = unknownEnd;

  constructor(broker: number, log: ReplicaLog<V>) {
    this.broker = broker;
    this.log = log;
  }

  /** How far the leader knows this replica to be. */
  get knownEnd(): number {
    return this.#knownEnd;
  }

  /**
   * Takes note of a fetch. Who asks for the end now, or for what was the end at the last fetch, had
   * caught up at that time. Source: #updateFetchStateOrThrow.
   */
  onFetch(offset: number, leaderEnd: number, nowMs: number): void {
    if (offset >= leaderEnd) this.#caughtUpMs = Math.max(this.#caughtUpMs, nowMs);
    else if (offset >= this.#leaderEndAtFetch) {
      this.#caughtUpMs = Math.max(this.#caughtUpMs, this.#fetchedMs);
    }
    this.#knownEnd = offset;
    this.#leaderEndAtFetch = leaderEnd;
    this.#fetchedMs = nowMs;
  }

  /** Whether it is at the leader's end, or was not too long ago. Source: ReplicaState#isCaughtUp. */
  isCaughtUp(leaderEnd: number, nowMs: number, replicaLagMs: number): boolean {
    return this.#knownEnd === leaderEnd || nowMs - this.#caughtUpMs <= replicaLagMs;
  }

  /** Forgets its fetches, as a new leader does, which gives in-sync replicas time. Source: #resetReplicaState. */
  reset(isInSync: boolean, leaderEnd: number, nowMs: number): void {
    this.#knownEnd = unknownEnd;
    this.#caughtUpMs = isInSync ? nowMs : never;
    this.#fetchedMs = isInSync ? nowMs : never;
    this.#leaderEndAtFetch = leaderEnd;
  }

  /** Sets what the leader remembers, for a history that began before the first step. */
  recall(knownEnd: number, caughtUpMs: number): void {
    this.#knownEnd = knownEnd;
    this.#caughtUpMs = caughtUpMs;
  }

  transcribe(scribe: Scribe): void {
    this.log.transcribe(scribe);
    this.isAlive = scribe.value(this.isAlive);
    this.followedEpoch = scribe.value(this.followedEpoch);
    this.#knownEnd = scribe.value(this.#knownEnd);
    this.#caughtUpMs = scribe.value(this.#caughtUpMs);
    this.#fetchedMs = scribe.value(this.#fetchedMs);
    this.#leaderEndAtFetch = scribe.value(this.#leaderEndAtFetch);
  }
}
