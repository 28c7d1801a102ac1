/** Reads parts of a ledger as views. */
import { moments, outcomes, points } from '../../trace/index.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type {
  Condition,
  OrderStatus,
  OrderView,
  Population,
  ProcessView,
  RelayView,
  ServiceView,
} from './views.ts';

/** A state of activity is named by a present participle: `working`, `backingOff`, `awaitingPayment`; a state of rest is not. */
const activity = /^[a-z]+ing(?![a-z])/;

function conditionOf(ledger: Ledger, actor: number, now: number): [Condition, number] {
  if (ledger.dormant.get(actor) === 1) return ['dormant', -1];
  const crashedAt = ledger.crashedAt.get(actor);
  if (crashedAt >= 0) return ['crashed', crashedAt];
  const pausedSince = ledger.pausedSince.get(actor);
  if (pausedSince >= 0 && now < ledger.pausedUntil.get(actor)) return ['paused', pausedSince];
  const cutOffSince = ledger.cutOffSince.get(actor);
  if (cutOffSince >= 0) return ['cut off', cutOffSince];
  const restartedAt = ledger.restartedAt.get(actor);
  if (restartedAt >= 0) return ['restarting', restartedAt];
  return now < ledger.hungUntil.get(actor) ? ['hung', ledger.hungSince.get(actor)] : ['up', -1];
}

/** One process at an instant. */
export function readProcess(ledger: Ledger, actor: number, now: number): ProcessView {
  const [condition, since] = conditionOf(ledger, actor, now);
  const point = points[ledger.crashPoint.get(actor)];
  const moment = moments[ledger.crashMoment.get(actor)];
  const machine = ledger.cast.machines[ledger.processMachine.get(actor)];
  const known = condition === 'crashed' && point !== undefined && moment !== undefined;
  return {
    actor,
    condition,
    since,
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
export function readService(ledger: Ledger, service: number, now: number): ServiceView {
  const active = readActive(ledger, service);
  const words = active.map(({ state, count }) => (count === 1 ? state : `${state} ×${count}`));
  return { service, active, activity: words.join(', '), relay: readRelay(ledger, service, now) };
}

function readRelay(ledger: Ledger, service: number, now: number): RelayView | null {
  const actor = ledger.cast.services[service]?.relay ?? -1;
  if (actor < 0) return null;
  return {
    process: readProcess(ledger, actor, now),
    waiting: ledger.outboxRows.get(service),
    lastReadAt: ledger.outboxReadAt.get(service),
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
