/** A replicated partition as it was made, and what happened to it before the first step. */
import type { ProducerStateCheckpoint } from '../log/producer-state.ts';
import { ReplicaLog } from '../log/replica-log.ts';
import { Replica } from './replica.ts';

/** The settings of the partition, and its history in short. */
export interface ReplicationSetup<V> {
  /** Broker numbers, the preferred leader first. */
  readonly replicas: readonly number[];
  /** min.insync.replicas */
  readonly minInSync: number;
  /** unclean.leader.election.enable */
  readonly isUncleanAllowed: boolean;
  /** replica.lag.time.max.ms */
  readonly replicaLagMs: number;
  /** The first in-sync replica where nothing is said. */
  readonly leader?: number | undefined;
  /** All replicas where nothing is said. */
  readonly inSync?: readonly number[] | undefined;
  /** Whether a broker's process runs, known to be dead or not: all do where nothing is said. */
  readonly isRunning?: ((broker: number) => boolean) | undefined;
  /** Makes an empty log for a replica. */
  readonly makeLog?: (() => ReplicaLog<V>) | undefined;
  readonly logs?: ReadonlyMap<number, readonly V[]> | undefined;
  /** What is known of producers whose records are no longer in the logs. */
  readonly producers?: ProducerStateCheckpoint | undefined;
  /** How long ago a replica had caught up: just now if it is in sync and nothing is said, else never. */
  readonly lagMs?: ReadonlyMap<number, number> | undefined;
}

/** The replicas of a setup, by broker. */
export function replicasOf<V>(setup: ReplicationSetup<V>): ReadonlyMap<number, Replica<V>> {
  const { replicas, inSync = replicas, logs, lagMs } = setup;
  const made = replicas.map((broker) => {
    const replica = new Replica<V>(broker, setup.makeLog?.() ?? new ReplicaLog<V>(setup.producers));
    replica.log.append(logs?.get(broker) ?? [], 0);
    replica.followedEpoch = 0;
    const lag = lagMs?.get(broker) ?? (inSync.includes(broker) ? 0 : Number.POSITIVE_INFINITY);
    replica.recall(replica.log.end, -lag);
    return [broker, replica] as const;
  });
  return new Map(made);
}
