/** What a share group knows of one record that is not done with. Source: InFlightState, KIP-932. */
import type { Micros } from '../../../kernel/index.ts';

/** Where a record stands: only the first two can become anything else. */
export type RecordState = 'available' | 'acquired' | 'acknowledged' | 'archived';

/** How a member is done with a record. */
export type Acknowledgement = 'accept' | 'release' | 'reject';

/** One record in flight. */
export interface ShareRecord {
  readonly offset: number;
  state: RecordState;
  /** Who holds it, -1 for nobody. */
  member: number;
  /** How often it was acquired. */
  deliveries: number;
  /** When the holder's lock ends. */
  lockedUntil: Micros;
}

/** A member holds the record from now on. */
export function acquire(record: ShareRecord, member: number, until: Micros): void {
  record.state = 'acquired';
  record.member = member;
  record.deliveries += 1;
  record.lockedUntil = until;
}

/** Nobody holds the record any more: others may have it, unless it was delivered too often. Source: InFlightState#tryUpdateState. */
export function free(record: ShareRecord, deliveryLimit: number): RecordState {
  record.member = -1;
  record.state = record.deliveries >= deliveryLimit ? 'archived' : 'available';
  return record.state;
}

/** The holder went away before it had the record: that was no delivery. Source: SharePartition#releaseAcquiredRecords. */
export function takeBack(record: ShareRecord): void {
  record.member = -1;
  record.deliveries -= 1;
  record.state = 'available';
}

/** The holder is done with the record. Returns where it stands then. */
export function settle(
  record: ShareRecord,
  how: Acknowledgement,
  deliveryLimit: number,
): RecordState {
  if (how === 'release') return free(record, deliveryLimit);
  record.member = -1;
  record.state = how === 'accept' ? 'acknowledged' : 'archived';
  return record.state;
}
