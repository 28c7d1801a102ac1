/** Two tabs: whatever the order of their calls, no edit of either is lost and none is written over unseen. */
import { describe, expect, test } from 'vitest';
import {
  DocumentStore,
  KeptDocument,
  scenarioOf,
  scenarioPlace,
  type LessonProgress,
  type Place,
} from '../../src/keeping/index.ts';
import { Seeded } from '../support/seeded.ts';
import { lesson, lessons, scenario, shop, storeOver } from './kept.ts';
import { channelsOf, HeldTimers, memoryOver, settled, SteeredBackend } from './trouble.ts';

/** Lets the waiting calls happen in an order of the seed's choice until the work is over. */
async function steer(steered: SteeredBackend, draws: Seeded, work: Promise<unknown>) {
  let isOver = false;
  const ending = work.then(() => (isOver = true));
  while (!isOver) {
    await settled();
    const { waiting } = steered;
    if (waiting.length > 0) waiting.splice(draws.whole(0, waiting.length - 1), 1)[0]?.();
  }
  await ending;
}

/** The documents of two tabs at one place of one store. */
async function twoTabs<T>(given: { place: Place<T>; initial: T; draws: Seeded; hear: boolean }) {
  const steered = new SteeredBackend();
  const channels = channelsOf(2);
  const owner = { timers: new HeldTimers(), changed: () => undefined };
  const deaf = { tell: () => undefined, hear: () => () => undefined };
  const opening = channels.map((channel) =>
    KeptDocument.open(
      {
        store: new DocumentStore(steered.backend, given.hear ? channel : deaf),
        place: given.place,
        owner,
      },
      given.initial,
    ),
  );
  const tabs = Promise.all(opening);
  await steer(steered, given.draws, tabs);
  return { steered, tabs: await tabs };
}

const rounds = 3;

describe('two tabs in any order', () => {
  test.each([
    [true, 120],
    [false, 250],
  ])('lose no entry of a list; they hear of each other: %s', async (hear, seeds) => {
    for (let seed = 0; seed < seeds; seed++) {
      const draws = new Seeded(seed);
      const initial: readonly LessonProgress[] = [];
      const { steered, tabs } = await twoTabs({ place: lessons, initial, draws, hear });
      const work = tabs.map(async (tab, index) => {
        for (let round = 0; round < rounds; round++) {
          const entry = lesson(`tab-${index}-${round}`, round, seed + 1);
          tab.edit(lessons.kind.put(tab.value, entry));
          await tab.flush();
        }
      });
      await steer(steered, draws, Promise.all(work));
      const reading = await storeOver(memoryOver(steered.texts)).read(lessons);
      const kept = reading.kind === 'document' ? reading.value.map((each) => each.lesson) : [];
      expect(kept.toSorted(), `seed ${seed}`).toEqual([
        'tab-0-0',
        'tab-0-1',
        'tab-0-2',
        'tab-1-0',
        'tab-1-1',
        'tab-1-2',
      ]);
    }
  });

  test('keep the last text of each, in its place or as a copy', async () => {
    for (let seed = 0; seed < 200; seed++) {
      const draws = new Seeded(seed);
      const initial = scenario('');
      const { steered, tabs } = await twoTabs({ place: shop, initial, draws, hear: true });
      const typed = tabs.map(async (tab, index) => {
        for (let round = 0; round < rounds; round++) {
          tab.edit(scenario(`${tab.value.text}${index}`, round));
          await tab.flush();
        }
      });
      await steer(steered, draws, Promise.all(typed));
      const store = storeOver(memoryOver(steered.texts));
      const listed = await store.list();
      const kept = new Map<string, string>();
      for (const key of listed.kind === 'keys' ? listed.keys : []) {
        const reading = await store.read(scenarioPlace(scenarioOf(key) ?? ''));
        if (reading.kind === 'document') kept.set(key, reading.value.text);
      }
      for (const tab of tabs) {
        expect(tab.keeping).toEqual({ kind: 'saved' });
        expect([...kept.values()].join(' '), `seed ${seed}`).toContain(tab.value.text);
        expect(kept.has(tab.key)).toBe(true);
      }
      // Every letter that was typed is in some text that is kept: none was written over unseen.
      const letters = [...kept.values()].join('');
      for (const index of [0, 1])
        expect(letters.split(String(index)).length - 1, `seed ${seed}`).toBeGreaterThanOrEqual(
          rounds,
        );
    }
  });
});

describe('a save', () => {
  test('over a version that is gone is refused, and shows what stands there', async () => {
    const texts = new Map<string, string>();
    const [one, other] = [storeOver(memoryOver(texts)), storeOver(memoryOver(texts))];
    await one.save(shop, scenario('first'), 0);
    await other.save(shop, scenario('theirs'), 1);
    const answer = await one.save(shop, scenario('mine'), 1);
    expect(answer).toMatchObject({
      kind: 'conflict',
      reading: { kind: 'document', version: 2, value: { text: 'theirs' } },
    });
    expect(await one.save(shop, scenario('theirs'), 1)).toEqual({ kind: 'saved', version: 2 });
  });

  test('over what another tab removed is refused', async () => {
    const texts = new Map<string, string>();
    const [one, other] = [storeOver(memoryOver(texts)), storeOver(memoryOver(texts))];
    await one.save(shop, scenario('first'), 0);
    expect(await other.remove(shop, 1)).toEqual({ kind: 'removed' });
    const answer = await one.save(shop, scenario('mine'), 1);
    expect(answer).toMatchObject({ kind: 'conflict', reading: { kind: 'absent', version: 0 } });
    expect(await one.remove(shop, 1)).toMatchObject({ kind: 'conflict' });
  });
});
