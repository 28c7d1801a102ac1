/** Whether the one change that mends a scenario names a promise, can be assigned, and leads to a scenario again. */
import type { Problem, Scenario } from '../format.ts';
import { entryPath } from '../path.ts';
import type { ProblemList } from '../problems.ts';
import { setPath } from '../set-path.ts';
import { alternatives, didYouMean, quote } from '../wording.ts';

/** The repair of a scenario that stands in this text; `problemsOf` tells what is wrong with a text, apart from its repair. */
export function checkRepair(
  { repair, promises }: Scenario,
  { text, problemsOf }: { text: string; problemsOf: (text: string) => readonly Problem[] },
  problems: ProblemList,
): void {
  if (repair === undefined) return;
  const ids = promises.map(({ id }) => id);
  if (!ids.includes(repair.promise)) {
    const message = `There is no promise ${quote(repair.promise)}.`;
    const guess = didYouMean(repair.promise, ids);
    const fix =
      ids.length === 0 ? 'Add it to "promises".' : `${guess}Write ${alternatives(ids.map(quote))}.`;
    problems.add({ code: 'unknown-promise', path: 'repair.promise', message, fix });
  }
  let mended = text;
  for (const [index, words] of repair.set.entries()) {
    const path = entryPath('repair.set', index);
    const assigned = setPath(mended, [words]);
    if (assigned.kind === 'problems') {
      tell(assigned.problems, path, problems);
      return;
    }
    mended = assigned.text;
  }
  tell(problemsOf(mended), 'repair.set', problems);
}

/** What is wrong afterwards is told in one sentence, for it stands nowhere in the file. */
function tell(told: readonly Problem[], path: string, problems: ProblemList): void {
  const [first] = told;
  if (first === undefined) return;
  const place = first.path === '' || first.message.includes(first.path) ? '' : ` (${first.path})`;
  const message = `Once mended, the file would be wrong: ${first.message.replace(/\.$/, '')}${place}.`;
  problems.add({ code: 'bad-repair', path, message, fix: first.fix });
}
