/** Days of the calendar as numbers, as the recall deck counts them; and the cards of the deck as they are kept. */
import type { RecallCard } from '../../keeping/index.ts';
import type { Card, Deck } from '../../lessons/index.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** The number of the day that it is now, where the reader is. `minutesBehind` is how far that place is behind UTC. */
export function dayOf(now: number, minutesBehind: number): number {
  return Math.floor((now - minutesBehind * minuteMs) / dayMs);
}

/** Today. */
export function today(): number {
  return dayOf(Date.now(), new Date().getTimezoneOffset());
}

/** The deck that is kept. */
export function deckOf(cards: readonly RecallCard[]): Deck {
  return cards.map(({ lesson, question, step, due }) => ({
    id: `${lesson}/${question}`,
    step,
    due: Math.floor(due / dayMs),
  }));
}

/** A card as it is kept. A day is kept as its first instant in UTC, so that it is the same day wherever the reader goes. */
export function keptCard(
  { id, step, due }: Card,
  { now, lapses }: { readonly now: number; readonly lapses: number },
): RecallCard {
  const [lesson = '', question = ''] = id.split('/');
  return { lesson, question, step, due: due * dayMs, lapses, changed: now };
}
