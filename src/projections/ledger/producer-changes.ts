/** What rows about producers and transactions change in the ledger. */
import type { Ledger } from './ledger.ts';

/** A record leaves, for the first time or again. */
export function produceSent(ledger: Ledger, row: number): void {
  const { trace, producer } = ledger;
  const actor = trace.actor(row);
  if (trace.c(row) > 1) producer.retries.add(actor, 1);
  const message = trace.message(row);
  const life = producer.lives.get(actor);
  if (message < 0 || producer.sentInLife.get(message) === life) return;
  producer.sentInLife.set(message, life);
  producer.inFlight.add(actor, 1);
}

/** A record is no longer on its way: it was acknowledged, refused or given up. */
function settled(ledger: Ledger, row: number): void {
  const { trace, producer } = ledger;
  const actor = trace.actor(row);
  const message = trace.message(row);
  if (message < 0 || producer.sentInLife.get(message) !== producer.lives.get(actor)) return;
  producer.sentInLife.set(message, 0);
  if (producer.inFlight.get(actor) > 0) producer.inFlight.add(actor, -1);
}

/** The producer knows that its record is stored. */
export function produceAcked(ledger: Ledger, row: number): void {
  settled(ledger, row);
  ledger.producer.error.set(ledger.trace.actor(row), -1);
}

/** A request failed. */
export function produceFailed(ledger: Ledger, row: number): void {
  settled(ledger, row);
  ledger.producer.error.set(ledger.trace.actor(row), ledger.trace.c(row));
}

/** A record is given up. */
export function sendExpired(ledger: Ledger, row: number): void {
  const { trace, producer } = ledger;
  settled(ledger, row);
  producer.error.set(trace.actor(row), trace.b(row));
  producer.expired.add(trace.actor(row), 1);
}

/** A batch leaves. */
export function batchSent(ledger: Ledger, row: number): void {
  const actor = ledger.trace.actor(row);
  const before = ledger.producer.batches.get(actor);
  ledger.batchRows[actor]?.set(before, row);
  ledger.producer.batches.set(actor, before + 1);
}

/** A producer has its id. */
export function producerInitialised(ledger: Ledger, row: number): void {
  const { trace, producer } = ledger;
  producer.id.set(trace.actor(row), trace.a(row));
  producer.epoch.set(trace.actor(row), trace.b(row));
  producer.fenced.set(trace.actor(row), 0);
}

/** A transaction begins. */
export function transactionBegun(ledger: Ledger, row: number): void {
  const { trace, totals } = ledger;
  const transaction = trace.a(row);
  ledger.transactionState.set(transaction, 1);
  ledger.transactionActor.set(transaction, trace.actor(row));
  ledger.producer.transaction.set(trace.actor(row), transaction);
  totals.transactions = Math.max(totals.transactions, transaction + 1);
  totals.firstOpenTransaction = Math.min(totals.firstOpenTransaction, transaction);
}

/** A record belongs to a transaction. */
export function transactionRecord(ledger: Ledger, row: number): void {
  const { trace, totals } = ledger;
  const [partition, offset, transaction] = [trace.a(row), trace.b(row), trace.c(row)];
  ledger.transactionOf[partition]?.set(offset, transaction);
  ledger.version.add(partition, 1);
  totals.transactions = Math.max(totals.transactions, transaction + 1);
  const at = transaction * ledger.partitions + partition;
  if (ledger.transactionStart.get(at) < 0) ledger.transactionStart.set(at, offset);
}

/** A transaction has ended. */
export function transactionEnded(ledger: Ledger, row: number): void {
  const { trace, totals, producer } = ledger;
  const transaction = trace.a(row);
  ledger.transactionState.set(transaction, trace.b(row) === 1 ? 2 : 3);
  totals.transactionsEnded++;
  totals.transactions = Math.max(totals.transactions, transaction + 1);
  const actor = ledger.transactionActor.get(transaction);
  if (producer.transaction.get(actor) === transaction) producer.transaction.set(actor, -1);
  while (
    totals.firstOpenTransaction < totals.transactions &&
    ledger.transactionState.get(totals.firstOpenTransaction) > 1
  )
    totals.firstOpenTransaction++;
}
