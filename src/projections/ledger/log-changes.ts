/** What rows about records and positions change in the ledger. */
import { cleaned, type Ledger } from './ledger.ts';
import { messageGiven } from './order-changes.ts';

/** Something is written at an offset: a record or a marker. */
export function recordWritten(ledger: Ledger, row: number): void {
  const { trace, marks } = ledger;
  const partition = trace.a(row);
  // What a leader writes that has been deposed without knowing it is not part of the log.
  if (!marks.isOfLeader(partition, trace.actor(row))) return;
  const written = ledger.written[partition];
  if (written?.get(trace.b(row)) === cleaned) ledger.cleanedCount.add(partition, -1);
  written?.set(trace.b(row), row);
  ledger.version.add(partition, 1);
  ledger.transactionOf[partition]?.set(trace.b(row), -1);
}

function movePosition(ledger: Ledger, actor: number, partition: number, position: number): void {
  const group = ledger.groupOf(actor);
  // Members of a share group have no position: the group's end is that of what was acquired.
  if (group < 0 || ledger.cast.groups[group]?.isShare === true) return;
  ledger.position.set(group * ledger.partitions + partition, position);
}

/** A record is in the hands of a handler. */
export function recordDelivered(ledger: Ledger, row: number): void {
  const { trace } = ledger;
  messageGiven(ledger, row);
  if (trace.c(row) > 1) ledger.totals.redelivered++;
  movePosition(ledger, trace.actor(row), trace.a(row), trace.b(row) + 1);
}

/** A consumer reads past records. */
export function recordsSkipped(ledger: Ledger, row: number): void {
  const { trace } = ledger;
  movePosition(ledger, trace.actor(row), trace.a(row), trace.b(row) + trace.c(row));
}

/** auto.offset.reset decides where a consumer goes on. */
export function positionReset(ledger: Ledger, row: number): void {
  const { trace } = ledger;
  movePosition(ledger, trace.actor(row), trace.a(row), trace.b(row));
}
