/** What rows about nodes, segments, the cleaner and the number of partitions change in the ledger. */
import { cleaned, type Ledger } from './ledger.ts';

/** The in-sync replicas change. */
export function isrChanged({ trace, inSync }: Ledger, row: number): void {
  inSync.set(trace.a(row), trace.b(row));
}

/** A new segment begins. */
export function segmentRolled(ledger: Ledger, row: number): void {
  const partition = ledger.trace.a(row);
  const before = ledger.segments.get(partition);
  if (before > 0 && ledger.segmentBases[partition]?.at(before - 1) === ledger.trace.b(row)) return;
  ledger.segmentBases[partition]?.set(before, ledger.trace.b(row));
  ledger.segments.set(partition, before + 1);
}

/** The cleaner removes a record. */
export function recordCleaned(ledger: Ledger, row: number): void {
  const partition = ledger.trace.a(row);
  const written = ledger.written[partition];
  if (written === undefined || written.get(ledger.trace.b(row)) === cleaned) return;
  written.set(ledger.trace.b(row), cleaned);
  ledger.cleanedCount.add(partition, 1);
  ledger.version.add(partition, 1);
}

/** The cleaner has gone over a part of the log. */
export function logCleaned({ trace, cleanedTo }: Ledger, row: number): void {
  cleanedTo.set(trace.a(row), Math.max(cleanedTo.get(trace.a(row)), trace.c(row)));
}

/** A topic has more partitions. */
export function partitionAdded(ledger: Ledger, row: number): void {
  const topic = ledger.cast.partitions[ledger.trace.a(row)]?.topic ?? -1;
  if (topic >= 0) ledger.partitionCount.set(topic, ledger.trace.b(row));
}

/** A node is cut off from the others. */
export function nodeIsolated({ trace, isolatedSince }: Ledger, row: number): void {
  isolatedSince.set(trace.actor(row), trace.time(row));
}

/** A node reaches the others again. */
export function nodeRejoined({ trace, isolatedSince }: Ledger, row: number): void {
  isolatedSince.set(trace.actor(row), -1);
}

/** A reader has handled a record: it is the last one of its key. */
export function recordRead(ledger: Ledger, row: number): void {
  const service = ledger.serviceOf(ledger.trace.actor(row));
  if (service < 0) return;
  ledger.readCount.add(service, 1);
  const key = ledger.trace.c(row);
  const table = ledger.tableRows[service];
  if (key < 0 || table === undefined) return;
  if (table.get(key) < 0) {
    const before = ledger.tableSize.get(service);
    ledger.tableKeys[service]?.set(before, key);
    ledger.tableSize.set(service, before + 1);
  }
  table.set(key, row);
}
