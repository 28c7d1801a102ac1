/**
 * A partition that a share group reads: its members own records, not partitions, and each record is acknowledged on its own.
 * It has no clock: it is told the time, and says when the next lock ends. Source: SharePartition, KIP-932.
 */
import { later, type Micros, type Scribe } from '../../../kernel/index.ts';
import {
  acquire,
  free,
  settle,
  takeBack,
  type Acknowledgement,
  type ShareRecord,
} from './share-record.ts';

/** Settings of the group. */
export interface ShareSettings {
  /** group.share.record.lock.duration.ms */
  readonly lockDuration: Micros;
  /** group.share.delivery.count.limit */
  readonly deliveryLimit: number;
  /** group.share.partition.max.record.locks: so many records may be under way at once. */
  readonly maxInFlight: number;
}

/** A record that a member was given, and the how-manieth delivery it is, from 1. */
export interface Delivery {
  readonly offset: number;
  readonly deliveries: number;
}

/** A record whose lock ran out, and what became of it. */
export interface Expiry extends Delivery {
  readonly member: number;
  readonly isArchived: boolean;
}

/** What became of a record that a member was done with. */
export interface Settlement {
  readonly deliveries: number;
  /** It was given back, and had been delivered often enough. */
  readonly isArchived: boolean;
}

/** What a share group may read of a log. */
export interface ShareLog {
  /** Where that ends: the high watermark, or with read_committed the last stable offset. */
  readonly end: number;
  /** The offsets of records from one on, in order, and no more than so many. What lies between is no record: a marker, or gone. */
  read(from: number, most: number): readonly number[];
}

/** One partition of one share group. */
export class SharePartition {
  readonly #settings: ShareSettings;
  /** Those from the start offset to the end offset, in order. */
  readonly #inFlight = new Map<number, ShareRecord>();
  #start: number;
  #end: number;
  #held = 0;

  /** `start` is where group.share.auto.offset.reset says, or what was stored. */
  constructor(settings: ShareSettings, start: number) {
    this.#settings = settings;
    this.#start = start;
    this.#end = start;
  }

  /** The first record that is not done with. Source: SPSO. */
  get startOffset(): number {
    return this.#start;
  }

  /** The first record that was never given to anybody. Source: SPEO. */
  get endOffset(): number {
    return this.#end;
  }

  /** How many records members hold. */
  get held(): number {
    return this.#held;
  }

  /** When the next lock ends; `undefined` while nobody holds anything. */
  get nextExpiry(): Micros | undefined {
    let next: Micros | undefined;
    for (const { state, lockedUntil } of this.#inFlight.values())
      if (state === 'acquired' && (next === undefined || lockedUntil < next)) next = lockedUntil;
    return next;
  }

  /** Gives a member up to so many records: those that came back first, then new ones of the log. */
  acquire(now: Micros, member: number, most: number, log: ShareLog): readonly Delivery[] {
    const given: Delivery[] = [];
    for (const record of this.#inFlight.values()) {
      if (given.length >= most) break;
      if (record.offset >= log.end) break;
      if (record.state !== 'available') continue;
      // It was compacted away meanwhile.
      if (log.read(record.offset, 1)[0] !== record.offset) record.state = 'archived';
      else this.#give(record, { now, member, given });
    }
    while (given.length < most && this.#end < log.end && this.#hasRoom) {
      const wanted = Math.min(most - given.length, this.#room);
      const offsets = log.read(this.#end, wanted);
      for (const offset of offsets) {
        this.#passOver(offset);
        // What lay between takes room too, so that the rest may have to wait.
        if (this.#hasRoom) this.#give(this.#enter(offset, 'available'), { now, member, given });
        else break;
      }
      const isAllRead = offsets.length < wanted && (offsets.at(-1) ?? -1) < this.#end;
      if (isAllRead) this.#passOver(log.end);
    }
    this.#moveOn();
    return given;
  }

  /** A member is done with a record. `undefined`: INVALID_RECORD_STATE, for it does not hold it, or not any more. */
  acknowledge(member: number, offset: number, how: Acknowledgement): Settlement | undefined {
    const record = this.#inFlight.get(offset);
    if (record?.state !== 'acquired' || record.member !== member) return undefined;
    const state = settle(record, how, this.#settings.deliveryLimit);
    this.#held -= 1;
    const { deliveries } = record;
    this.#moveOn();
    return { deliveries, isArchived: how === 'release' && state === 'archived' };
  }

  /** Locks that have run out by now: others may have the records, unless they were delivered too often. */
  expire(now: Micros): readonly Expiry[] {
    const expired: Expiry[] = [];
    for (const record of this.#inFlight.values()) {
      if (record.state !== 'acquired' || record.lockedUntil > now) continue;
      const { offset, deliveries, member } = record;
      const isArchived = free(record, this.#settings.deliveryLimit) === 'archived';
      this.#held -= 1;
      expired.push({ offset, deliveries, member, isArchived });
    }
    this.#moveOn();
    return expired;
  }

  /** A member goes: what it holds is free at once, and that it had it does not count. Returns those records. */
  release(member: number): readonly number[] {
    return this.#takeBack((record) => record.member === member).map(({ offset }) => offset);
  }

  /** Another broker leads, and knows only what was stored: who held what was not. Returns what was held. Source: SharePartition#maybeInitialize. */
  reload(): readonly { readonly offset: number; readonly member: number }[] {
    return this.#takeBack(() => true);
  }

  /** The log begins later now: what lay before is gone, whoever holds it. Source: SharePartition#updateCacheAndOffsets. */
  onLogStart(logStart: number): void {
    if (logStart <= this.#start) return;
    for (const [offset, { state }] of this.#inFlight) {
      if (offset >= logStart) break;
      if (state === 'acquired') this.#held -= 1;
      this.#inFlight.delete(offset);
    }
    this.#start = logStart;
    this.#end = Math.max(this.#end, logStart);
    this.#moveOn();
  }

  /** The log ends earlier now: what lay beyond was cut off, and its offsets will be used again. */
  onLogEnd(logEnd: number): void {
    if (logEnd >= this.#end) return;
    for (const [offset, { state }] of this.#inFlight) {
      if (offset < logEnd) continue;
      if (state === 'acquired') this.#held -= 1;
      this.#inFlight.delete(offset);
    }
    this.#end = Math.max(this.#start, logEnd);
  }

  transcribe(scribe: Scribe): void {
    scribe.map(this.#inFlight, (record) => scribe.record(record));
    this.#start = scribe.value(this.#start);
    this.#end = scribe.value(this.#end);
    this.#held = scribe.value(this.#held);
  }

  get #hasRoom(): boolean {
    return this.#room > 0;
  }

  get #room(): number {
    return this.#settings.maxInFlight - (this.#end - this.#start);
  }

  #enter(offset: number, state: ShareRecord['state']): ShareRecord {
    const record = { offset, state, member: -1, deliveries: 0, lockedUntil: 0 as Micros };
    this.#inFlight.set(offset, record);
    this.#end = offset + 1;
    return record;
  }

  #give(
    record: ShareRecord,
    { now, member, given }: { now: Micros; member: number; given: Delivery[] },
  ): void {
    acquire(record, member, later(now, this.#settings.lockDuration));
    this.#held += 1;
    given.push({ offset: record.offset, deliveries: record.deliveries });
  }

  /** What is no record is done with. Source: the acknowledgement of the type GAP. */
  #passOver(until: number): void {
    while (this.#end < until) this.#enter(this.#end, 'archived');
    if (this.#start < until) this.#moveOn();
  }

  #takeBack(isMeant: (record: ShareRecord) => boolean): readonly ShareRecord[] {
    const taken: ShareRecord[] = [];
    for (const record of this.#inFlight.values()) {
      if (record.state !== 'acquired' || !isMeant(record)) continue;
      taken.push({ ...record });
      takeBack(record);
      this.#held -= 1;
    }
    return taken;
  }

  /** The start goes on over all that is done with without a gap. */
  #moveOn(): void {
    for (const { offset, state } of this.#inFlight.values()) {
      if (state === 'available' || state === 'acquired') return;
      this.#inFlight.delete(offset);
      this.#start = offset + 1;
    }
  }
}
