/** Crashes at every named point, spread over orders, so that each point is struck in one run. */
import type { Fault } from '../../src/scenario/index.ts';
import type { Moment, Point } from '../../src/trace/index.ts';

const sides: readonly Moment[] = ['before', 'after'];

/** Points of a handler, in the order in which it passes them. */
export const handlerPoints: readonly Point[] = [
  'fetch',
  'effect',
  'store-commit',
  'publish',
  'ack',
  'offset-commit',
];
/** Points of a relay. */
export const relayPoints: readonly Point[] = ['read', 'send', 'mark'];
/** Points of a saga beside those that it shares with every consumer. */
export const sagaPoints: readonly Point[] = ['decide', 'store-commit', 'dispatch'];

/** A crash of a service at one side of a point, on one order. */
export function crash(
  service: string,
  point: `${Moment} ${Point}`,
  order: number,
  step?: string,
): Fault {
  return {
    when: step === undefined ? { order, point } : { order, step, point },
    target: { service },
    effect: { kind: 'crash', restartAfterMs: 1000 },
  };
}

/** Crashes at both sides of all these points, each on an order of its own. */
export function crashesAt(
  service: string,
  points: readonly Point[],
  orders: { readonly from: number; readonly by: number },
  step?: string,
): Fault[] {
  return points.flatMap((point, index) =>
    sides.map((side, which) =>
      crash(service, `${side} ${point}`, orders.from + orders.by * (index * 2 + which), step),
    ),
  );
}

/** Every consumer, relay and saga point once: shipping's handler, payment's relay, the owner's handler or saga. */
export function crashesEverywhere(): Fault[] {
  return [
    ...crashesAt('shipping', handlerPoints, { from: 2, by: 3 }, 'shipping'),
    ...crashesAt('payment', relayPoints, { from: 5, by: 7 }),
    ...crashesAt('order', sagaPoints, { from: 4, by: 6 }),
    ...crashesAt('order', ['fetch', 'offset-commit'], { from: 12, by: 9 }),
  ];
}
