/** Files with mistakes and attacks are refused with every problem, its place and a remedy. */
import { describe, expect, test } from 'vitest';
import { problemCodes, setPath } from '../../src/scenario/index.ts';
import { brokenFiles } from './broken-files.ts';
import { expectHelpful, fileText, inShort, namesIn, problemsOf, smallShop } from './files.ts';
import { hostileTexts } from './hostile-texts.ts';

describe('a broken file', () => {
  test.each(Object.entries(brokenFiles))('%s is told all that is wrong with it', (name, told) => {
    const problems = problemsOf(fileText(`tests/scenario/broken/${name}`));
    expect(inShort(problems)).toEqual(told);
    expectHelpful(problems);
  });

  test('never stands in the folder unread', () => {
    expect(namesIn('tests/scenario/broken')).toEqual(Object.keys(brokenFiles).sort());
  });
});

describe('a hostile text', () => {
  test.each(hostileTexts)('of $name is refused quickly', ({ text, told }) => {
    const startedAt = performance.now();
    const problems = problemsOf(text);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(inShort(problems)).toEqual(told);
    expectHelpful(problems);
  });

  test('does not reach the prototype of objects', () => {
    const before = [Object.prototype, Array.prototype].map((each) => Reflect.ownKeys(each));
    problemsOf(fileText('tests/scenario/broken/prototype-pollution.txt'));
    problemsOf('{"__proto__":{"x":1},"services":[{"__proto__":{"x":1}}]}');
    setPath(smallShop, ['__proto__.x=1', 'constructor.prototype.x=1', 'network={"__proto__":1}']);
    expect([Object.prototype, Array.prototype].map((each) => Reflect.ownKeys(each))).toEqual(
      before,
    );
    expect('x' in {} || 'polluted' in {}).toBe(false);
  });
});

describe('the catalogue of problems', () => {
  test('has a test for each code, and a sentence', () => {
    const assignments = setPath(smallShop, ['no assignment', 'services.parcel.inbox=true']);
    const seen = [
      ...Object.values(brokenFiles).flat(),
      ...hostileTexts.flatMap(({ told }) => told),
      ...inShort(assignments.kind === 'problems' ? assignments.problems : []),
    ];
    const codes = new Set(seen.map((each) => each.split(' ')[0]));
    expect([...codes].sort()).toEqual(Object.keys(problemCodes).sort());
    for (const sentence of Object.values(problemCodes)) expect(sentence).toMatch(/^[A-Z].*\.$/);
  });
});
