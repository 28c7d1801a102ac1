/** Simulates a found run on as far as it takes to know that its promise breaks: some promises are only judged at the end. */
import type { ShrunkenRun } from '../../worker/index.ts';
import type { Run } from '../run/run.svelte.ts';

/** Has the run known so far that a step to the breach shows it. True where only the end of the run tells. */
export async function foresee(
  run: Run,
  { rule, style, at }: Pick<ShrunkenRun, 'rule' | 'style' | 'at'>,
): Promise<boolean> {
  const { worlds } = run;
  // What can be judged at every moment is shown by the step itself, and holds until then.
  const isPending = () =>
    run.world(style)?.verdicts.find(({ id }) => id === rule.id)?.state === 'pending';
  const goOn = async (until: number) => {
    // Whoever opens something else meanwhile wants no more of this run.
    const isWanted = () => run.worlds === worlds && run.failure === '' && isPending();
    while (run.head < until && isWanted()) await run.advance(until);
  };
  await goOn(at);
  const isLate = isPending();
  await goOn(Number.MAX_SAFE_INTEGER);
  return isLate;
}
