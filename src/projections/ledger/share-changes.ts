/** What rows about the records that members of share groups hold change in the ledger. */
import { acknowledgements } from '../../trace/index.ts';
import type { Column } from './column.ts';
import type { Ledger } from './ledger.ts';

/** Where a record of a share group stands, in the order of their codes; `new` before anybody had it. */
export const shareStates = ['new', 'acquired', 'available', 'accepted', 'archived'] as const;

/** What is known of one partition of one share group, by offset. */
export interface ShareColumns {
  readonly state: Column;
  readonly holder: Column;
  readonly deliveries: Column;
}

const released = acknowledgements.indexOf('released');
const accepted = acknowledgements.indexOf('accepted');

function columnsOf(ledger: Ledger, row: number): ShareColumns | undefined {
  const { trace } = ledger;
  const group = ledger.groupOf(trace.actor(row));
  return ledger.shares[group * ledger.partitions + trace.a(row)];
}

function put(
  ledger: Ledger,
  row: number,
  state: (typeof shareStates)[number],
): ShareColumns | undefined {
  const columns = columnsOf(ledger, row);
  const offset = ledger.trace.b(row);
  columns?.state.set(offset, shareStates.indexOf(state));
  columns?.holder.set(offset, state === 'acquired' ? ledger.trace.actor(row) : -1);
  return columns;
}

/** A member holds a record; the group's end is at least beyond it. */
export function recordAcquired(ledger: Ledger, row: number): void {
  const { trace } = ledger;
  const columns = put(ledger, row, 'acquired');
  columns?.deliveries.set(trace.b(row), trace.c(row));
  const at = ledger.groupOf(trace.actor(row)) * ledger.partitions + trace.a(row);
  if (trace.b(row) >= ledger.position.get(at)) ledger.position.set(at, trace.b(row) + 1);
}

/** A member is done with a record, one way or the other. */
export function recordAcknowledged(ledger: Ledger, row: number): void {
  const how = ledger.trace.c(row);
  const done = how === accepted ? 'accepted' : 'archived';
  put(ledger, row, how === released ? 'available' : done);
}

/** A lock ran out. */
export function acquisitionExpired(ledger: Ledger, row: number): void {
  put(ledger, row, 'available');
}

/** A record was taken back, which was no delivery. */
export function acquisitionEnded(ledger: Ledger, row: number): void {
  put(ledger, row, 'available')?.deliveries.add(ledger.trace.b(row), -1);
}

/** A record is delivered no more. */
export function recordArchived(ledger: Ledger, row: number): void {
  put(ledger, row, 'archived');
}
