/** The recall deck: questions of finished lessons, asked again after 1, 3, 7, 14 and 30 days. It is told the day. */
import type { Lesson } from '../content/lesson.ts';

/** Days between one right answer and the next question. */
export const intervals: readonly number[] = [1, 3, 7, 14, 30];

/** One question and when it is due. */
export interface Card {
  /** Id of the lesson and of its question: `lag-is-a-clock/drain`. */
  readonly id: string;
  /** How many of the intervals lie behind it; all of them once it is learned. */
  readonly step: number;
  /** The number of the day on which it is due. */
  readonly due: number;
}

/** All questions of the lessons that were finished. */
export type Deck = readonly Card[];

const idOf = (lesson: Lesson, question: string): string => `${lesson.id}/${question}`;

/** The deck with the questions of a lesson that was finished today. Those that it holds already stay as they are. */
export function withLesson(deck: Deck, lesson: Lesson, today: number): Deck {
  const known = new Set(deck.map(({ id }) => id));
  const cards = lesson.recall
    .map(({ id }) => ({ id: idOf(lesson, id), step: 0, due: today + (intervals[0] ?? 1) }))
    .filter(({ id }) => !known.has(id));
  return [...deck, ...cards];
}

/** What is due today, the longest overdue first. */
export function dueOn(deck: Deck, today: number): Deck {
  return deck
    .filter(({ due, step }) => step < intervals.length && due <= today)
    .sort((a, b) => a.due - b.due || (a.id < b.id ? -1 : 1));
}

/**
 * What to recall before another lesson is begun, by id: what is due, then what comes back soonest; of two that come back
 * on the same day, the one that stands first in the deck. Nothing of that lesson itself, and nothing that is learned.
 */
export function warmUp(
  deck: Deck,
  { lesson, most }: { readonly lesson: string; readonly most: number },
): readonly string[] {
  return deck
    .filter(({ id, step }) => step < intervals.length && !id.startsWith(`${lesson}/`))
    .toSorted((a, b) => a.due - b.due)
    .slice(0, Math.max(0, most))
    .map(({ id }) => id);
}

/**
 * The deck after an answer: a right one lengthens the interval, a wrong one begins anew. A right one before its day
 * begins the same interval again: what was recalled after an hour is not yet recalled after a day.
 */
export function answered(
  deck: Deck,
  answer: { readonly id: string; readonly isRight: boolean; readonly today: number },
): Deck {
  return deck.map((card) => {
    if (card.id !== answer.id) return card;
    const isEarly = answer.today < card.due;
    const step = answer.isRight ? Math.min(card.step + (isEarly ? 0 : 1), intervals.length) : 0;
    const due = answer.today + (intervals[step] ?? 0);
    return { ...card, step, due: answer.isRight ? Math.max(card.due, due) : due };
  });
}
