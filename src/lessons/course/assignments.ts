/** What a lesson changes of its scenario: its own changes first, then those of the learner's controls. */
import type { Choices, Lesson } from '../content/lesson.ts';

/** Assignments for `setPath`, in the order in which they are to be made. */
export function assignmentsOf(lesson: Lesson, choices: Choices = {}): readonly string[] {
  const chosen = lesson.controls.flatMap(({ id, choices: positions }) => {
    const position = positions.find((each) => each.id === choices[id]) ?? positions[0];
    return position?.set ?? [];
  });
  return [...lesson.set, ...chosen];
}
