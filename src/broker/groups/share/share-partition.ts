/**
 * A partition that a share group reads: its members own records, not partitions, and each record is acknowledged on its own.
 * It has no clock: it is told the time, and says when the next lock ends. Source: SharePartition, KIP-932.
 */
import { later, type Micros } from '../../../kernel/index.ts';
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

/** One partition of one share group. */
export class SharePartition {
  readonly #settings: ShareSettings;
  /** Those from the start offset to the end offset, in order. */
  readonly #inFlight = new Map<number, ShareRecord>();
  #start: number;
  #end: number;

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

  /** When the next lock ends; `undefined` while nobody holds anything. */
  get nextExpiry(): Micros | undefined {
    let next: Micros | undefined;
    for (const { state, lockedUntil } of this.#inFlight.values())
      if (state === 'acquired' && (next === undefined || lockedUntil < next)) next = lockedUntil;
    return next;
  }

  /** Gives a member up to so many records: those that came back first, then new ones of the log, whose end `logEnd` is. */
  acquire(now: Micros, member: number, most: number, logEnd: number): readonly Delivery[] {
    const until = later(now, this.#settings.lockDuration);
    const given: Delivery[] = [];
    for (const record of this.#inFlight.values()) {
      if (given.length >= most) return given;
      if (record.state !== 'available') continue;
      acquire(record, member, until);
      given.push({ offset: record.offset, deliveries: record.deliveries });
    }
    while (given.length < most && this.#end < logEnd && this.#hasRoom) {
      const record: ShareRecord = {
        offset: this.#end,
        state: 'available',
        member: -1,
        deliveries: 0,
        lockedUntil: now,
      };
      acquire(record, member, until);
      this.#inFlight.set(record.offset, record);
      this.#end += 1;
      given.push({ offset: record.offset, deliveries: record.deliveries });
    }
    return given;
  }

  /** A member is done with a record. INVALID_RECORD_STATE where it does not hold it, or not any more. */
  acknowledge(
    member: number,
    offset: number,
    how: Acknowledgement,
  ): 'INVALID_RECORD_STATE' | undefined {
    const record = this.#inFlight.get(offset);
    if (record?.state !== 'acquired' || record.member !== member) return 'INVALID_RECORD_STATE';
    settle(record, how, this.#settings.deliveryLimit);
    this.#moveOn();
    return undefined;
  }

  /** Locks that have run out by now: others may have the records, unless they were delivered too often. */
  expire(now: Micros): readonly Expiry[] {
    const expired: Expiry[] = [];
    for (const record of this.#inFlight.values()) {
      if (record.state !== 'acquired' || record.lockedUntil > now) continue;
      const { offset, deliveries, member } = record;
      free(record, this.#settings.deliveryLimit);
      const isArchived = this.#inFlight.get(offset)?.state === 'archived';
      expired.push({ offset, deliveries, member, isArchived });
    }
    this.#moveOn();
    return expired;
  }

  /** A member goes: what it holds is free at once, and that it had it does not count. Returns those records. */
  release(member: number): readonly number[] {
    const released: number[] = [];
    for (const record of this.#inFlight.values()) {
      if (record.state !== 'acquired' || record.member !== member) continue;
      takeBack(record);
      released.push(record.offset);
    }
    return released;
  }

  /** The log begins later now: what lay before is gone, whoever holds it. Source: SharePartition#updateCacheAndOffsets. */
  onLogStart(logStart: number): void {
    if (logStart <= this.#start) return;
    for (const offset of this.#inFlight.keys())
      if (offset < logStart) this.#inFlight.delete(offset);
    this.#start = logStart;
    this.#end = Math.max(this.#end, logStart);
    this.#moveOn();
  }

  get #hasRoom(): boolean {
    return this.#end - this.#start < this.#settings.maxInFlight;
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
