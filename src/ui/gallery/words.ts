/** A run of the gallery in words: what came of its orders, and of its promises. */
import type { Exhibit, ExhibitRun } from '../../projections/index.ts';
import type { Interviewed } from '../learning/kept-interviews.ts';
import type { Standing } from '../learning/learning.svelte.ts';
import { roundsUnderWay } from '../learning/under-way.ts';

const ends = [
  ['completed', 'completed'],
  ['compensated', 'compensated'],
  ['failed', 'refused'],
  ['stuck', 'never end'],
] as const;

/** What a picture shows, for those who hear it. */
export function pictureWords(run: ExhibitRun): string {
  const told = ends.flatMap(([end, word]) => {
    const count = run.ends.filter((each) => each === end).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  const struck = run.faults.length;
  const faults =
    struck === 0 ? '' : ` Faults strike at ${struck === 1 ? 'one instant' : `${struck} instants`}.`;
  return `${run.ends.length} orders in ${run.style}: ${told.join(', ')}.${faults}`;
}

/** What became of the promises of a scenario, in every style that is shown. */
export function verdictWords({ runs }: Exhibit): {
  readonly holds: boolean;
  readonly text: string;
} {
  const broken = runs.flatMap((run) => run.broken).toSorted((one, other) => one.at - other.at);
  const [first] = broken;
  if (first !== undefined)
    return { holds: false, text: `Breaks at ${seconds(first.at)}: ${first.text}` };
  const promises = Math.max(0, ...runs.map((run) => run.promises));
  if (promises === 0) return { holds: true, text: 'Promises nothing' };
  return {
    holds: true,
    text: promises === 1 ? 'Keeps its promise' : `Keeps all ${promises} promises`,
  };
}

/** How a lesson stands that was begun, in words. */
export function standingIn({ steps }: { readonly steps: number }, standing: Standing): string {
  const { step, isFinished } = standing;
  const where = `step ${step + 1} of ${steps}`;
  if (!isFinished) return step === 0 ? 'begun' : where;
  return step === 0 || step >= steps ? '✓ finished' : `✓ finished, taken again: ${where}`;
}

/** What came of the rounds of an interview, in words; empty when none was begun. */
export function roundsIn(done: Interviewed, interview: string): string {
  const own = done.results.filter((each) => each.interview === interview);
  const isUnderWay = roundsUnderWay(done).some((each) => each.interview === interview);
  const [last] = own;
  const best = Math.max(...own.map(({ total }) => total));
  return [
    ...(isUnderWay ? ['under way'] : []),
    ...(last === undefined ? [] : [`${last.total} of 100`]),
    ...(last === undefined || best === last.total ? [] : [`best ${best}`]),
  ].join(', ');
}

function seconds(micros: number): string {
  return `${(micros / 1_000_000).toFixed(1)} s`;
}
