/** Reads a text as it stands in the editor: the scenario that it is, or all that is wrong with it and where. */
import { readScenario, type Problem, type Scenario } from '../../scenario/index.ts';
import { lineOf, placeOf, type Place } from './places.ts';

/** A problem with its place in the text. */
export interface PlacedProblem extends Problem, Place {
  /** From 1. */
  readonly line: number;
}

/** What a text is. */
export type Checked =
  | { readonly kind: 'scenario'; readonly scenario: Scenario }
  | { readonly kind: 'problems'; readonly problems: readonly PlacedProblem[] };

/** Checks a text; its problems come in the order of the text. */
export function check(text: string): Checked {
  const read = readScenario(text);
  if (read.kind === 'scenario') return read;
  const problems = read.problems.map((problem): PlacedProblem => {
    const place = placeOf(problem, text);
    return { ...problem, ...place, line: lineOf(text, place.from) };
  });
  return { kind: 'problems', problems: problems.toSorted((one, other) => one.from - other.from) };
}
