/**
 * One partition: an append-only sequence of records, kept as sealed segments and an open tail, the
 * active segment. A sealed segment is never edited, only replaced. Source: UnifiedLog, LocalLog.
 */
import { assert } from '../../kernel/index.ts';
import { plainTraits, type RecordTraits } from './record-traits.ts';
import { entriesOf, indexFrom, offsetAt, seal, segmentIndexFor, withGap } from './segment.ts';
import type { LogEntry, Segment } from './segment.ts';

/** When the active segment is closed and a new one begun, always before a record is appended. */
export interface SegmentLimits {
  /** Ours, not Kafka's: it bounds what a checkpoint copies. */
  readonly segmentRecords: number;
  /** segment.bytes */
  readonly segmentBytes: number;
  /** segment.ms, by the timestamps of the records. */
  readonly segmentMs: number;
}

const unlimited = Number.POSITIVE_INFINITY;
const generous: SegmentLimits = {
  segmentRecords: 1024,
  segmentBytes: unlimited,
  segmentMs: unlimited,
};

/** What a checkpoint of a partition holds: references and lengths. */
export interface PartitionCheckpoint<R> {
  readonly sealed: readonly Segment<R>[];
  readonly tailBase: number;
  /** Shared: of the active segment so many records count. More may be appended to it, and it is never cut. */
  readonly tail: readonly R[];
  readonly tailLength: number;
  readonly limits: SegmentLimits;
}

/** The log of one partition. Records are immutable. */
export class PartitionLog<R> {
  readonly traits: RecordTraits<R>;
  #limits: SegmentLimits;
  #sealed: readonly Segment<R>[] = [];
  #tailBase = 0;
  #tail: R[] = [];
  /** Counted only where segment.bytes is set: appending is the hottest path of a run. */
  #tailBytes = 0;

  constructor(traits: RecordTraits<R> = plainTraits, limits: Partial<SegmentLimits> = {}) {
    this.traits = traits;
    this.#limits = { ...generous, ...limits };
  }

  get limits(): SegmentLimits {
    return this.#limits;
  }

  /** Other limits from now on. */
  set limits(limits: SegmentLimits) {
    this.#limits = limits;
    this.#tailBytes = 0;
    if (limits.segmentBytes === unlimited) return;
    for (const record of this.#tail) this.#tailBytes += this.traits.bytesOf(record);
  }

  /** The log start offset: what lies before it was deleted. */
  get start(): number {
    return this.#sealed[0]?.base ?? this.#tailBase;
  }

  /** The next offset to be given. */
  get end(): number {
    return this.#tailBase + this.#tail.length;
  }

  /** The sealed segments, oldest first. */
  get sealed(): readonly Segment<R>[] {
    return this.#sealed;
  }

  /** The first offset of the active segment. */
  get activeBase(): number {
    return this.#tailBase;
  }

  /** The active segment as it is now: a copy. */
  get active(): Segment<R> {
    return seal(this.#tailBase, this.#tail.slice(), this.traits);
  }

  /** Puts a record at the end and returns its offset. */
  append(record: R): number {
    if (this.#mustRollBefore(record)) this.roll();
    if (this.#limits.segmentBytes !== unlimited) this.#tailBytes += this.traits.bytesOf(record);
    return this.#tailBase + this.#tail.push(record) - 1;
  }

  /** The record at an offset, `undefined` where there is none: deleted, cleaned away or not written yet. */
  at(offset: number): R | undefined {
    if (offset >= this.#tailBase) return this.#tail[offset - this.#tailBase];
    const segment = this.#sealed[segmentIndexFor(this.#sealed, offset)];
    if (segment === undefined) return undefined;
    if (segment.offsets === undefined) return segment.records[offset - segment.base];
    const index = indexFrom(segment, offset);
    return segment.offsets[index] === offset ? segment.records[index] : undefined;
  }

  /** Up to `limit` records at an offset and after it. Offsets without a record are passed over. */
  read(from: number, limit = unlimited): LogEntry<R>[] {
    const found: LogEntry<R>[] = [];
    const first = Math.max(0, segmentIndexFor(this.#sealed, from));
    for (const segment of this.#sealed.slice(first)) {
      for (let index = indexFrom(segment, from); index < segment.records.length; index++) {
        if (found.length >= limit) return found;
        found.push({ offset: offsetAt(segment, index), record: segment.records[index] as R });
      }
    }
    for (let index = Math.max(0, from - this.#tailBase); index < this.#tail.length; index++) {
      if (found.length >= limit) return found;
      found.push({ offset: this.#tailBase + index, record: this.#tail[index] as R });
    }
    return found;
  }

  /** Seals the active segment and begins a new one. An empty one stays active. */
  roll(): void {
    if (this.#tail.length === 0) return;
    this.#sealed = [...this.#sealed, seal(this.#tailBase, this.#tail, this.traits)];
    this.#openTail(this.end, []);
  }

  /** Goes on at a later offset: a follower copies a log that was cleaned, and its gaps with it. */
  skipTo(offset: number): void {
    if (offset <= this.end) return;
    const closed = withGap(seal(this.#tailBase, this.#tail, this.traits), offset);
    this.#sealed = [...this.#sealed, closed];
    this.#openTail(offset, []);
  }

  /** Drops everything and begins anew at an offset. Source: UnifiedLog#truncateFullyAndStartAt. */
  beginAt(offset: number): void {
    this.#sealed = [];
    this.#openTail(offset, []);
  }

  /** Deletes the oldest segments. The active one is rolled first if it is among them. */
  deleteOldest(segments: number): void {
    if (segments > this.#sealed.length) this.roll();
    this.#sealed = this.#sealed.slice(segments);
  }

  /** Deletes the sealed segments that end at an offset or before it. */
  deleteBefore(offset: number): void {
    this.#sealed = this.#sealed.filter(({ end }) => end > offset);
  }

  /** Puts other segments in the place of the sealed ones: the cleaner's way to write. */
  replaceSealed(segments: readonly Segment<R>[]): void {
    let next = this.start;
    for (const segment of segments) {
      assert(segment.base === next, `a segment must begin at ${next}, not at ${segment.base}`);
      next = segment.end;
    }
    assert(next === this.#tailBase, `segments must reach ${this.#tailBase}, they end at ${next}`);
    this.#sealed = segments;
  }

  /** Drops the records at an offset and after it: the one case in which offsets are given again. */
  truncateTo(offset: number): void {
    if (offset >= this.end) return;
    if (offset >= this.#tailBase) {
      this.#openTail(this.#tailBase, this.#tail.slice(0, offset - this.#tailBase));
      return;
    }
    const index = segmentIndexFor(this.#sealed, offset);
    const cut = this.#sealed[index];
    this.#sealed = this.#sealed.slice(0, Math.max(0, index));
    if (cut === undefined) this.#openTail(offset, []);
    else if (cut.offsets === undefined) {
      this.#openTail(cut.base, cut.records.slice(0, offset - cut.base));
    } else {
      // A tail has no gaps, so what is left of a cleaned segment stays sealed.
      const kept = entriesOf(cut).filter((entry) => entry.offset < offset);
      const records = kept.map(({ record }) => record);
      const part = { ...cut, end: offset, records, offsets: kept.map((entry) => entry.offset) };
      if (offset > cut.base) this.#sealed = [...this.#sealed, part];
      this.#openTail(offset, []);
    }
  }

  /** References to what is sealed and to the tail, and its length. */
  checkpoint(): PartitionCheckpoint<R> {
    const tail = this.#tail;
    const [tailLength, limits] = [tail.length, this.#limits];
    return { sealed: this.#sealed, tailBase: this.#tailBase, tail, tailLength, limits };
  }

  /** Puts the partition back to what a checkpoint held. */
  restore({ sealed, tailBase, tail, tailLength, limits }: PartitionCheckpoint<R>): void {
    this.#sealed = sealed;
    this.#limits = limits;
    this.#openTail(tailBase, tail.slice(0, tailLength));
  }

  #openTail(base: number, records: R[]): void {
    this.#tailBase = base;
    this.#tail = records;
    this.#tailBytes = 0;
    if (this.#limits.segmentBytes === unlimited) return;
    for (const record of records) this.#tailBytes += this.traits.bytesOf(record);
  }

  /** Source: LogSegment#shouldRoll. */
  #mustRollBefore(record: R): boolean {
    const { segmentRecords, segmentBytes, segmentMs } = this.#limits;
    if (this.#tail.length >= segmentRecords) return true;
    if (segmentBytes === unlimited && segmentMs === unlimited) return false;
    const [first] = this.#tail;
    if (first === undefined) return false;
    const { bytesOf, timestampMsOf } = this.traits;
    return (
      this.#tailBytes + bytesOf(record) > segmentBytes ||
      timestampMsOf(record) - timestampMsOf(first) > segmentMs
    );
  }
}
