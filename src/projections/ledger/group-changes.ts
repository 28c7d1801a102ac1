/** What rows about groups, their members and who owns what change in the ledger. */
import type { Ledger } from './ledger.ts';

function enterPhase(ledger: Ledger, group: number, phase: number, row: number): void {
  if (ledger.phase.get(group) !== phase) ledger.phaseSince.set(group, ledger.trace.time(row));
  ledger.phase.set(group, phase);
}

/** A group stops. */
export function rebalanceStarted(ledger: Ledger, row: number): void {
  const { trace } = ledger;
  ledger.generation.set(trace.a(row), trace.b(row));
  ledger.rebalanceReason.set(trace.a(row), trace.c(row));
  enterPhase(ledger, trace.a(row), 1, row);
}

/** A group goes on. */
export function groupStable(ledger: Ledger, row: number): void {
  const { trace } = ledger;
  const group = trace.a(row);
  ledger.generation.set(group, trace.b(row));
  ledger.members.set(group, trace.c(row));
  enterPhase(ledger, group, trace.c(row) === 0 ? 0 : 3, row);
}

/** A process asks to join. */
export function memberJoined({ trace, membership }: Ledger, row: number): void {
  membership.set(trace.actor(row), 1);
}

/** A process reads a partition from now on. */
export function partitionAssigned(ledger: Ledger, row: number): void {
  const { trace } = ledger;
  const actor = trace.actor(row);
  const group = ledger.groupOf(actor);
  if (group < 0) return;
  const at = group * ledger.partitions + trace.a(row);
  if (isShare(ledger, group)) share(ledger, { at, group, actor, isGone: false }, row);
  else {
    ledger.owner.set(at, actor);
    ledger.darkSince.set(at, -1);
    ledger.position.set(at, trace.c(row));
  }
  ledger.membership.set(actor, 2);
  if (ledger.phase.get(group) === 1) enterPhase(ledger, group, 2, row);
}

function isShare({ cast }: Ledger, group: number): boolean {
  return cast.groups[group]?.isShare === true;
}

/** In a share group several may read a partition: it has an owner as long as it has any, and is dark when the last has gone. */
function share(
  ledger: Ledger,
  { at, group, actor, isGone }: { at: number; group: number; actor: number; isGone: boolean },
  row: number,
): void {
  const instances = ledger.cast.services[ledger.cast.groups[group]?.service ?? -1]?.instances ?? [];
  const bit = 1 << instances.indexOf(actor);
  const before = ledger.sharers.get(at);
  const mask = isGone ? before & ~bit : before | bit;
  if (mask === before) return;
  ledger.sharers.set(at, mask);
  if (mask === 0) goDark(ledger, at, row);
  else {
    ledger.owner.set(at, instances.find((_, instance) => (mask & (1 << instance)) !== 0) ?? -1);
    ledger.darkSince.set(at, -1);
  }
}

function goDark(ledger: Ledger, at: number, row: number): void {
  ledger.owner.set(at, -1);
  ledger.darkSince.set(at, ledger.trace.time(row));
}

/** A process gives a partition up, or finds that it was taken. */
export function partitionRevoked(ledger: Ledger, row: number): void {
  const { trace } = ledger;
  const group = ledger.groupOf(trace.actor(row));
  if (group < 0) return;
  const at = group * ledger.partitions + trace.a(row);
  // A late revocation must not take the partition from its next owner.
  if (isShare(ledger, group)) {
    share(ledger, { at, group, actor: trace.actor(row), isGone: true }, row);
    return;
  }
  if (ledger.owner.get(at) === trace.actor(row)) goDark(ledger, at, row);
}

/** A member is out of the group, and so are its claims. */
export function memberGone(ledger: Ledger, row: number): void {
  const actor = ledger.trace.actor(row);
  const group = ledger.groupOf(actor);
  ledger.membership.set(actor, 0);
  if (group < 0) return;
  for (const partition of ledger.cast.groups[group]?.partitions ?? []) {
    const at = group * ledger.partitions + partition;
    if (isShare(ledger, group)) share(ledger, { at, group, actor, isGone: true }, row);
    else if (ledger.owner.get(at) === actor) goDark(ledger, at, row);
  }
}
