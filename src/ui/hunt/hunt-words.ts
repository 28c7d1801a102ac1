/** What a hunt has to say: the words that are shown, and those that are read aloud. */
import type { ShrunkenRun } from '../../worker/index.ts';

/** Where a found run was opened and how to see what it shows; `isLate`: only the end of the run tells that the promise is broken. */
export function openingWords({ rule, at, sentence }: ShrunkenRun, isLate: boolean): string {
  const what = rule.kind === 'invariant' ? 'a rule of the engine' : 'the promise';
  // There is no moment before the first.
  if (at <= 0) return `Paused at the beginning, where ${what} breaks: ${sentence}`;
  return isLate
    ? `Paused just before what breaks ${what}, which is judged at the end of the run. Step on, or go to the end: ${sentence}`
    : `Paused just before ${what} breaks. Step on: ${sentence}`;
}
