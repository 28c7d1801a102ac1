/** Drops faults by delta debugging (Zeller's ddmin): all, halves, quarters, single ones. */
import type { Input } from '../input.ts';
import { withScenario, type Search } from './search.ts';

/** The input with faults none of which can be left out alone. */
export function* fewerFaults(input: Input): Search {
  let best = withScenario(input, { faults: [] });
  if (yield best) return best;
  best = input;
  let parts = 2;
  for (;;) {
    const { faults } = best.scenario;
    const size = Math.ceil(faults.length / parts);
    let hasFallen = false;
    for (let start = 0; start < faults.length && !hasFallen; start += size) {
      const candidate = withScenario(best, { faults: faults.toSpliced(start, size) });
      // Nothing at all was tried before.
      if (candidate.scenario.faults.length === 0 || !(yield candidate)) continue;
      best = candidate;
      hasFallen = true;
    }
    if (hasFallen) parts = Math.max(2, parts - 1);
    else if (parts >= faults.length) return best;
    else parts = Math.min(faults.length, parts * 2);
  }
}
