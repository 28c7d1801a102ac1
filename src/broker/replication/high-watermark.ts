/** The rules of the high watermark and of what acks=all waits for. Source: Partition#maybeIncrementLeaderHW, #checkEnoughReplicasReachOffset. */
import type { ProduceError } from './steps.ts';

/** A follower as the rule sees it. */
export interface FollowerProgress {
  readonly end: number;
  readonly isInSync: boolean;
  /** Alive and caught up: about to join, and it could never join if the watermark ran away. */
  readonly isJoining: boolean;
}

/** How far all copies that count have come. It stays where it is below min.insync.replicas. */
export function highWatermarkFor(
  leaderEnd: number,
  followers: readonly FollowerProgress[],
  { inSync, minInSync }: { readonly inSync: number; readonly minInSync: number },
): number | undefined {
  if (inSync < minInSync) return undefined;
  const counted = followers.filter(({ isInSync, isJoining }) => isInSync || isJoining);
  return Math.min(leaderEnd, ...counted.map(({ end }) => end));
}

/** What a request that waits for `requiredOffset` is told: nothing yet, success, or too few copies. */
export function answerToWaiting(now: {
  readonly requiredOffset: number;
  readonly highWatermark: number;
  readonly inSync: number;
  readonly minInSync: number;
}): 'wait' | 'acknowledge' | ProduceError {
  if (now.highWatermark < now.requiredOffset) return 'wait';
  return now.inSync >= now.minInSync ? 'acknowledge' : 'NOT_ENOUGH_REPLICAS_AFTER_APPEND';
}
