/** What every part of a shrink is: it proposes inputs, hears whether they still fail, and ends with the smallest. */
import type { Fault, Scenario } from '../../scenario/index.ts';
import type { Input } from '../input.ts';

/** Yields candidates; is told `true` when the candidate still fails; returns what it arrived at. */
export type Search = Generator<Input, Input, boolean>;

/** The input with something of its scenario changed. */
export function withScenario(input: Input, change: Partial<Scenario>): Input {
  return { ...input, scenario: { ...input.scenario, ...change } };
}

/** The input with one of its faults changed. */
export function withFault(input: Input, index: number, fault: Fault): Input {
  return withScenario(input, { faults: input.scenario.faults.with(index, fault) });
}

/** Takes a candidate when it still fails. */
export function* attempt(input: Input, candidate: Input): Search {
  return (yield candidate) ? candidate : input;
}

/** The lowest number from `min` on with which the input still fails: the least first, then by bisection, then one by one. */
export function* lower(
  input: Input,
  range: { readonly min: number; readonly value: number },
  to: (input: Input, value: number) => Input,
): Search {
  const { min, value } = range;
  if (value <= min) return input;
  const least = to(input, min);
  if (yield least) return least;
  let best = input;
  let [passes, fails] = [min, value];
  while (fails - passes > 1) {
    const middle = passes + Math.floor((fails - passes) / 2);
    const candidate = to(best, middle);
    if (yield candidate) [best, fails] = [candidate, middle];
    else passes = middle;
  }
  return best;
}
