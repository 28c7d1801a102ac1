/** The recall deck: when a question comes back. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  answered,
  dueOn,
  intervals,
  warmUp,
  withLesson,
  type Deck,
} from '../../src/lessons/index.ts';
import { allLessons } from './told.ts';

const lessons = allLessons();
const [first, second] = lessons;

function deckOf(today: number): Deck {
  if (first === undefined) throw new Error('there are no lessons');
  return withLesson([], first, today);
}

describe('the recall deck', () => {
  test('asks the questions of a finished lesson on the next day', () => {
    const deck = deckOf(100);
    expect(deck).toHaveLength(first?.recall.length ?? 0);
    expect(dueOn(deck, 100)).toEqual([]);
    expect(dueOn(deck, 101)).toHaveLength(deck.length);
  });

  test('asks again after 1, 3, 7, 14 and 30 days, and then no more', () => {
    let deck: Deck = deckOf(0).slice(0, 1);
    const [{ id } = { id: '' }] = deck;
    const days: number[] = [];
    for (let today = 1; today < 400; today++) {
      if (dueOn(deck, today).length === 0) continue;
      days.push(today);
      deck = answered(deck, { id, isRight: true, today });
    }
    expect(days).toEqual([1, 4, 11, 25, 55]);
  });

  test('begins anew after a wrong answer', () => {
    const deck = deckOf(0);
    const [{ id } = { id: '' }] = deck;
    const later = answered(deck, { id, isRight: true, today: 1 });
    const again = answered(later, { id, isRight: false, today: 4 });
    expect(again.find((card) => card.id === id)).toEqual({ id, step: 0, due: 5 });
  });

  test('keeps what it has when a lesson is finished again', () => {
    if (first === undefined || second === undefined) throw new Error('there are no lessons');
    const deck = withLesson(withLesson(deckOf(3), second, 5), first, 90);
    expect(deck.filter(({ due }) => due === 91)).toEqual([]);
    expect(new Set(deck.map(({ id }) => id)).size).toBe(deck.length);
  });

  test('does not take what was recalled at once for what is recalled days later', () => {
    const deck = deckOf(0);
    const [{ id } = { id: '' }] = deck;
    const soon = answered(deck, { id, isRight: true, today: 0 });
    expect(soon.find((card) => card.id === id)).toEqual({ id, step: 0, due: 1 });
    const later = answered(deck, { id, isRight: true, today: 1 });
    const early = answered(later, { id, isRight: true, today: 2 });
    expect(early.find((card) => card.id === id)).toEqual({ id, step: 1, due: 5 });
    const wrong = answered(later, { id, isRight: false, today: 2 });
    expect(wrong.find((card) => card.id === id)).toEqual({ id, step: 0, due: 3 });
  });

  test('never forgets a card and never asks sooner than tomorrow', () => {
    const act = fc.record({ card: fc.nat(9), isRight: fc.boolean(), pause: fc.nat(40) });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
        let deck = lessons.reduce<Deck>((some, lesson) => withLesson(some, lesson, 0), []);
        const ids = deck.map(({ id }) => id);
        let today = 1;
        for (const { card, isRight, pause } of acts) {
          const id = ids[card % ids.length] ?? '';
          deck = answered(deck, { id, isRight, today });
          const now = deck.find((each) => each.id === id);
          expect(now?.step === intervals.length || Number(now?.due) > today).toBe(true);
          today += pause;
        }
        expect(deck.map(({ id }) => id)).toEqual(ids);
      }),
    );
  });
});

describe('the warm-up before a lesson', () => {
  const card = (id: string, due: number, step = 0) => ({ id, due, step });

  test('asks what is due first, then what comes back soonest, and nothing that is learned', () => {
    const deck = [
      card('a/one', 9),
      card('b/one', 4),
      card('b/two', 2, intervals.length),
      card('c/one', 3),
    ];
    expect(warmUp(deck, { lesson: 'd', most: 2 })).toEqual(['c/one', 'b/one']);
    expect(warmUp(deck, { lesson: 'd', most: 9 })).toEqual(['c/one', 'b/one', 'a/one']);
    expect(warmUp(deck, { lesson: 'd', most: 0 })).toEqual([]);
  });

  test('asks nothing of the lesson itself, and nobody who has finished none', () => {
    const deck = [card('a/one', 1), card('a-b/one', 2)];
    expect(warmUp(deck, { lesson: 'a', most: 2 })).toEqual(['a-b/one']);
    expect(warmUp([], { lesson: 'a', most: 2 })).toEqual([]);
  });

  test('keeps the order of the deck among those that come back on the same day', () => {
    const deck = [card('z/one', 5), card('a/one', 5), card('m/one', 5)];
    expect(warmUp(deck, { lesson: 'x', most: 2 })).toEqual(['z/one', 'a/one']);
  });
});
