/**
 * How a replica that was leader, or followed another one, gets rid of what the present leader does
 * not have: it asks, epoch by epoch, where the leader's log ends.
 * Source: AbstractFetcherThread#getOffsetTruncationState, KIP-101, KIP-279.
 */
import type { ReplicaLog } from '../log/replica-log.ts';

/** The offset up to which a follower's log agrees with its leader's. */
export function agreedOffset<V>(follower: ReplicaLog<V>, leader: ReplicaLog<V>): number {
  let asked = follower.epochs.latest;
  let end = follower.end;
  while (asked !== undefined) {
    const answer = leader.epochs.endOf(asked, leader.end);
    // The leader has nothing of that epoch or of an earlier one.
    if (answer === undefined) return leader.start;
    const own = follower.epochs.endOf(answer.epoch, end);
    if (own === undefined) return Math.min(answer.end, end, leader.start);
    end = Math.min(end, own.end, answer.end);
    if (own.epoch === answer.epoch) return end;
    asked = own.epoch;
  }
  return end;
}
