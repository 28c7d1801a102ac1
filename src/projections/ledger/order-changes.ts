/** What rows about orders, messages and effects change in the ledger. */
import type { Ledger } from './ledger.ts';

/** An order begins. */
export function orderPlaced(ledger: Ledger, row: number): void {
  const order = ledger.trace.order(row);
  if (order < 0 || ledger.placedAt.get(order) >= 0) return;
  ledger.placedAt.set(order, ledger.trace.time(row));
  ledger.totals.placed++;
  ledger.totals.highestOrder = Math.max(ledger.totals.highestOrder, order);
}

/** True for an order that counts as failed only because nobody but its client knows of it. */
function isUnheard(ledger: Ledger, order: number): boolean {
  const known = ledger.acceptedAt.get(order) >= 0 || ledger.endedAt.get(order) >= 0;
  return ledger.abandonedAt.get(order) >= 0 && !known;
}

/** Somebody knows of the order. */
export function orderAccepted(ledger: Ledger, row: number): void {
  const order = ledger.trace.order(row);
  if (ledger.placedAt.get(order) < 0 || ledger.acceptedAt.get(order) >= 0) return;
  if (isUnheard(ledger, order)) ledger.totals.unheard--;
  ledger.acceptedAt.set(order, ledger.trace.time(row));
}

/** The client stops asking. */
export function orderAbandoned(ledger: Ledger, row: number): void {
  const order = ledger.trace.order(row);
  if (ledger.placedAt.get(order) < 0 || ledger.abandonedAt.get(order) >= 0) return;
  ledger.abandonedAt.set(order, ledger.trace.time(row));
  if (isUnheard(ledger, order)) ledger.totals.unheard++;
}

/** An order ends. Only its first end counts. */
export function orderEnded(ledger: Ledger, row: number): void {
  const { trace, totals } = ledger;
  const order = trace.order(row);
  const placedAt = ledger.placedAt.get(order);
  if (placedAt < 0 || ledger.endedAt.get(order) >= 0) return;
  if (isUnheard(ledger, order)) totals.unheard--;
  leaveClients(ledger, order);
  const outcome = trace.a(row);
  ledger.endedAt.set(order, trace.time(row));
  ledger.outcome.set(order, outcome);
  if (outcome === 0) totals.completed++;
  else if (outcome === 1) totals.compensated++;
  else totals.failed++;
  ledger.latencies.set(totals.ended, trace.time(row) - placedAt);
  totals.ended++;
}

/** The client of an order that has ended is no longer counted among those who wait. */
function leaveClients(ledger: Ledger, order: number): void {
  ledger.cast.machines.forEach(({ role }, machine) => {
    const state = ledger.entityState.get(order * ledger.machines + machine);
    if (role !== 'client' || state < 0) return;
    ledger.population.add((ledger.stateBase[machine] ?? 0) + state, -1);
  });
}

/** A message is in the hands of a process. */
export function messageGiven(ledger: Ledger, row: number): void {
  const { trace, totals, givenTo } = ledger;
  totals.deliveries++;
  const message = trace.message(row);
  if (message < 0) return;
  const service = ledger.serviceOf(trace.actor(row)) + 1;
  const at = message * ledger.serviceWords + (service >>> 5);
  const bit = 1 << (service & 31);
  const before = givenTo.get(at);
  if ((before & bit) === 0) givenTo.set(at, before | bit);
  else totals.duplicates++;
}

/** An effect comes in force. */
export function effectApplied(ledger: Ledger, row: number): void {
  const order = ledger.trace.order(row);
  const at = order * ledger.steps + ledger.trace.a(row);
  ledger.totals.effects++;
  if (order < 0) return;
  if (ledger.inForce.get(at) > 0) ledger.totals.effectsTwice++;
  ledger.inForce.add(at, 1);
}

/** An effect is taken back. */
export function effectUndone(ledger: Ledger, row: number): void {
  const order = ledger.trace.order(row);
  ledger.totals.undone++;
  if (order >= 0) ledger.inForce.add(order * ledger.steps + ledger.trace.a(row), -1);
}
