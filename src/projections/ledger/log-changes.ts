/** What rows about logs and groups change in the ledger. */
import type { Ledger } from './ledger.ts';
import { messageGiven } from './order-changes.ts';

/** A log grows. */
export function recordAppended(ledger: Ledger, row: number): void {
  const { trace, totals } = ledger;
  const partition = trace.a(row);
  const end = trace.b(row) + 1;
  const added = end - ledger.logEnd.get(partition);
  ledger.logEnd.set(partition, end);
  ledger.recordRows[partition]?.set(end - 1, row);
  totals.lag += added * (ledger.groupsOf[partition]?.length ?? 0);
  totals.maxLag = Math.max(totals.maxLag, totals.lag);
}

/** A group has done with all before an offset. */
export function offsetCommitted(ledger: Ledger, row: number): void {
  const { trace, totals } = ledger;
  const partition = trace.a(row);
  const group = trace.c(row);
  if (ledger.groupsOf[partition]?.includes(group) !== true) return;
  const at = group * ledger.partitions + partition;
  totals.lag -= trace.b(row) - Math.max(0, ledger.committed.get(at));
  totals.maxLag = Math.max(totals.maxLag, totals.lag);
  ledger.committed.set(at, trace.b(row));
}

function movePosition(ledger: Ledger, actor: number, partition: number, position: number): void {
  const group = ledger.groupOf(actor);
  if (group >= 0) ledger.position.set(group * ledger.partitions + partition, position);
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

/** A group stops. */
export function rebalanceStarted(ledger: Ledger, row: number): void {
  ledger.generation.set(ledger.trace.a(row), ledger.trace.b(row));
  ledger.phase.set(ledger.trace.a(row), 1);
}

/** A group goes on. */
export function groupStable(ledger: Ledger, row: number): void {
  const { trace } = ledger;
  ledger.generation.set(trace.a(row), trace.b(row));
  ledger.members.set(trace.a(row), trace.c(row));
  ledger.phase.set(trace.a(row), trace.c(row) === 0 ? 0 : 2);
}

/** A process reads a partition from now on. */
export function partitionAssigned(ledger: Ledger, row: number): void {
  const { trace } = ledger;
  const group = ledger.groupOf(trace.actor(row));
  if (group < 0) return;
  ledger.owner.set(group * ledger.partitions + trace.a(row), trace.actor(row));
  ledger.position.set(group * ledger.partitions + trace.a(row), trace.c(row));
}

/** A process gives a partition up. */
export function partitionRevoked(ledger: Ledger, row: number): void {
  const { trace } = ledger;
  const group = ledger.groupOf(trace.actor(row));
  if (group < 0) return;
  const at = group * ledger.partitions + trace.a(row);
  // A late revocation must not take the partition from its next owner.
  if (ledger.owner.get(at) === trace.actor(row)) ledger.owner.set(at, -1);
}

/** A member is out of the group, and so are its claims. */
export function memberExpelled(ledger: Ledger, row: number): void {
  const actor = ledger.trace.actor(row);
  const group = ledger.groupOf(actor);
  if (group < 0) return;
  for (const partition of ledger.cast.groups[group]?.partitions ?? []) {
    const at = group * ledger.partitions + partition;
    if (ledger.owner.get(at) === actor) ledger.owner.set(at, -1);
  }
}
