/** Scenarios that are small enough for many runs in a test. */
import type { Scenario } from '../../src/scenario/index.ts';
import { builtIn } from '../support/runs.ts';

/** A built-in scenario with few orders; the faults of some aim at the twelfth. */
export function small(slug: string, orders = 12): Scenario {
  const scenario = builtIn(slug);
  return { ...scenario, workload: { ...scenario.workload, orders } };
}

/** All scenarios that come with Baton, small. */
export const everySlug: readonly string[] = [
  'order-fulfilment',
  'order-fulfilment-naive',
  'payment-refused',
  'spike-and-lag',
  'external-effect',
];
