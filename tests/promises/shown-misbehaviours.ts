/** For each misbehaviour a hand-written trace that shows it. */
import { shownByConsumers } from './shown-by-consumers.ts';
import { shownByLogs } from './shown-by-logs.ts';
import type { Telling } from './telling.ts';
import type { Choices } from './world.ts';

/** A trace that shows a misbehaviour, and the sentence that must be said of it. */
export interface Shown {
  readonly id: number;
  readonly what: string;
  readonly choices?: Choices;
  readonly tell: () => Telling;
  readonly sentence: RegExp;
}

/** All of them. */
export const shown: readonly Shown[] = [...shownByConsumers, ...shownByLogs];
