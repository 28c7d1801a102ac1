/** The kinds of faults that a plan may hold: for each, one fault with a random aim, or none where the scenario has no place for it. */
import type { Fault, Scenario, Service, Target, When } from '../../scenario/index.ts';
import { legs, moments, type Point } from '../../trace/index.ts';
import type { Dice } from './dice.ts';

/** One kind of fault. */
export interface FaultKind {
  readonly name: string;
  /** At most so many in one plan. */
  readonly most: number;
  readonly make: (scenario: Scenario, dice: Dice) => Fault | undefined;
}

const handlerPoints: readonly Point[] = [
  'fetch',
  'effect',
  'store-commit',
  'publish',
  'ack',
  'offset-commit',
];
const relayPoints: readonly Point[] = ['read', 'send', 'mark'];
const sagaPoints: readonly Point[] = ['decide', 'store-commit', 'dispatch'];

/** Pauses before a restart: within and beyond a short session timeout. */
const pausesMs: readonly number[] = [100, 500, 2_000, 8_000];

/** All kinds. Each is fair: a scenario whose services keep inbox and outbox, and whose callers ask again, survives them. */
export const faultKinds: readonly FaultKind[] = [
  {
    name: 'crash of a handler',
    most: 4,
    make: ({ services, flow, workload }, dice) =>
      crashAt(
        dice.oneOf(
          'service',
          services.filter(({ id }) => flow.steps.some((step) => step.service === id)),
        ),
        { points: handlerPoints, orders: workload.orders },
        dice,
      ),
  },
  {
    name: 'crash of a relay',
    most: 3,
    make: ({ services, workload }, dice) =>
      crashAt(
        dice.oneOf(
          'service',
          services.filter(({ outbox }) => outbox),
        ),
        { points: relayPoints, orders: workload.orders },
        dice,
      ),
  },
  {
    name: 'crash of the owner',
    most: 3,
    make: ({ services, flow, workload }, dice) =>
      crashAt(
        services.find(({ id }) => id === flow.owner),
        { points: [...sagaPoints, 'fetch', 'offset-commit'], orders: workload.orders },
        dice,
      ),
  },
  { name: 'crash at a time', most: 3, make: crashInTime },
  { name: 'slow process', most: 2, make: slow },
  {
    name: 'loss on a leg',
    most: 4,
    make: ({ workload }, dice) => ({
      ...onLeg(workload.orders, dice),
      effect: { kind: 'lose' },
    }),
  },
  {
    name: 'delay on a leg',
    most: 4,
    make: ({ workload }, dice) => ({
      ...onLeg(workload.orders, dice),
      effect: { kind: 'delay', byMs: dice.between('by', 1, 40) * 50 },
    }),
  },
  { name: 'duplicate', most: 3, make: duplicate },
  { name: 'poisoned record', most: 1, make: poison },
  {
    name: 'spike',
    most: 1,
    make: (scenario, dice) => ({
      when: { atMs: momentMs(scenario, dice) },
      target: {},
      effect: {
        kind: 'spike',
        orders: dice.between('orders', 1, 5),
        everyMs: dice.between('every', 1, 10) * 10,
      },
    }),
  },
];

/** A crash at a named point, on one order or on the nth passing. */
function crashAt(
  service: Service | undefined,
  given: { readonly points: readonly Point[]; readonly orders: number },
  dice: Dice,
): Fault | undefined {
  const point = dice.oneOf('point', given.points);
  const moment = dice.oneOf('moment', moments);
  if (service === undefined || point === undefined || moment === undefined) return undefined;
  return {
    when: { ...aim(given.orders, dice), point: `${moment} ${point}` },
    // A relay is one process, whatever the instances of its service.
    target: relayPoints.includes(point) ? { service: service.id } : placeOf(service, dice),
    effect: { kind: 'crash', restartAfterMs: pauseMs(dice) },
  };
}

function crashInTime(scenario: Scenario, dice: Dice): Fault | undefined {
  const service = dice.oneOf('service', scenario.services);
  if (service === undefined) return undefined;
  return {
    when: { atMs: momentMs(scenario, dice) },
    target: placeOf(service, dice),
    effect: { kind: 'crash', restartAfterMs: pauseMs(dice) },
  };
}

function slow(scenario: Scenario, dice: Dice): Fault | undefined {
  const service = dice.oneOf('service', scenario.services);
  if (service === undefined) return undefined;
  return {
    when: { atMs: momentMs(scenario, dice) },
    target: placeOf(service, dice),
    effect: {
      kind: 'slow',
      factor: dice.between('factor', 2, 10),
      forMs: dice.between('span', 1, 20) * 250,
    },
  };
}

function duplicate({ services, workload }: Scenario, dice: Dice): Fault | undefined {
  const service = dice.oneOf('service', services);
  if (service === undefined) return undefined;
  return {
    when: aim(workload.orders, dice),
    target: { service: service.id },
    effect: { kind: 'duplicate' },
  };
}

/**
 * Only where somebody notices: without a dead letter a poisoned record blocks its partition for ever, and without a
 * deadline the order waits for ever. Only the first record of an order, for nobody asks again for what takes it back.
 */
function poison({ services, flow, workload }: Scenario, dice: Dice): Fault | undefined {
  const isTimed = ({ id }: Service): boolean =>
    id !== flow.owner &&
    flow.steps.every(({ service, timeout }) => service !== id || timeout !== undefined);
  const service = dice.oneOf(
    'service',
    services.filter((each) => each.deadLetter !== undefined && isTimed(each)),
  );
  if (service === undefined) return undefined;
  return {
    when: { order: dice.between('order', 1, workload.orders) },
    target: { service: service.id },
    effect: { kind: 'poison' },
  };
}

function onLeg(orders: number, dice: Dice): Pick<Fault, 'when' | 'target'> {
  const leg = dice.oneOf('leg', legs);
  return { when: aim(orders, dice), target: leg === undefined ? {} : { leg } };
}

/** One order, at its first or a later passing; or the nth match of any order. */
function aim(orders: number, dice: Dice): When {
  if (dice.onceIn('nth of any order', 4)) return { nth: dice.between('nth', 1, orders) };
  const order = dice.between('order', 1, orders);
  return dice.onceIn('later', 3) ? { order, nth: dice.between('passing', 2, 5) } : { order };
}

function placeOf({ id, instances }: Service, dice: Dice): Target {
  if (instances === 1 || dice.onceIn('any instance', 2)) return { service: id };
  return { service: id, instance: dice.between('instance', 0, instances - 1) };
}

function pauseMs(dice: Dice): number {
  return dice.oneOf('pause', pausesMs) ?? 0;
}

/** An instant while orders come in, or soon after. */
function momentMs({ workload }: Scenario, dice: Dice): number {
  const { orders, arrivals } = workload;
  return dice.between('at', 1, orders * arrivals.everyMs + 2_000);
}
