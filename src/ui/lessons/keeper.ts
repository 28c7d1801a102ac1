/** Where the way through a lesson is kept, and what of earlier lessons is to be recalled before it begins. */
import type { Progress } from '../../lessons/index.ts';

/** How many questions of earlier lessons come before the first step. */
const mostRecalled = 2;

/** Keeps one lesson. */
export interface Keeper {
  /** How far it was taken before, if it was. */
  readonly progress: Progress | undefined;
  keep(progress: Progress): void;
  /** Questions of other lessons to be recalled first, by their ids in the deck. */
  recalls(most: number): readonly string[];
  /** Takes the answer to one of them. */
  recalled(question: string, isRight: boolean): void;
  /** Why it is not kept; empty when it is. */
  problem(): string;
}

/** The questions before the first step, those first that were answered before a reload: they are not asked again. */
export function recallsBefore({ recalled }: Progress, keeper: Keeper): readonly string[] {
  const done = recalled.map(({ question }) => question);
  const others = keeper.recalls(mostRecalled + done.length).filter((each) => !done.includes(each));
  return [...done, ...others].slice(0, Math.max(mostRecalled, done.length));
}
