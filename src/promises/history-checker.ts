/** The history checker for a program that seldom needs it: it is loaded with its first use. */
import type { checkHistory } from './history/check-history.ts';

/** Loads what looks through a history. */
export async function historyChecker(): Promise<typeof checkHistory> {
  const checker = await import('./history/check-history.ts');
  return checker.checkHistory;
}
