/** Asks the backend for something that may fail in any way, and turns the failure into data. */
import type { Problem } from '../../scenario/index.ts';
import { keepingProblem, type KeepingProblemCode } from '../keeping-problems.ts';

/** Nothing is known of what was asked: it may have been done or not. */
export interface Failed {
  readonly kind: 'failed';
  readonly problem: Problem;
}

/** What was asked for, or why it is not there. Never throws. */
export async function attempt<T>(
  path: string,
  ask: () => Promise<T>,
): Promise<{ readonly kind: 'done'; readonly value: T } | Failed> {
  try {
    return { kind: 'done', value: await ask() };
  } catch (error) {
    return { kind: 'failed', problem: keepingProblem(codeOf(error), path) };
  }
}

function codeOf(error: unknown): KeepingProblemCode {
  const name = error instanceof Error || isNamed(error) ? error.name : '';
  // Firefox has a name of its own for a full localStorage.
  if (name === 'QuotaExceededError' || name === 'NS_ERROR_DOM_QUOTA_REACHED') return 'storage-full';
  return name === 'SecurityError' ? 'storage-blocked' : 'storage-failed';
}

// In old browsers a DOMException is no Error.
function isNamed(error: unknown): error is { readonly name: unknown } {
  return typeof error === 'object' && error !== null && 'name' in error;
}
