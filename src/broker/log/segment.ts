/**
 * A run of offsets of a log, sealed. It never changes: cleaning and truncating a log put other
 * segments in its place, so checkpoints may share it. Source: LogSegment.
 */
import { present } from '../../kernel/index.ts';
import type { RecordTraits } from './record-traits.ts';

/** A sealed segment. */
export interface Segment<R> {
  /** The first offset that it covers. There need not be a record any more. */
  readonly base: number;
  /** The first offset that it does not cover: where the next segment begins. */
  readonly end: number;
  readonly records: readonly R[];
  /** The offset of each record, ascending; `undefined` while no offset is missing. */
  readonly offsets: readonly number[] | undefined;
  readonly bytes: number;
  readonly largestTimestampMs: number;
  /** When the tombstones that were cleaned once may go, by offset. */
  readonly deleteHorizonsMs: ReadonlyMap<number, number>;
}

/** A record and where it stands. */
export interface LogEntry<R> {
  readonly offset: number;
  readonly record: R;
}

/** What the records of a segment come to. */
export function measure<R>(
  records: readonly R[],
  traits: RecordTraits<R>,
): Pick<Segment<R>, 'bytes' | 'largestTimestampMs'> {
  let bytes = 0;
  let largestTimestampMs = -1;
  for (const record of records) {
    bytes += traits.bytesOf(record);
    largestTimestampMs = Math.max(largestTimestampMs, traits.timestampMsOf(record));
  }
  return { bytes, largestTimestampMs };
}

/** Seals records that have the offsets from `base` on, without a gap. */
export function seal<R>(base: number, records: readonly R[], traits: RecordTraits<R>): Segment<R> {
  return {
    base,
    end: base + records.length,
    records,
    offsets: undefined,
    ...measure(records, traits),
    deleteHorizonsMs: new Map(),
  };
}

/** Covers offsets up to `end`, at which there are no records. */
export function withGap<R>(segment: Segment<R>, end: number): Segment<R> {
  return { ...segment, end, offsets: segment.offsets ?? entriesOf(segment).map(offsetOf) };
}

function offsetOf<R>({ offset }: LogEntry<R>): number {
  return offset;
}

/** The offset of the record at an index. */
export function offsetAt<R>(segment: Segment<R>, index: number): number {
  return segment.offsets === undefined
    ? segment.base + index
    : present(segment.offsets[index], 'an offset of a segment');
}

/** The index of the first record at an offset or after it, the number of records if there is none. */
export function indexFrom<R>(segment: Segment<R>, offset: number): number {
  const { base, offsets, records } = segment;
  if (offsets === undefined) return Math.min(Math.max(0, offset - base), records.length);
  return countWhile(offsets.length, (index) => (offsets[index] as number) < offset);
}

/** The index of the segment that covers an offset: the last one that begins at it or before, else -1. */
export function segmentIndexFor<R>(segments: readonly Segment<R>[], offset: number): number {
  return countWhile(segments.length, (index) => (segments[index] as Segment<R>).base <= offset) - 1;
}

/** The records of a segment with their offsets. */
export function entriesOf<R>(segment: Segment<R>): LogEntry<R>[] {
  return segment.records.map((record, index) => ({ offset: offsetAt(segment, index), record }));
}

/** How many of the first indexes fulfil a condition that, once false, stays false. */
function countWhile(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
