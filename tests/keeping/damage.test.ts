/** Damaged texts: they are noticed, set aside and never written over, and the last good copy is used. */
import { describe, expect, test } from 'vitest';
import { Seeded } from '../support/seeded.ts';
import { scenario, shop, shopIn, storeOver, textsAfter, versionIn } from './kept.ts';
import { memoryOver } from './trouble.ts';

/** The text with one bit of one of its bytes turned over. */
function flipped(text: string, draws: Seeded): string {
  const bytes = Buffer.from(text);
  const at = draws.whole(0, bytes.length - 1);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << draws.whole(0, 7));
  return bytes.toString();
}

async function setAsideIn(texts: Map<string, string>): Promise<readonly string[]> {
  const list = await storeOver(memoryOver(texts)).quarantine.list();
  return list.kind === 'set-aside' ? list.all.map(({ text }) => text) : [];
}

describe('10,000 flipped bytes', () => {
  test('of one slot lose at most the last save, and the damaged text is kept for good', async () => {
    const good = await textsAfter('{ "title": "first" }', '{ "title": "zweite – ✓" }');
    const draws = new Seeded(1);
    const unexpected: string[] = [];
    for (let turn = 0; turn < 9_500; turn++) {
      const texts = new Map(good);
      const slot = draws.pick([...texts.keys()]);
      const damaged = flipped(texts.get(slot) ?? '', draws);
      texts.set(slot, damaged);
      const store = storeOver(memoryOver(texts));
      const reading = await store.read(shop);
      const expected = slot.endsWith('#0') ? 'first' : 'zweite';
      const isRead = reading.kind === 'document' && reading.value.text.includes(expected);
      const isTold = reading.kind !== 'failed' && reading.problems[0]?.path === slot;
      const saved = await store.save(shop, scenario('third'), slot.endsWith('#0') ? 1 : 2);
      const aside = [...texts].filter(([key]) => key.startsWith('quarantine/'));
      const isKept = aside.length === 1 && aside[0]?.[1] === damaged;
      if (!isRead || !isTold || !isKept || saved.kind !== 'saved') unexpected.push(damaged);
      // What is saved after the damage is read like any other, tried now and then.
      if (turn % 50 === 0) expect(await shopIn(texts)).toBe('third');
    }
    expect(unexpected).toEqual([]);
  });

  test('of both slots leave both texts to be copied out, and a new beginning', async () => {
    const good = await textsAfter('first', 'second');
    const draws = new Seeded(2);
    for (let turn = 0; turn < 500; turn++) {
      const texts = new Map([...good].map(([key, text]) => [key, flipped(text, draws)]));
      const damaged = [...texts.values()];
      const store = storeOver(memoryOver(texts));
      expect(await store.read(shop)).toMatchObject({ kind: 'absent', version: 0 });
      expect(await store.save(shop, scenario('third'), 0)).toMatchObject({ kind: 'saved' });
      expect(await shopIn(texts)).toBe('third');
      expect((await setAsideIn(texts)).toSorted()).toEqual(damaged.toSorted());
    }
  });
});

describe('a damaged text', () => {
  test('is set aside once, however often it is read', async () => {
    const texts = await textsAfter('first', 'second');
    texts.set('scenario/my-shop#0', 'rubbish');
    for (let turn = 0; turn < 3; turn++) expect(await shopIn(texts)).toBe('first');
    expect(await setAsideIn(texts)).toEqual(['rubbish']);
  });

  test('is no other one’s, though a checksum may be the same', async () => {
    const texts = await textsAfter('first', 'second');
    texts.set('scenario/my-shop#0', 'rubbish');
    await shopIn(texts);
    const name = [...texts.keys()].find((key) => key.startsWith('quarantine/')) ?? '';
    texts.set(name, 'another text that came first');
    await shopIn(texts);
    expect(await setAsideIn(texts)).toEqual(['another text that came first', 'rubbish']);
  });

  test('goes when its owner says so', async () => {
    const texts = await textsAfter('first', 'second');
    texts.set('scenario/my-shop#0', 'rubbish');
    await shopIn(texts);
    const store = storeOver(memoryOver(texts));
    await store.save(shop, scenario('third'), await versionIn(store));
    const list = await store.quarantine.list();
    for (const each of list.kind === 'set-aside' ? list.all : [])
      expect(await store.quarantine.discard(each)).toEqual({ kind: 'discarded' });
    expect(await setAsideIn(texts)).toEqual([]);
    expect(await shopIn(texts)).toBe('third');
  });

  test('may be a whole one in the wrong place', async () => {
    const texts = await textsAfter('first', 'second');
    const newest = texts.get('scenario/my-shop#0') ?? '';
    texts.set('scenario/my-shop#1', newest);
    expect(await shopIn(texts)).toBe('second');
    expect(await setAsideIn(texts)).toEqual([newest]);
    const elsewhere = new Map([['scenario/other#0', newest]]);
    expect(await shopIn(elsewhere)).toBe('(absent)');
  });
});
