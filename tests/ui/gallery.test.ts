/** The gallery's shelves: nothing is left out, twins share a card, and a search keeps what has all of its words. */
import { describe, expect, test } from 'vitest';
import type { Exhibit, ExhibitRun } from '../../src/projections/index.ts';
import { cardsOn, search, shelvesOf } from '../../src/ui/gallery/shelves.ts';
import { pictureWords, verdictWords } from '../../src/ui/gallery/words.ts';

const run: ExhibitRun = {
  style: 'choreography',
  lines: [0, 5, 3, 9, 2, 20],
  ends: ['completed', 'stuck', 'completed'],
  faults: [4],
  promises: 2,
  broken: [],
  span: 8_000_000,
};

function exhibit(slug: string, more: Partial<Exhibit> = {}): Exhibit {
  return { slug, title: `Title of ${slug}`, summary: '', runs: [run], ...more };
}

const said = { concept: 'Consumer groups', teaches: 'One learns this.', minutes: 8 };
const broken = [{ text: 'Nothing is lost', at: 2_940_000 }];
const all: readonly Exhibit[] = [
  exhibit('a-lone-one', { concept: 'Load and lag', teaches: 'Load.', minutes: 3 }),
  exhibit('order-fulfilment', { ...said, teaches: 'First.' }),
  exhibit('pair', { ...said, twin: 'pair-naive', isWrong: false }),
  exhibit('pair-naive', {
    ...{ twin: 'pair', isWrong: true, summary: 'A ghost’s tale' },
    runs: [{ ...run, broken }],
  }),
  exhibit('says-nothing'),
];

describe('the shelves', () => {
  const shelves = shelvesOf(all);

  test('hold every scenario once, the concepts in their order and the others after them', () => {
    expect(shelves.map(({ concept }) => concept)).toEqual([
      'Consumer groups',
      'Load and lag',
      'More scenarios',
    ]);
    const slugs = shelves.flatMap(({ cards }) =>
      cards.flatMap(({ exhibits }) => exhibits.map(({ slug }) => slug)),
    );
    expect(slugs.toSorted()).toEqual(all.map(({ slug }) => slug));
  });

  test('put twins on one card, the wrong one first, with the words of the right one', () => {
    const card = shelves[0]?.cards.find(({ id }) => id === 'pair');
    expect(card?.exhibits.map(({ slug }) => slug)).toEqual(['pair-naive', 'pair']);
    expect(card).toMatchObject({ heading: 'One learns this.', minutes: 8 });
  });

  test('begin with where a beginner begins, and call what says nothing by its title', () => {
    expect(shelves[0]?.cards[0]?.id).toBe('order-fulfilment');
    expect(shelves[2]?.cards[0]).toMatchObject({
      heading: 'Title of says-nothing',
      minutes: undefined,
    });
  });

  test('keep in a search the cards that have all of its words, of either twin', () => {
    const ids = (query: string) =>
      search(shelves, query).flatMap(({ cards }) => cards.map(({ id }) => id));
    expect(ids("GHOST's  group")).toEqual(['pair']);
    expect(ids('nothing is lost')).toEqual(['pair']);
    expect(ids('load')).toEqual(['a-lone-one']);
    expect(ids('ghost load')).toEqual([]);
    expect(cardsOn(search(shelves, '  '))).toBe(cardsOn(shelves));
  });
});

describe('a run in words', () => {
  test('says how its orders ended, and when faults struck', () => {
    expect(pictureWords(run)).toBe(
      '3 orders in choreography: 2 completed, 1 never end. Faults strike at one instant.',
    );
    expect(pictureWords({ ...run, faults: [] })).not.toContain('Faults');
  });

  test('says which promise breaks first of all styles, or that all are kept', () => {
    const later = [{ text: 'Order is kept', at: 3_000_000 }];
    const runs = [
      { ...run, broken: later },
      { ...run, broken },
    ];
    expect(verdictWords(exhibit('x', { runs }))).toEqual({
      holds: false,
      text: 'Breaks at 2.9 s: Nothing is lost',
    });
    expect(verdictWords(exhibit('x'))).toEqual({ holds: true, text: 'Keeps all 2 promises' });
  });
});
