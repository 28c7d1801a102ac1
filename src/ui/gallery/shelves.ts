/** The gallery as shelves: scenarios by concept, twins on one card, and what a search leaves of them. */
import type { Exhibit } from '../../projections/index.ts';

/** What one card shows: a scenario, or a pair of which one is set wrongly on purpose. */
export interface Card {
  readonly id: string;
  /** What one learns from it. */
  readonly heading: string;
  readonly minutes: number | undefined;
  /** The one that is set wrongly comes first. */
  readonly exhibits: readonly Exhibit[];
}

/** The scenarios of one concept. */
export interface Shelf {
  readonly concept: string;
  readonly intro: string;
  readonly cards: readonly Card[];
}

/** Where a beginner begins. */
export const firstSlug = 'order-fulfilment';

/** The concepts in the order in which they are best met, with what each is about. Others follow by themselves. */
const concepts: readonly (readonly [concept: string, intro: string])[] = [
  [
    'One flow, two styles',
    'The same business flow as choreography and as orchestration, on one clock.',
  ],
  [
    'Done twice, or never',
    'What a crash between two writes does, and what it takes to have an effect once.',
  ],
  ['Consumer groups', 'Who reads which part of a log, and what happens when that changes.'],
  ['Keys and order', 'What stays in order, for whom, and what breaks it.'],
  ['The log and its brokers', 'What a broker promises to keep, and until when.'],
  ['Load and lag', 'What waits when more comes in than goes out.'],
];

/** Puts all scenarios on their shelves. */
export function shelvesOf(exhibits: readonly Exhibit[]): readonly Shelf[] {
  const shelves = new Map<string, Card[]>(concepts.map(([concept]) => [concept, []]));
  for (const exhibit of exhibits) {
    // A pair has its place where the one stands that is set right.
    if (exhibit.isWrong === true) continue;
    const twin = exhibits.find(({ slug }) => slug === exhibit.twin);
    const concept = exhibit.concept ?? twin?.concept ?? 'More scenarios';
    const cards = shelves.get(concept) ?? [];
    shelves.set(concept, cards);
    const card = cardOf(exhibit, twin);
    if (card.id === firstSlug) cards.unshift(card);
    else cards.push(card);
  }
  return [...shelves]
    .filter(([, cards]) => cards.length > 0)
    .map(([concept, cards]) => ({
      concept,
      intro: concepts.find(([known]) => known === concept)?.[1] ?? '',
      cards,
    }));
}

function cardOf(exhibit: Exhibit, twin: Exhibit | undefined): Card {
  return {
    id: exhibit.slug,
    heading: exhibit.teaches ?? twin?.teaches ?? exhibit.title,
    minutes: exhibit.minutes ?? twin?.minutes,
    exhibits: twin === undefined ? [exhibit] : [twin, exhibit],
  };
}

/** What is left when only cards may stay in which every word of the query occurs. */
export function search(shelves: readonly Shelf[], query: string): readonly Shelf[] {
  return shelves
    .map((shelf) => ({
      ...shelf,
      cards: shelf.cards.filter((card) => hasAllWords(textOf(shelf, card), query)),
    }))
    .filter(({ cards }) => cards.length > 0);
}

/** How many cards there are. */
export function cardsOn(shelves: readonly Shelf[]): number {
  return shelves.reduce((sum, { cards }) => sum + cards.length, 0);
}

function textOf({ concept, intro }: Shelf, { heading, exhibits }: Card): string {
  const own = exhibits.flatMap(({ slug, title, summary, runs }) => [
    ...[slug, title, summary],
    ...runs.flatMap(({ broken }) => broken.map(({ text }) => text)),
  ]);
  return [concept, intro, heading, ...own].join(' ');
}

/** Whether every word of a query occurs in a text. */
export function hasAllWords(text: string, query: string): boolean {
  const words = plain(query).split(/\s+/).filter(Boolean);
  const found = plain(text);
  return words.every((word) => found.includes(word));
}

/** Without case, and without the marks that nobody types. */
function plain(text: string): string {
  return text.toLowerCase().replaceAll('’', "'").replaceAll('‑', '-');
}
