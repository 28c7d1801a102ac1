/** What one producer holds in memory for one partition: the batch that still takes records, those that wait, and those on their way. */
import { InFlightSends, type OutgoingBatch } from '../../../broker/index.ts';
import { later, type Micros } from '../../../kernel/index.ts';
import type { OutgoingRecord } from '../events.ts';
import type { ClientSettings } from '../settings.ts';

/** Records that travel together. */
export interface Batch {
  /** Unique within its producer. */
  readonly id: number;
  readonly records: OutgoingRecord[];
  bytes: number;
  readonly createdAt: Micros;
  /** Whether it was sent at all: if not, it was surely not stored. */
  wasSent: boolean;
}

/** A producer's side of one partition. Source: RecordAccumulator, Sender. */
export class Lane {
  readonly settings: ClientSettings;
  readonly sends: InFlightSends<Batch>;
  /** The batch that takes records: it leaves when it is full, or when linger.ms has passed. */
  open: Batch | undefined;
  /** A repeated batch pauses first, and holds up those behind it. */
  pausedUntil = 0 as Micros;
  /** The producer's epoch: a new one begins when a numbered batch was given up, for its numbers are missing. */
  epoch = 0;
  /** Numbers are missing: once nothing is on its way, the rest is numbered anew in the next epoch. */
  mustRenumber = false;

  constructor(settings: ClientSettings) {
    this.settings = settings;
    this.sends = new InFlightSends(settings);
  }

  /** Whether the open batch must not wait any longer. */
  isReady(now: Micros): boolean {
    const { open } = this;
    if (open === undefined) return false;
    const { batchBytes, linger } = this.settings;
    return open.bytes >= batchBytes || later(open.createdAt, linger) <= now;
  }

  /** Closes the open batch: it is numbered now, in its turn. */
  close(): void {
    const { open } = this;
    if (open === undefined) return;
    this.sends.enqueue(open, open.records.length);
    this.open = undefined;
  }

  /** The batches that leave now. An open one that is ready leaves with them, as long as there is room. */
  leaving(now: Micros): readonly OutgoingBatch<Batch>[] {
    if (this.pausedUntil > now) return [];
    if (this.mustRenumber && !this.#renumber()) return [];
    const first = this.sends.dispatch();
    const hasRoom = this.sends.inFlight.length < this.settings.maxInFlight;
    if (!hasRoom || this.sends.waiting > 0 || !this.isReady(now)) return first;
    this.close();
    return [...first, ...this.sends.dispatch()];
  }

  /** After how many tries a batch waits how long: the wait doubles up to retry.backoff.max.ms. Source: ExponentialBackoff, here without its jitter. */
  backoff(failures: number): Micros {
    let wait: number = this.settings.retryBackoff;
    for (let i = 1; i < failures && wait < this.settings.retryBackoffMax; i++) wait *= 2;
    return Math.min(
      wait,
      Math.max(this.settings.retryBackoffMax, this.settings.retryBackoff),
    ) as Micros;
  }

  #renumber(): boolean {
    if (this.sends.inFlight.length > 0) return false;
    this.sends.renumber();
    this.epoch += 1;
    this.mustRenumber = false;
    return true;
  }

  /** Whether delivery.timeout.ms has passed since a batch was begun. */
  isOverdue({ createdAt }: Batch, now: Micros): boolean {
    return later(createdAt, this.settings.deliveryTimeout) <= now;
  }
}
