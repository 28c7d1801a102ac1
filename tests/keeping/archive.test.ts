/** Archives: all that is kept, to take along; what comes back joins what is here and replaces nothing. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  exportAll,
  importAll,
  keepingLimits,
  places,
  scenarioPlace,
  type DocumentStore,
} from '../../src/keeping/index.ts';
import { seal } from '../../src/keeping/store/record.ts';
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
import { lesson, lessons, scenario, shop, shopIn, storeOver, textsAfter } from './kept.ts';
import { memoryOver, quotaError, TroubledBackend } from './trouble.ts';

const fresh = (): DocumentStore => storeOver(memoryOver(new Map()));

async function archiveOf(store: DocumentStore): Promise<string> {
  const exported = await exportAll(store);
  if (exported.kind === 'failed') throw new Error(exported.problem.code);
  expect(exported.problems).toEqual([]);
  return exported.text;
}

const few = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 4 });
const everything = fc.record({
  scenarios: few(anyScenario),
  recent: few(anyRecent),
  lessons: few(anyLesson),
  deck: few(anyCard),
  interviews: few(anyInterview),
  rounds: few(anyOpenRound),
  drills: few(anyDrill),
  settings: few(anySetting),
});

const anyStore = everything.map(async (all) => {
  const store = fresh();
  for (const [at, each] of all.scenarios.entries())
    await store.save(scenarioPlace(`s${at}`), each, 0);
  await store.save(places.recent, places.recent.kind.merge(all.recent, []), 0);
  await store.save(places.lessons, places.lessons.kind.merge(all.lessons, []), 0);
  await store.save(places.deck, places.deck.kind.merge(all.deck, []), 0);
  await store.save(places.interviews, places.interviews.kind.merge(all.interviews, []), 0);
  await store.save(places.rounds, places.rounds.kind.merge(all.rounds, []), 0);
  await store.save(places.drills, places.drills.kind.merge(all.drills, []), 0);
  await store.save(places.settings, places.settings.kind.merge(all.settings, []), 0);
  return store;
});

describe('an archive', () => {
  test('taken in by an empty store is exported again byte for byte', async () => {
    const property = fc.asyncProperty(anyStore, async (filling) => {
      const archive = await archiveOf(await filling);
      const other = fresh();
      expect(await importAll(other, archive)).toMatchObject({ problems: [], copied: [] });
      expect(await archiveOf(other)).toBe(archive);
    });
    await fc.assert(property, { numRuns: 20 });
  });

  test('taken in twice changes nothing the second time', async () => {
    const property = fc.asyncProperty(anyStore, anyStore, async (one, other) => {
      const [store, archive] = [await one, await archiveOf(await other)];
      await importAll(store, archive);
      const after = await archiveOf(store);
      expect(await importAll(store, archive)).toMatchObject({ added: [], merged: [], copied: [] });
      expect(await archiveOf(store)).toBe(after);
    });
    await fc.assert(property, { numRuns: 20 });
  });

  test('joins what is here: of each entry the newest stands, and no text is replaced', async () => {
    const [here, there] = [fresh(), fresh()];
    await here.save(lessons, [lesson('one', 5, 20), lesson('two', 1, 10)], 0);
    await there.save(lessons, [lesson('two', 3, 30), lesson('one', 2, 10)], 0);
    await here.save(shop, scenario('mine', 10), 0);
    await there.save(shop, scenario('theirs', 20), 0);
    await there.save(scenarioPlace('other'), scenario('other'), 0);
    const archive = await archiveOf(there);
    expect(await importAll(here, archive)).toEqual({
      kind: 'imported',
      added: ['scenario/other'],
      merged: ['lessons'],
      unchanged: [],
      copied: ['scenario/my-shop-2'],
      problems: [],
    });
    const steps = await here.read(lessons);
    expect(steps).toMatchObject({ value: [{ step: 3 }, { step: 5 }] });
    expect(await here.read(shop)).toMatchObject({ value: { text: 'mine' } });
    const copy = await here.read(scenarioPlace('my-shop-2'));
    expect(copy).toMatchObject({ value: { text: 'theirs' } });
    expect(await importAll(here, archive)).toMatchObject({ unchanged: { length: 3 }, copied: [] });
  });

  test('takes along what a newer Baton wrote, and does not open it', async () => {
    const key = 'scores#1';
    const body = '{\n  "notes": [\n    1\n  ]\n}\n';
    const texts = new Map([[key, seal(key, { version: 1, schema: 9, body })]]);
    const archive = await archiveOf(storeOver(memoryOver(texts)));
    expect(JSON.parse(archive)).toMatchObject({
      documents: [{ key: 'scores', schema: 9, content: { notes: [1] } }],
    });
    const answer = await importAll(fresh(), archive);
    expect(answer).toMatchObject({ problems: [{ code: 'newer-schema', path: 'scores' }] });
  });

  test('is made of what can still be read, and tells of the rest', async () => {
    const texts = await textsAfter('first', 'second');
    texts.set('scenario/my-shop#0', 'rubbish');
    texts.set('lessons#1', 'rubbish');
    const exported = await exportAll(storeOver(memoryOver(texts)));
    expect(exported).toMatchObject({ problems: [{ path: 'lessons#1' }, { path: /#0/ }] });
    expect(exported).toMatchObject({ text: expect.stringContaining('"first"') });
  });
});

describe('an archive that is wrong', () => {
  const document = (key: string, content: unknown, schema = 1) => ({ key, schema, content });
  const archiveWith = (...documents: unknown[]) =>
    JSON.stringify({ archive: 'baton', version: 1, documents });

  test.each([
    ['', 'not-json'],
    ['[]', 'wrong-type'],
    ['{"archive":"baton","version":2,"documents":[]}', 'wrong-version'],
    ['{"archive":"other","version":1,"documents":[]}', 'not-one-of'],
    ['{"__proto__":{}}', 'forbidden-key'],
    ['['.repeat(100), 'too-deep'],
    [`[${'0,'.repeat(keepingLimits.values)}0]`, 'too-many-values'],
    [' '.repeat(keepingLimits.archiveLength + 1), 'archive-too-large'],
    [archiveWith(...Array(1_001).fill(document('deck', []))), 'too-many'],
    [archiveWith({ ...document('deck', []), extra: 1 }), 'unknown-field'],
  ])('is refused as a whole: %.40s', async (text, code) => {
    const answer = await importAll(fresh(), text);
    expect(answer).toMatchObject({ kind: 'problems' });
    expect(answer.problems.map((each) => each.code)).toContain(code);
  });

  test('in one document is taken in apart from that one', async () => {
    const store = fresh();
    const good = { name: 'Good', text: '{}', changed: 1 };
    const archive = archiveWith(
      document('scenario/bad', { ...good, name: '' }),
      document('scenario/good', good),
      document('deck', [{ lesson: 'x' }]),
      document('settings', [{ kind: 'theme', value: 'url(x)', changed: 1 }]),
    );
    const answer = await importAll(store, archive);
    expect(answer).toMatchObject({ added: ['scenario/good'] });
    const paths = answer.problems.map(({ path }) => path);
    expect(paths).toContain('documents[0].content.name');
    expect(paths).toContain('documents[3].content[0].value');
  });

  test('of any letters is answered', async () => {
    const good = await archiveOf(storeOver(memoryOver(await textsAfter('first'))));
    const cut = fc.tuple(fc.nat(good.length), fc.nat(3), fc.string({ maxLength: 3 }));
    const property = fc.asyncProperty(cut, async ([at, lost, inserted]) => {
      const before = Reflect.ownKeys(Object.prototype).length;
      await importAll(fresh(), good.slice(0, at) + inserted + good.slice(at + lost));
      expect(Reflect.ownKeys(Object.prototype)).toHaveLength(before);
    });
    await fc.assert(property, { numRuns: 150 });
  });

  test('holds no more own scenarios than can be kept', async () => {
    const content = { name: 'One of many', text: '{}', changed: 1 };
    const many = Array.from({ length: keepingLimits.scenarios + 1 }, (_, at) =>
      document(`scenario/s${at}`, content),
    );
    const answer = await importAll(fresh(), archiveWith(...many));
    expect(answer).toMatchObject({
      added: { length: keepingLimits.scenarios },
      problems: [{ code: 'too-many-scenarios' }],
    });
  });
});

test('an import into a store that becomes full loses nothing, and can be finished later', async () => {
  const there = fresh();
  await there.save(shop, scenario('theirs'), 0);
  await there.save(lessons, [lesson('two', 3, 30)], 0);
  const archive = await archiveOf(there);
  const texts = await textsAfter('mine');
  for (let at = 1; at < 30; at++) {
    const backend = new TroubledBackend(texts, { at, mishap: 'not done', error: quotaError });
    const store = storeOver(backend);
    const answer = await importAll(store, archive);
    if (answer.problems.length > 0) expect(answer.problems[0]?.code).toBe('storage-full');
    expect(await shopIn(backend.texts)).toBe('mine');
    await importAll(store, archive);
    const kept = await exportAll(storeOver(memoryOver(backend.texts)));
    expect(kept).toMatchObject({ text: expect.stringContaining('"theirs"') });
    expect(kept).toMatchObject({ text: expect.stringContaining('"two"') });
  }
});
