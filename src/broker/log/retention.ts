/**
 * Which of a log's oldest segments are deleted: whole segments, by age or by size, whether or not
 * anyone has read them. Source: UnifiedLog#deletableSegments, #deleteRetentionMsBreachedSegments,
 * #deleteRetentionSizeBreachedSegments.
 */
import type { PartitionLog } from './partition-log.ts';

/** What retention looks at in a segment. */
export interface SegmentSummary {
  readonly base: number;
  readonly bytes: number;
  readonly largestTimestampMs: number;
}

/** A log as retention sees it. */
export interface RetainedLog {
  /** Oldest first, the active segment last. */
  readonly segments: readonly SegmentSummary[];
  readonly end: number;
  /** Nothing at or above it is deleted. */
  readonly highWatermark: number;
}

/** The policy. A negative limit, or none, is no limit. */
export interface Retention {
  readonly nowMs: number;
  /** retention.ms */
  readonly retentionMs?: number | undefined;
  /** retention.bytes */
  readonly retentionBytes?: number | undefined;
}

/** How many of the oldest segments go: first those that are too old, then those that are too much. */
export function countDeletable(log: RetainedLog, retention: Retention): number {
  const { nowMs, retentionMs = -1, retentionBytes = -1 } = retention;
  const old =
    retentionMs < 0
      ? 0
      : countPrefix(log, 0, (segment) => nowMs - segment.largestTimestampMs > retentionMs);
  const size = log.segments.slice(old).reduce((sum, segment) => sum + segment.bytes, 0);
  if (retentionBytes < 0 || size < retentionBytes) return old;
  let excess = size - retentionBytes;
  return countPrefix(log, old, (segment) => {
    if (excess < segment.bytes) return false;
    excess -= segment.bytes;
    return true;
  });
}

/** Where the log begins after its oldest segments are gone. */
export function startAfter(log: RetainedLog, deleted: number): number {
  return log.segments[deleted]?.base ?? log.end;
}

/** Deletes what the policy no longer keeps, and returns the number of segments. */
export function retain<R>(
  log: PartitionLog<R>,
  highWatermark: number,
  retention: Retention,
): number {
  const segments = [...log.sealed, log.active];
  const deleted = countDeletable({ segments, end: log.end, highWatermark }, retention);
  log.deleteOldest(deleted);
  return deleted;
}

/** Goes from segment to segment and stops at the first that stays. */
function countPrefix(
  { segments, end, highWatermark }: RetainedLog,
  from: number,
  goes: (segment: SegmentSummary) => boolean,
): number {
  let count = from;
  for (const segment of segments.slice(from)) {
    const next = segments[count + 1]?.base ?? end;
    // The active segment may go too, but there is nothing to gain from an empty one.
    const isEmptyAndActive = count === segments.length - 1 && next === segment.base;
    if (highWatermark < next || isEmptyAndActive || !goes(segment)) break;
    count += 1;
  }
  return count;
}
