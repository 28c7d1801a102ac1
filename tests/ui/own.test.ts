/** Own scenarios in a list: their names, and what renaming, copying and deleting does to them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DocumentStore, MemoryBackend, noChannel, scenarioPlace } from '../../src/keeping/index.ts';
import { readScenario } from '../../src/scenario/index.ts';
import { fileName, freeId, idOf, ownIdOf, ownSlug } from '../../src/ui/own/names.ts';
import { OwnScenarios } from '../../src/ui/own/own-scenarios.ts';
import { retitled } from '../../src/ui/own/retitle.ts';
import { orderFulfilment } from './in-process.ts';

const own = { name: 'Order fulfilment', text: orderFulfilment, changed: 5 };

/** A browser in which one scenario is kept. */
async function withOne() {
  const backend = new MemoryBackend();
  const store = new DocumentStore(backend, noChannel);
  await store.save(scenarioPlace('shop'), own, 0);
  const all = new OwnScenarios({ store, notepad: undefined, problems: [] });
  const listed = (await all.list()).all[0];
  if (listed === undefined) throw new Error('nothing is kept');
  return { backend, store, all, listed };
}

const names = async (all: OwnScenarios) =>
  (await all.list()).all.map((each) => `${each.id}: ${each.own.name}`);

describe('the name of an own scenario', () => {
  it('leads to an id that addresses and stores can hold', () => {
    expect(idOf('  My “Shop” № 2, à la carte ')).toBe('my-shop-2-la-carte');
    expect(idOf('42 days')).toBe('days');
    expect(idOf('заказ')).toBe('scenario');
    expect(fileName('../../etc/passwd')).toBe('etc-passwd.json');
    fc.assert(
      fc.property(
        fc.string(),
        fc.array(fc.constantFrom('a', 'scenario', 'b-2')),
        (title, taken) => {
          const id = freeId(title, taken);
          expect(ownIdOf(ownSlug(id))).toBe(id);
          expect(taken).not.toContain(id);
        },
      ),
    );
  });

  it('is never read from the address of something else', () => {
    for (const slug of ['own-file', 'own/', 'own/../x', 'own/A', 'order-fulfilment', 'x/own/a'])
      expect(ownIdOf(slug)).toBeUndefined();
  });

  it('is changed in the text, and nothing else of it', () => {
    const text = retitled(orderFulfilment, 'A "new" \\ title');
    const read = readScenario(text);
    expect(read.kind === 'scenario' && read.scenario.title).toBe('A "new" \\ title');
    expect(retitled(text, 'Order fulfilment')).toBe(orderFulfilment);
    for (const strange of ['', '[]', '{"x": {"title": "a"}}', '{"title": 3}', '{"title"'])
      expect(retitled(strange, 'b')).toBe(strange);
  });
});

describe('the list of own scenarios', () => {
  it('renames a scenario with its text', async () => {
    const { all, listed } = await withOne();
    expect(await all.rename(listed, 'My shop', 9)).toEqual([]);
    expect(await names(all)).toEqual(['shop: My shop']);
    expect((await all.read('shop'))?.text).toContain('"title": "My shop"');
  });

  it('keeps a copy under a name of its own', async () => {
    const { all, listed } = await withOne();
    await all.duplicate(listed, 8);
    await all.duplicate(listed, 9);
    expect(await names(all)).toEqual([
      'order-fulfilment-copy-2: Order fulfilment (copy)',
      'order-fulfilment-copy: Order fulfilment (copy)',
      'shop: Order fulfilment',
    ]);
  });

  it('brings back what was deleted', async () => {
    const { all, listed } = await withOne();
    expect(await all.remove(listed)).toEqual([]);
    expect(await names(all)).toEqual([]);
    expect(await all.restore(listed)).toEqual([]);
    expect(await all.read('shop')).toEqual(own);
  });

  it('leaves alone what another tab has changed since it was listed', async () => {
    const { all, listed, store } = await withOne();
    await store.save(scenarioPlace('shop'), { ...own, name: 'Theirs', changed: 6 }, 1);
    for (const outcome of [await all.remove(listed), await all.rename(listed, 'Mine', 7)])
      expect(outcome).toMatchObject([{ code: 'changed-meanwhile' }]);
    expect(await names(all)).toEqual(['shop: Theirs']);
  });

  it('shows damaged copies that were set aside, until they are forgotten', async () => {
    const { all, backend, store } = await withOne();
    await store.save(scenarioPlace('shop'), { ...own, changed: 6 }, 1);
    const text = await backend.get('scenario/shop#0');
    await backend.set('scenario/shop#0', 'x', [{ key: 'scenario/shop#0', text }]);
    const { setAside, all: listed } = await all.list();
    expect(listed).toMatchObject([{ id: 'shop', own: { changed: 5 } }]);
    expect(setAside.map((copy) => copy.text)).toEqual(['x']);
    for (const copy of setAside) expect(await all.discard(copy)).toEqual([]);
  });
});
