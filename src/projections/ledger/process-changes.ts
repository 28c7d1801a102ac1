/** What rows about processes, their machines and stores change in the ledger. */
import type { Ledger } from './ledger.ts';

/** A machine of an order or of a process moves. */
export function stateChanged(ledger: Ledger, row: number): void {
  const { trace } = ledger;
  const machine = trace.a(row);
  const role = ledger.cast.machines[machine]?.role;
  if (role === undefined) return;
  const order = trace.order(row);
  const isOfProcess = role === 'consumer' || (role === 'caller' && order < 0);
  if (isOfProcess) processMoved(ledger, trace.actor(row), machine, trace.c(row));
  else if (order >= 0) entityMoved(ledger, order, machine, trace.c(row));
}

function entityMoved(ledger: Ledger, order: number, machine: number, state: number): void {
  const at = order * ledger.machines + machine;
  const before = ledger.entityState.get(at);
  ledger.entityState.set(at, state);
  if (isTold(ledger, order, machine)) return;
  const base = ledger.stateBase[machine] ?? 0;
  if (before >= 0) ledger.population.add(base + before, -1);
  ledger.population.add(base + state, 1);
}

/** A client that was only told "pending" stays in that state for ever; once its order has ended it no longer counts. */
function isTold(ledger: Ledger, order: number, machine: number): boolean {
  return ledger.cast.machines[machine]?.role === 'client' && ledger.endedAt.get(order) >= 0;
}

/** States of the lifecycle in which a process has been started, but has nothing to read yet. */
const notYetBack = ['stopped', 'joining', 'crashed'];

function processMoved(ledger: Ledger, actor: number, machine: number, state: number): void {
  ledger.processMachine.set(actor, machine);
  ledger.processState.set(actor, state);
  if (ledger.restartedAt.get(actor) < 0) return;
  const name = ledger.cast.machines[machine]?.states[state] ?? '';
  if (!notYetBack.includes(name)) ledger.restartedAt.set(actor, -1);
}

/** A process is gone. */
export function processCrashed(ledger: Ledger, row: number): void {
  const { trace } = ledger;
  const actor = trace.actor(row);
  ledger.crashedAt.set(actor, trace.time(row));
  ledger.crashPoint.set(actor, trace.a(row));
  ledger.crashMoment.set(actor, trace.b(row));
  ledger.restartedAt.set(actor, -1);
  ledger.pausedSince.set(actor, -1);
  ledger.hungUntil.set(actor, -1);
  // What was on its way from its memory is forgotten with it.
  ledger.producer.lives.add(actor, 1);
  ledger.producer.inFlight.set(actor, 0);
  ledger.producer.blockedBytes.set(actor, -1);
}

/** A process runs again. */
export function processRestarted(ledger: Ledger, row: number): void {
  const actor = ledger.trace.actor(row);
  ledger.crashedAt.set(actor, -1);
  // Only a consumer has to join before it can do anything: others are back at once.
  const role = ledger.cast.machines[ledger.processMachine.get(actor)]?.role;
  if (role === 'consumer') ledger.restartedAt.set(actor, ledger.trace.time(row));
}

/** A process works slower. */
export function processSlowed(ledger: Ledger, row: number): void {
  const { trace } = ledger;
  ledger.slowFactor.set(trace.actor(row), trace.a(row));
  ledger.slowUntil.set(trace.actor(row), trace.time(row) + trace.b(row));
}

/** A process works at its own pace again. */
export function processRecovered(ledger: Ledger, row: number): void {
  ledger.slowFactor.set(ledger.trace.actor(row), 1);
  ledger.slowUntil.set(ledger.trace.actor(row), -1);
}

/** A process stands still. */
export function processPaused({ trace, pausedSince, pausedUntil }: Ledger, row: number): void {
  pausedSince.set(trace.actor(row), trace.time(row));
  pausedUntil.set(trace.actor(row), trace.time(row) + trace.a(row));
}

/** A process goes on. */
export function processResumed({ trace, pausedSince }: Ledger, row: number): void {
  pausedSince.set(trace.actor(row), -1);
}

/** A process is cut off from the network. */
export function processCutOff({ trace, cutOffSince }: Ledger, row: number): void {
  cutOffSince.set(trace.actor(row), trace.time(row));
}

/** A process can be reached again. */
export function processReached({ trace, cutOffSince }: Ledger, row: number): void {
  cutOffSince.set(trace.actor(row), -1);
}

/** A handler hangs. */
export function handlerBlocked({ trace, hungSince, hungUntil }: Ledger, row: number): void {
  hungSince.set(trace.actor(row), trace.time(row));
  hungUntil.set(trace.actor(row), trace.time(row) + trace.a(row));
}

/** An instance is started. */
export function processStarted({ trace, dormant, crashedAt }: Ledger, row: number): void {
  dormant.set(trace.actor(row), 0);
  crashedAt.set(trace.actor(row), -1);
}

/** An instance is closed. */
export function processStopped({ trace, dormant }: Ledger, row: number): void {
  dormant.set(trace.actor(row), 1);
}

/** Rows come into the outbox. */
export function storeCommitted(ledger: Ledger, row: number): void {
  const service = ledger.serviceOf(ledger.trace.actor(row));
  const rows = ledger.trace.b(row);
  if (service >= 0 && rows > 0) ledger.outboxRows.add(service, rows);
}

/** The relay has looked into the outbox. */
export function outboxRead(ledger: Ledger, row: number): void {
  const service = ledger.serviceOf(ledger.trace.actor(row));
  if (service >= 0) ledger.outboxReadAt.set(service, ledger.trace.time(row));
}

/** A row of the outbox is done with. */
export function outboxMarked(ledger: Ledger, row: number): void {
  const service = ledger.serviceOf(ledger.trace.actor(row));
  if (service >= 0) ledger.outboxRows.add(service, -1);
}
