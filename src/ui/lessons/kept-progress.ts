/** How far a learner is, kept for as long as this tab is open, so that a reload comes back to the same step. */
import type { Lesson, Progress } from '../../lessons/index.ts';

const prefix = 'baton-lesson:';

/** What was kept of a lesson, if it fits the lesson as it is now. */
export function keptProgress(lesson: Lesson): Progress | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(prefix + lesson.id) ?? 'null') as Kept | null;
    return kept?.steps === stepsOf(lesson) ? kept.progress : undefined;
  } catch {
    // A browser may forbid to keep anything, and what somebody else has put there is none of ours.
    return undefined;
  }
}

/** Keeps how far a learner is. */
export function keepProgress(lesson: Lesson, progress: Progress): void {
  try {
    const kept: Kept = { steps: stepsOf(lesson), progress };
    sessionStorage.setItem(prefix + lesson.id, JSON.stringify(kept));
  } catch {
    // Without it, a reload begins anew.
  }
}

interface Kept {
  /** The steps of the lesson in which this was reached. */
  readonly steps: string;
  readonly progress: Progress;
}

function stepsOf({ steps }: Lesson): string {
  return steps.map(({ kind, title }) => `${kind} ${title}`).join('|');
}
