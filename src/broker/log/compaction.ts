/**
 * Compaction: the cleaner keeps the last record of each key, in order and under its old offset, and
 * lets tombstones go only after a while. Source: LogCleanerManager#cleanableOffsets,
 * LogCleaner#doClean, Cleaner#shouldRetainRecord, MemoryRecords#filterTo.
 */
import type { PartitionLog } from './partition-log.ts';
import { entriesOf, measure, segmentIndexFor, type LogEntry, type Segment } from './segment.ts';

/** The settings of a compacted topic, under Kafka's names in camel case. */
export interface CompactionSettings {
  readonly minCleanableDirtyRatio: number;
  /** How long a tombstone stays after it was first cleaned. */
  readonly deleteRetentionMs: number;
  /** How old a record must be before the cleaner may touch it. */
  readonly minCompactionLagMs: number;
  /** How many keys one pass can remember. A pass that meets more of them ends early. */
  readonly offsetMapCapacity?: number | undefined;
}

/** What one pass of the cleaner looks at. */
export interface CleaningRange {
  /** Where the last pass ended. */
  readonly firstDirty: number;
  /** Where this pass ends at the latest. */
  readonly firstUncleanable: number;
  /** The part of the bytes below `firstUncleanable` that no pass has seen. */
  readonly dirtyRatio: number;
}

/** Whether a record belongs to a transaction that was aborted: it is dropped, and supersedes nothing. */
export type IsAborted<R> = (entry: LogEntry<R>) => boolean;

/** What a pass knows beside the records. */
interface Circumstances<R> {
  readonly nowMs: number;
  readonly isAborted?: IsAborted<R>;
  /** Markers stay. Kafka lets them go long after the records of their transaction. */
  readonly isMarker?: (record: R) => boolean;
}

/** Where a pass may clean: not the active segment, nothing undecided, nothing too young. */
export function cleaningRange<R>(
  log: PartitionLog<R>,
  at: { readonly firstDirty: number; readonly lastStableOffset: number; readonly nowMs: number },
  settings: CompactionSettings,
): CleaningRange {
  const isKnown = at.firstDirty >= log.start && at.firstDirty <= log.end;
  const firstDirty = isKnown ? at.firstDirty : log.start;
  const dirty = log.sealed.slice(Math.max(0, segmentIndexFor(log.sealed, firstDirty)));
  const { minCompactionLagMs } = settings;
  const young =
    minCompactionLagMs > 0 &&
    dirty.find((segment) => segment.largestTimestampMs > at.nowMs - minCompactionLagMs);
  const bound = Math.min(at.lastStableOffset, log.activeBase, young ? young.base : log.activeBase);
  const firstUncleanable = Math.max(firstDirty, bound);
  let cleanBytes = 0;
  let dirtyBytes = 0;
  for (const { offset, record } of log.sealed.flatMap(entriesOf)) {
    if (offset < firstDirty) cleanBytes += log.traits.bytesOf(record);
    else if (offset < firstUncleanable) dirtyBytes += log.traits.bytesOf(record);
  }
  const dirtyRatio = dirtyBytes === 0 ? 0 : dirtyBytes / (cleanBytes + dirtyBytes);
  return { firstDirty, firstUncleanable, dirtyRatio };
}

/** Whether a pass is worth its while: strictly more dirt than min.cleanable.dirty.ratio. */
export function isFilthy(range: CleaningRange, settings: CompactionSettings): boolean {
  return range.dirtyRatio > settings.minCleanableDirtyRatio;
}

/**
 * Cleans a range and puts new segments in the place of the old ones. A pass without new records
 * rewrites nothing, so tombstones go only in a pass that has some.
 * @returns where the next pass begins
 */
export function clean<R>(
  log: PartitionLog<R>,
  range: CleaningRange,
  { nowMs, isAborted = () => false, isMarker = () => false }: Circumstances<R>,
  settings: CompactionSettings,
): number {
  const { lastOffsets, latest } = mapOffsets(log, range, isAborted, settings.offsetMapCapacity);
  const count = segmentIndexFor(log.sealed, latest) + 1;
  const { keyOf, isTombstone } = log.traits;
  const isRetained = (entry: LogEntry<R>, segment: Segment<R>): boolean => {
    if (entry.offset > latest) return true;
    if (isMarker(entry.record)) return true;
    const key = keyOf(entry.record);
    if (key === undefined || isAborted(entry)) return false;
    if (entry.offset < (lastOffsets.get(key) ?? -1)) return false;
    const horizon = segment.deleteHorizonsMs.get(entry.offset);
    return !isTombstone(entry.record) || horizon === undefined || nowMs < horizon;
  };
  const cleaned = log.sealed.slice(0, count).map((segment) => {
    const kept = entriesOf(segment).filter((entry) => isRetained(entry, segment));
    return cleanedSegment(log, segment, kept, nowMs + settings.deleteRetentionMs);
  });
  log.replaceSealed([...merge(log, cleaned), ...log.sealed.slice(count)]);
  return Math.max(range.firstDirty, latest + 1);
}

/** The last offset of each key in the dirty range. Source: Cleaner#buildOffsetMap. */
function mapOffsets<R>(
  log: PartitionLog<R>,
  { firstDirty, firstUncleanable }: CleaningRange,
  isAborted: IsAborted<R>,
  capacity = Number.POSITIVE_INFINITY,
): { lastOffsets: ReadonlyMap<string, number>; latest: number } {
  const lastOffsets = new Map<string, number>();
  let latest = -1;
  for (const entry of log.read(firstDirty, firstUncleanable - firstDirty)) {
    if (entry.offset >= firstUncleanable) break;
    const key = isAborted(entry) ? undefined : log.traits.keyOf(entry.record);
    if (key !== undefined) {
      // Also a key that is in the map already ends the pass: the cleaner asks for room first.
      if (lastOffsets.size >= capacity) break;
      lastOffsets.set(key, entry.offset);
    }
    latest = entry.offset;
  }
  return { lastOffsets, latest };
}

function cleanedSegment<R>(
  { traits }: PartitionLog<R>,
  source: Segment<R>,
  kept: readonly LogEntry<R>[],
  horizonMs: number,
): Segment<R> {
  const records = kept.map(({ record }) => record);
  const tombstones = kept.filter(({ record }) => traits.isTombstone(record));
  const { bytes, largestTimestampMs } = measure(records, traits);
  return {
    base: source.base,
    end: source.end,
    records,
    offsets: kept.map(({ offset }) => offset),
    bytes,
    // Of an empty segment Kafka takes the file's own time, which the cleaner carries over.
    largestTimestampMs: records.length > 0 ? largestTimestampMs : source.largestTimestampMs,
    deleteHorizonsMs: new Map(
      tombstones.map(({ offset }) => [offset, source.deleteHorizonsMs.get(offset) ?? horizonMs]),
    ),
  };
}

/** Joins neighbours that fit in one segment, or cleaning would leave ever more small ones. Source: Cleaner#groupSegmentsBySize. */
function merge<R>({ limits }: PartitionLog<R>, segments: readonly Segment<R>[]): Segment<R>[] {
  const merged: Segment<R>[] = [];
  for (const next of segments) {
    const last = merged.at(-1);
    const fits =
      last !== undefined &&
      last.records.length + next.records.length <= limits.segmentRecords &&
      last.bytes + next.bytes <= limits.segmentBytes;
    if (fits) merged[merged.length - 1] = join(last, next);
    else merged.push(next);
  }
  return merged;
}

function join<R>(left: Segment<R>, right: Segment<R>): Segment<R> {
  const entries = [...entriesOf(left), ...entriesOf(right)];
  return {
    base: left.base,
    end: right.end,
    records: entries.map(({ record }) => record),
    offsets: entries.map(({ offset }) => offset),
    bytes: left.bytes + right.bytes,
    largestTimestampMs: Math.max(left.largestTimestampMs, right.largestTimestampMs),
    deleteHorizonsMs: new Map([...left.deleteHorizonsMs, ...right.deleteHorizonsMs]),
  };
}
