/** Documents: what is saved is read again, and two become one the same way, whoever merges them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  keepingLimits,
  places,
  scenarioOf,
  scenarioPlace,
  type Dated,
  type Place,
} from '../../src/keeping/index.ts';
import type { DatedKind } from '../../src/keeping/documents/dated-list.ts';
import { readContent, type DocumentKind } from '../../src/keeping/documents/document-kind.ts';
import { object, required, whole } from '../../src/scenario/index.ts';
import {
  anyCard,
  anyDrill,
  anyInterview,
  anyLesson,
  anyOpenRound,
  anyRecent,
  anyScenario,
  anySetting,
} from './arbitrary-documents.ts';
import { lesson, scenario, shop, storeOver } from './kept.ts';
import { memoryOver } from './trouble.ts';

async function expectKept<T>(place: Place<T>, value: T): Promise<void> {
  const texts = new Map<string, string>();
  expect((await storeOver(memoryOver(texts)).save(place, value, 0)).kind).toBe('saved');
  const reading = await storeOver(memoryOver(texts)).read(place);
  expect(reading).toEqual({ kind: 'document', version: 1, value, problems: [] });
}

/** What every kind of list owes: the answer does not depend on who asks, in which order, or how often. */
async function expectList<T extends Dated>(
  place: { readonly key: string; readonly kind: DatedKind<T> },
  entry: fc.Arbitrary<T>,
): Promise<void> {
  const { merge, put } = place.kind;
  const entries = fc.array(entry, { maxLength: 5 });
  const property = fc.asyncProperty(entries, entries, entries, async (one, other, third) => {
    const both = merge(one, other);
    expect(merge(other, one)).toEqual(both);
    expect(merge(both, both)).toEqual(both);
    expect(merge(merge(one, other), third)).toEqual(merge(one, merge(other, third)));
    for (const each of [...one, ...other])
      expect(both.some((kept) => kept.changed >= each.changed)).toBe(true);
    const [latest] = third;
    // However the clock stands, what was put last stands.
    if (latest !== undefined) {
      const timeless = (each: T) => JSON.stringify({ ...each, changed: 0 });
      expect(put(both, latest).map(timeless)).toContain(timeless(latest));
      expect(merge(both, put(both, latest))).toEqual(put(both, latest));
    }
    await expectKept<readonly T[]>(place, both);
  });
  await fc.assert(property, { numRuns: 40 });
}

describe('lists', () => {
  test('of what was opened last are merged alike by everyone', () =>
    expectList(places.recent, anyRecent));
  test('of lessons are merged alike by everyone', () => expectList(places.lessons, anyLesson));
  test('of recall cards are merged alike by everyone', () => expectList(places.deck, anyCard));
  test('of interviews are merged alike by everyone', () =>
    expectList(places.interviews, anyInterview));
  test('of rounds under way are merged alike by everyone', () =>
    expectList(places.rounds, anyOpenRound));
  test('of drills are merged alike by everyone', () => expectList(places.drills, anyDrill));
  test('of settings are merged alike by everyone', () => expectList(places.settings, anySetting));

  test('of what was opened last forget the oldest, and those of lessons do not', () => {
    const many = Array.from({ length: 300 }, (_, at) => at);
    const opened = many.map((at) => ({ kind: 'own' as const, id: `s${at}`, changed: at }));
    const kept = places.recent.kind.merge(opened, []);
    expect(kept.map((each) => each.changed)).toEqual(many.slice(-keepingLimits.recent).reverse());
    const lessons = many.map((at) => lesson(`l${at}`, 0, at));
    expect(places.lessons.kind.merge(lessons, [])).toHaveLength(300);
  });

  test('of rounds and drills go on taking new ones when they are full', () => {
    const [one] = fc.sample(anyInterview, { numRuns: 1, seed: 1 });
    if (one === undefined) throw new Error('nothing was drawn');
    const many = Array.from({ length: keepingLimits.interviews + 9 }, (_, at) => ({
      ...one,
      round: { ...one.round, number: at },
      changed: at,
    }));
    const { put, merge } = places.interviews.kind;
    const newest = { ...one, round: { ...one.round, number: 9_999 }, changed: 9_999 };
    const full = put(merge(many, []), newest);
    expect(full).toHaveLength(keepingLimits.interviews);
    expect(full[0]).toEqual(newest);
    expect(full.at(-1)?.changed).toBe(10);
  });
});

describe('own scenarios', () => {
  test('are read again to the letter', async () => {
    await fc.assert(
      fc.asyncProperty(anyScenario, (value) => expectKept(shop, value)),
      { numRuns: 60 },
    );
  });

  test('become one when their texts are the same, and else stay two', () => {
    const { merge } = shop.kind;
    fc.assert(
      fc.property(anyScenario, anyScenario, (one, other) => {
        expect(merge(one, other)).toEqual(merge(other, one));
        expect(merge(one, one)).toEqual(one);
        expect(merge(one, other) === undefined).toBe(one.text !== other.text);
      }),
    );
  });

  test('have a place each, and so have their copies', () => {
    expect(scenarioOf(scenarioPlace('my-shop').key)).toBe('my-shop');
    expect(['settings', 'scenario/', 'scenario/A', 'scenario/a#0'].map(scenarioOf)).toEqual(
      Array(4).fill(undefined),
    );
    const long = scenarioPlace('a'.repeat(40));
    const copies = [...(long.copies?.() ?? [])].map(({ key }) => scenarioOf(key));
    expect(new Set(copies).size).toBe(copies.length);
    expect(copies).not.toContain(undefined);
  });

  test('larger than the limit are refused', async () => {
    const text = 'x'.repeat(keepingLimits.scenarioLength + 1);
    const answer = await storeOver(memoryOver(new Map())).save(shop, scenario(text), 0);
    expect(answer).toMatchObject({ kind: 'refused', problems: [{ code: 'text-too-long' }] });
  });
});

describe('content of an older version', () => {
  interface Sized {
    readonly millimetres: number;
  }
  const kind: DocumentKind<Sized> = {
    schema: 3,
    shape: object<Sized>(
      { title: 'Sized', sentence: 'Something with a size.' },
      { millimetres: required(whole({ min: 0, max: 10_000 }), 'Its size.') },
    ),
    upgrades: [
      (json) => new Map([['centimetres', json]]),
      (json) => {
        if (!(json instanceof Map)) throw new Error('no size');
        return new Map([['millimetres', Number(json.get('centimetres')) * 10]]);
      },
    ],
    merge: () => undefined,
  };
  const read = (schema: number, content: Parameters<typeof readContent>[1]['content']) =>
    readContent(kind, { schema, content, path: '' });

  test('is read as it is meant now', () => {
    const value = { kind: 'value', value: { millimetres: 120 } };
    expect(read(1, 12)).toEqual(value);
    expect(read(2, new Map([['centimetres', 12]]))).toEqual(value);
    expect(read(3, new Map([['millimetres', 120]]))).toEqual(value);
  });

  test('that is wrong is told, and a newer one is not touched', () => {
    expect(read(2, 12)).toMatchObject({ kind: 'problems', problems: [{ code: 'damaged' }] });
    expect(read(3, 12)).toMatchObject({ kind: 'problems', problems: [{ code: 'wrong-type' }] });
    expect(read(4, 12)).toEqual({ kind: 'newer' });
  });
});
