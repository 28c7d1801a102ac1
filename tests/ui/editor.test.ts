/** The editor without its page: where problems stand in a text, and what becomes of the run when the text changes. */
import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  browserTimers,
  DocumentStore,
  MemoryBackend,
  noChannel,
  scenarioPlace,
} from '../../src/keeping/index.ts';
import { formatJson, parseJson, ProblemList, setPath } from '../../src/scenario/index.ts';
import { check } from '../../src/ui/editor/check.ts';
import { placeOf } from '../../src/ui/editor/places.ts';
import { Session } from '../../src/ui/editor/session.svelte.ts';
import type { Home } from '../../src/ui/own/own-work.svelte.ts';
import { openLab, orderFulfilment } from './in-process.ts';

/** A home without a browser: a store that lasts as long as the test. */
function memory(): Home {
  const store = new DocumentStore(new MemoryBackend(), noChannel);
  return {
    timers: browserTimers,
    open: async () => ({ store, notepad: undefined, problems: [] }),
    leaving: () => () => undefined,
    hold: async () => true,
  };
}

const marked = (text: string, path: string, code = 'wrong-type') => {
  const { from, to } = placeOf({ code, path, message: '', fix: '' }, text);
  return text.slice(from, to);
};

/** What is marked for each problem of a text, and its line. */
function told(text: string): readonly (readonly [string, number, string])[] {
  const checked = check(text);
  return checked.kind === 'scenario'
    ? []
    : checked.problems.map(({ code, line, from, to }) => [code, line, text.slice(from, to)]);
}

describe('the place of a problem', () => {
  const text = '{\n  "a": { "b.c": [1, {"d": "x"}] },\n  "a": 9,\n  "__proto__": [],\n  "e": []\n}';

  it('is the value that the path leads to', () => {
    expect(marked(text, 'a["b.c"][0]')).toBe('1');
    expect(marked(text, 'a["b.c"][1].d')).toBe('"x"');
  });

  it('is the name of an object or a list, or its bracket when it has none', () => {
    expect(marked(text, 'a["b.c"]')).toBe('"b.c"');
    expect(marked(text, 'a["b.c"][1]')).toBe('{');
    expect(marked(text, '')).toBe('{');
  });

  it('is the name of a field that is not known', () => {
    expect(marked(text, 'a["b.c"][1].d', 'unknown-field')).toBe('"d"');
  });

  it('is where the missing should stand', () => {
    expect(marked(text, 'a["b.c"][1].missing')).toBe('{');
    expect(marked(text, 'e[3].missing.too')).toBe('"e"');
    expect(marked(text, 'nowhere')).toBe('{');
  });

  it('is found for every path of any JSON', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.string(), (json, path) => {
        const { from, to } = placeOf({ code: 'x', path, message: '', fix: '' }, json);
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeGreaterThan(from);
        expect(to).toBeLessThanOrEqual(json.length);
      }),
    );
  });
});

describe('a checked text', () => {
  it('shows where it stops being JSON', () => {
    expect(told('{\n  "a": 1,\n}')).toEqual([['trailing-comma', 2, ',']]);
    expect(told('{ "a": 1 } x')).toEqual([['not-json', 1, 'x']]);
    expect(told('{ "a": "b')).toEqual([['not-json', 1, 'b']]);
    expect(told('{ // no\n}')).toEqual([['comment', 1, '/']]);
    expect(told('{ "a": 1, "a": 2 }')).toContainEqual(['duplicate-key', 1, '"a"']);
    expect(told('')).toEqual([['empty-file', 1, '']]);
  });

  it('shows each mistake of a scenario on its line', () => {
    const wrong = orderFulfilment
      .replace('"orders": 50', '"orders": -5')
      .replace('"service": "shipping"', '"service": "shiping"');
    expect(told(orderFulfilment)).toEqual([]);
    expect(told(wrong.replace('"service": "shiping"', '"service": "shipping"'))).toEqual([
      ['out-of-range', 88, '-5'],
    ]);
    expect(told(wrong.replace('-5', '50'))).toEqual([['unknown-service', 66, '"shiping"']]);
  });

  it('marks something for every broken file, and never throws', () => {
    const folder = new URL('../scenario/broken/', import.meta.url);
    for (const name of readdirSync(folder)) {
      const text = readFileSync(new URL(name, folder), 'utf8');
      const checked = check(text);
      expect(checked.kind).toBe('problems');
      if (checked.kind !== 'problems') continue;
      for (const { from, to, line } of checked.problems) {
        expect(text.trim() === '' || to > from, name).toBe(true);
        expect(line).toBeLessThanOrEqual(text.split('\n').length);
      }
    }
  });
});

describe('work on a text', () => {
  /** The text with something assigned, as an editor would have it. */
  const changed = (...assignments: string[]) => {
    const set = setPath(orderFulfilment, assignments);
    return set.kind === 'text' ? set.text : '';
  };

  it('runs a changed text at the same moment with the same seed and deeds', async () => {
    const { lab } = await openLab();
    await lab.reseed(99);
    await lab.player.seek(2_000_000);
    await lab.flip('shipping', 'inbox', false);
    const session = new Session(lab, memory());
    session.edit(changed('title="Mine"', 'workload.orders=20'));
    session.settle();
    await session.apply();
    expect(lab.run.scenario).toMatchObject({ title: 'Mine', workload: { orders: 20 } });
    expect(lab.run.seed).toBe(99);
    expect(lab.player.cursor).toBe(2_000_000);
    expect(lab.run.actions).toMatchObject([{ kind: 'switch', service: 'shipping', on: false }]);
    expect(session.standing).toBe('Applied.');
    expect(session.isOver).toBe(false);
  });

  it('takes the seed of the text when that was changed', async () => {
    const { lab } = await openLab();
    const session = new Session(lab, memory());
    session.edit(changed('seed=5'));
    session.settle();
    await session.apply();
    expect(lab.run.seed).toBe(5);
  });

  it('keeps the last good run while there are problems', async () => {
    const { lab } = await openLab();
    const { worlds } = lab.run;
    const session = new Session(lab, memory());
    session.edit(changed('workload.orders=-5'));
    session.settle();
    await session.apply();
    expect(session.problems).toHaveLength(1);
    expect(session.standing).toBe('1 problem. The run stays as it was.');
    expect(lab.run.worlds).toBe(worlds);
    expect(lab.run.problems).toEqual([]);
    expect(session.isOver).toBe(false);
  });

  it('drops what was done to a service that is gone, and says so', async () => {
    const { lab } = await openLab();
    await lab.flip('notification', 'inbox', false);
    const session = new Session(lab, memory());
    session.edit(orderFulfilment.replaceAll('"notification"', '"messages"'));
    session.settle();
    await session.apply();
    expect(session.problems).toEqual([]);
    expect(lab.run.actions).toEqual([]);
    expect(session.standing).toBe(
      'Applied. 1 thing that you did to the run does not fit any more.',
    );
  });

  it('waits for its reader when nothing is to be applied by itself', async () => {
    vi.useFakeTimers();
    const { lab } = await openLab();
    const session = new Session(lab, memory());
    session.setLive(false);
    session.edit(changed('workload.orders=20'));
    await vi.advanceTimersByTimeAsync(2_000);
    vi.useRealTimers();
    expect(session.standing).toBe('Not applied yet.');
    expect(lab.run.scenario?.workload.orders).toBe(50);
    await session.apply();
    expect(lab.run.scenario?.workload.orders).toBe(20);
  });

  it('is kept from the first change on, under the name of its title', async () => {
    const { lab } = await openLab();
    const home = memory();
    const session = new Session(lab, home);
    session.edit(changed('title="My shop"'));
    session.settle();
    await session.apply();
    await vi.waitFor(() => expect(session.own?.isSaved).toBe(true));
    expect(lab.address).toMatch(/^#s=own\/order-fulfilment&/);
    const { store } = await home.open();
    expect(await store.read(scenarioPlace('order-fulfilment'))).toMatchObject({
      value: { name: 'My shop', text: session.text, origin: 'order-fulfilment' },
    });
    // Opened again, it goes on with what is kept.
    const again = new Session(lab, home);
    await vi.waitFor(() => expect(again.own?.isSaved).toBe(true));
    again.edit(changed('title="My shop"', 'workload.orders=20'));
    await vi.waitFor(() => expect(again.own?.isSaved).toBe(true));
    expect(await store.list()).toEqual({
      kind: 'keys',
      keys: ['scenario/order-fulfilment'],
    });
  });

  it('notices that the lab has opened something else', async () => {
    const { lab } = await openLab();
    const session = new Session(lab, memory());
    await lab.openScenario('spike-and-lag');
    expect(session.isOver).toBe(true);
  });

  it('reads a text that was formatted as the same scenario', () => {
    const json = parseJson(orderFulfilment, new ProblemList());
    expect(json === undefined ? [] : told(formatJson(json))).toEqual([]);
    expect(json && formatJson(json)).not.toBe(orderFulfilment);
  });
});
