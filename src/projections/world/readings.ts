/** Reads parts of a ledger as views. */
import { moments, outcomes, points } from '../../trace/index.ts';
import { groupPhases, type Ledger } from '../ledger/ledger.ts';
import type {
  Condition,
  GroupView,
  OrderStatus,
  OrderView,
  Population,
  ProcessView,
  RelayView,
  ServiceView,
  SubscriptionView,
} from './views.ts';

/** A state of activity is named by a present participle: `working`, `backingOff`, `awaitingPayment`; a state of rest is not. */
const activity = /^[a-z]+ing(?![a-z])/;

function conditionOf(ledger: Ledger, actor: number): Condition {
  if (ledger.crashedAt.get(actor) >= 0) return 'crashed';
  return ledger.restartedAt.get(actor) >= 0 ? 'restarting' : 'up';
}

/** One process. */
export function readProcess(ledger: Ledger, actor: number): ProcessView {
  const condition = conditionOf(ledger, actor);
  const instants = { up: -1, crashed: ledger.crashedAt, restarting: ledger.restartedAt };
  const since = instants[condition];
  const point = points[ledger.crashPoint.get(actor)];
  const moment = moments[ledger.crashMoment.get(actor)];
  const machine = ledger.cast.machines[ledger.processMachine.get(actor)];
  const known = condition === 'crashed' && point !== undefined && moment !== undefined;
  return {
    actor,
    condition,
    since: typeof since === 'number' ? since : since.get(actor),
    crashedAt: known ? { moment, point } : null,
    slowFactor: ledger.slowFactor.get(actor),
    slowUntil: ledger.slowUntil.get(actor),
    state: machine?.states[ledger.processState.get(actor)] ?? '',
  };
}

/** The entities in a state of activity, of one service, or of the client for -1. */
export function readActive(ledger: Ledger, service: number): readonly Population[] {
  const active: Population[] = [];
  ledger.cast.machines.forEach((machine, index) => {
    if (machine.service !== service) return;
    machine.states.forEach((state, code) => {
      const count = ledger.population.get((ledger.stateBase[index] ?? 0) + code);
      const counts = count > 0 && code !== machine.initial && activity.test(state);
      if (counts) active.push({ machine: index, state, count });
    });
  });
  return active;
}

/** A service with its relay. */
export function readService(ledger: Ledger, service: number): ServiceView {
  const active = readActive(ledger, service);
  const words = active.map(({ state, count }) => (count === 1 ? state : `${state} ×${count}`));
  return { service, active, activity: words.join(', '), relay: readRelay(ledger, service) };
}

function readRelay(ledger: Ledger, service: number): RelayView | null {
  const actor = ledger.cast.services[service]?.relay ?? -1;
  if (actor < 0) return null;
  return {
    process: readProcess(ledger, actor),
    waiting: ledger.outboxRows.get(service),
    lastReadAt: ledger.outboxReadAt.get(service),
  };
}

function readSubscription(ledger: Ledger, group: number, partition: number): SubscriptionView {
  const at = group * ledger.partitions + partition;
  const committed = ledger.committed.get(at);
  return {
    partition,
    owner: ledger.owner.get(at),
    committed,
    position: ledger.position.get(at),
    lag: ledger.logEnd.get(partition) - Math.max(0, committed),
  };
}

/** A group at an instant. */
export function readGroup(ledger: Ledger, group: number, now: number): GroupView {
  const partitions = ledger.cast.groups[group]?.partitions ?? [];
  const subscriptions = partitions.map((partition) => readSubscription(ledger, group, partition));
  let lag = 0;
  let oldest = now;
  for (const each of subscriptions) {
    lag += each.lag;
    const row = ledger.recordRows[each.partition]?.at(Math.max(0, each.committed)) ?? -1;
    if (each.lag > 0 && row >= 0) oldest = Math.min(oldest, ledger.trace.time(row));
  }
  return {
    group,
    generation: ledger.generation.get(group),
    phase: groupPhases[ledger.phase.get(group)] ?? 'empty',
    members: ledger.members.get(group),
    subscriptions,
    lag,
    lagMicros: now - oldest,
  };
}

function statusOf(ledger: Ledger, order: number): OrderStatus {
  const outcome = outcomes[ledger.outcome.get(order)];
  if (outcome !== undefined) return outcome;
  const accepted = ledger.acceptedAt.get(order) >= 0;
  if (!accepted && ledger.abandonedAt.get(order) >= 0) return 'failed';
  if (ledger.totals.over === 1) return 'stuck';
  return accepted ? 'pending' : 'placed';
}

/** One order, null when it was not placed yet. */
export function readOrder(ledger: Ledger, order: number): OrderView | null {
  const placedAt = ledger.placedAt.get(order);
  if (placedAt < 0) return null;
  const machines = ledger.cast.machines.flatMap((machine, index) => {
    const state = machine.states[ledger.entityState.get(order * ledger.machines + index)];
    return state === undefined ? [] : [{ machine: index, state }];
  });
  return {
    order,
    status: statusOf(ledger, order),
    placedAt,
    acceptedAt: ledger.acceptedAt.get(order),
    endedAt: ledger.endedAt.get(order),
    abandonedAt: ledger.abandonedAt.get(order),
    machines,
  };
}
