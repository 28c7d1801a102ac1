/** The terms of a lesson with their meanings, for the foot of a sheet. */
import type { Lesson } from '../content/lesson.ts';
import { termOf } from '../glossary/glossary.ts';

/** A heading and a list. */
export function explained(lesson: Lesson): readonly string[] {
  const lines = lesson.terms.flatMap((id) => {
    const term = termOf(id);
    return term === undefined ? [] : [`- **${term.forms[0] ?? id}**: ${term.meaning}`];
  });
  return ['## Words', lines.join('\n')];
}
