/** Makes the file that a learner hands in: the way through a lesson, and what its runs come to when they are made once more. */
import { writeResult, type LessonResult } from '../../keeping/index.ts';
import type { Choices, Lesson, Progress } from '../../lessons/index.ts';
import { keptOf } from '../learning/kept-lesson.ts';
import { LessonRuns } from '../learning/lesson-runs.ts';

/** Positions of controls, the same for the same positions in whatever order. */
export function positionsKey(choices: Choices): string {
  return JSON.stringify(
    Object.entries(choices).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
}

/** The positions of which a result has a run: those of the beginning, and those of each try. */
export function positionsTried({ attempts }: Progress): readonly Choices[] {
  const all = [{}, ...attempts.map(({ choices }) => choices)];
  const keys = all.map(positionsKey);
  return all.filter((_, index) => keys.indexOf(keys[index] ?? '') === index);
}

/** The text of the file; undefined when a run cannot be made. */
export async function resultFile(
  lesson: Lesson,
  progress: Progress,
  learner: string,
): Promise<string | undefined> {
  const runs = new LessonRuns();
  try {
    const made: LessonResult['runs'][number][] = [];
    let engine = '';
    for (const choices of positionsTried(progress)) {
      const run = await runs.of(lesson, choices);
      if (run === undefined) return undefined;
      engine = run.engine;
      const positions = Object.entries(choices).map(([control, choice]) => ({ control, choice }));
      made.push({ positions, prints: run.prints.map(({ style, hash }) => ({ style, hash })) });
    }
    const way = keptOf(lesson, progress, { now: Date.now(), before: undefined });
    return writeResult({ result: 'baton-lesson', version: 1, learner, engine, way, runs: made });
  } finally {
    runs.close();
  }
}
