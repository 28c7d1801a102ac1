/** What a hunt has to say: the words that are shown, and those that are read aloud. */
import type { PoolProgress, ShrunkenRun } from '../../worker/index.ts';

/** Where a found run was opened and how to see what it shows; `isLate`: only the end of the run tells that the promise is broken. */
export function openingWords({ rule, at, sentence }: ShrunkenRun, isLate: boolean): string {
  const what = rule.kind === 'invariant' ? 'a rule of the engine' : 'the promise';
  // There is no moment before the first.
  if (at <= 0) return `Paused at the beginning, where ${what} breaks: ${sentence}`;
  return isLate
    ? `Paused just before what breaks ${what}, which is judged at the end of the run. Step on, or go to the end: ${sentence}`
    : `Paused just before ${what} breaks. Step on: ${sentence}`;
}

/** How a hunt stands, without a full stop. */
export function stateWords({ state, report }: PoolProgress): string {
  switch (state) {
    case 'hunting':
      return 'Hunting';
    case 'shrinking':
      return 'Making what was found as short as possible';
    case 'done':
      return 'Done';
    case 'stopped':
      return 'Stopped';
    case 'failed':
      return hasNothing(report)
        ? 'The hunt was lost before any seed had run. If you are offline, try again when you are online'
        : 'A hunter was lost: what was found before it stays';
  }
}

/** What came of a hunt, in one sentence to be heard; `sought` is the text of the one promise that was looked for, empty for any. */
export function summaryOf(progress: PoolProgress, sought: string): string {
  const { state, report } = progress;
  const { seeds, failingSeeds, broken } = report;
  if (hasNothing(report))
    return state === 'failed'
      ? `${stateWords(progress)}.`
      : 'The hunt was stopped before any seed had run.';
  const ran = ranWords(progress);
  const what = sought === '' ? 'every promise' : `“${sought}”`;
  if (broken.length === 0) return `${ran}, and ${what} held.`;
  const kept = `${ran}, ${seeds - failingSeeds} kept ${what}`;
  return sought === ''
    ? `${kept}. Broken: ${broken.map(({ text }) => text).join('; ')}.`
    : `${kept}.`;
}

function ranWords({ state, report: { seeds, ofSeeds } }: PoolProgress): string {
  if (state === 'failed') return `The hunt was lost after ${seeds} of ${ofSeeds} seeds`;
  if (state === 'stopped') return `The hunt was stopped after ${seeds} of ${ofSeeds} seeds`;
  return `${seeds} ${seeds === 1 ? 'seed' : 'seeds'} ran`;
}

/** A seed that is not done in every style may have broken something all the same. */
function hasNothing({ seeds, broken }: PoolProgress['report']): boolean {
  return seeds === 0 && broken.length === 0;
}
