/** The leader's view of its followers: who is in sync, who may join, how far each one is. Source: Partition#maybeExpandIsr, #maybeShrinkIsr, #getOutOfSyncReplicas. */
import type { FollowerProgress } from './high-watermark.ts';
import type { Replica } from './replica.ts';

/** The leader's situation. */
export interface LeaderView<V> {
  readonly leader: Replica<V>;
  /** Where its log ended when it began to lead. */
  readonly epochStart: number;
  readonly inSync: readonly number[];
  readonly nowMs: number;
  readonly replicaLagMs: number;
}

/** The in-sync replicas without those that lagged too long. The leader lags behind nobody. */
export function inSyncWithoutLaggards<V>(
  view: LeaderView<V>,
  replicas: ReadonlyMap<number, Replica<V>>,
): readonly number[] {
  return view.inSync.filter((broker) => {
    const replica = replicas.get(broker);
    return replica !== undefined && (replica === view.leader || isCaughtUp(view, replica));
  });
}

/** The in-sync replicas, with a follower that has all that is committed. Source: #isFollowerInSync. */
export function inSyncAfterFetch<V>(view: LeaderView<V>, follower: Replica<V>): readonly number[] {
  const { leader, epochStart, inSync } = view;
  const { broker, knownEnd } = follower;
  const isThere = knownEnd >= leader.log.highWatermark && knownEnd >= epochStart;
  return isThere && !inSync.includes(broker) ? [...inSync, broker] : inSync;
}

/** How far each follower is. */
export function progressOf<V>(
  view: LeaderView<V>,
  replicas: ReadonlyMap<number, Replica<V>>,
): FollowerProgress[] {
  const followers = [...replicas.values()].filter((replica) => replica !== view.leader);
  return followers.map((replica) => ({
    end: replica.knownEnd,
    isInSync: view.inSync.includes(replica.broker),
    isJoining: replica.isAlive && isCaughtUp(view, replica),
  }));
}

function isCaughtUp<V>({ leader, nowMs, replicaLagMs }: LeaderView<V>, replica: Replica<V>) {
  return replica.isCaughtUp(leader.log.end, nowMs, replicaLagMs);
}
