/** The built-in lessons, as the gallery shows them. */
import text from 'virtual:lessons';
import type { Lesson } from '../../lessons/index.ts';
import { hasAllWords } from './shelves.ts';

/** What is known of a lesson before it is opened. */
export interface LessonEntry extends Pick<
  Lesson,
  'id' | 'title' | 'misconception' | 'minutes' | 'concepts' | 'scenario'
> {
  /** How many steps it has. */
  readonly steps: number;
}

/** All of them, in the order in which they are best taken; others follow by themselves. */
export const lessonEntries: readonly LessonEntry[] = (
  JSON.parse(text) as readonly LessonEntry[]
).toSorted((one, other) => rankOf(one) - rankOf(other));

function rankOf({ id }: LessonEntry): number {
  const order = [
    'what-is-that-message',
    'what-the-broker-promises',
    'doing-it-twice-safely',
    'order-but-of-what',
    'sharing-the-work',
    'lag-is-a-clock',
    'dance-or-conductor',
    'undo-is-not-rollback',
  ];
  const rank = order.indexOf(id);
  return rank < 0 ? order.length : rank;
}

/** The lessons in which every word of the query occurs. */
export function searchLessons(query: string): readonly LessonEntry[] {
  return lessonEntries.filter(({ title, misconception, concepts, scenario }) =>
    hasAllWords(['lesson', title, misconception, ...concepts, scenario].join(' '), query),
  );
}

/** The address of a lesson. */
export function addressOf({ id }: LessonEntry): string {
  return `#lesson/${id}`;
}
