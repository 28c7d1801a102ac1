/** Whatever the text, reading answers with a scenario or with helpful problems, and never throws. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readFaults, readScenario, setPath } from '../../src/scenario/index.ts';
import { expectHelpful, fileText, scenarioOf, smallShop } from './files.ts';
import { damaged } from './mutations.ts';

const example = fileText('scenarios/order-fulfilment/scenario.json');
const shop = scenarioOf(smallShop);
const prototypeKeys = () =>
  [Object.prototype, Array.prototype].map((each) => Reflect.ownKeys(each));

/** Reads a text in every way and holds the answer to what it owes its reader. */
function expectAnswer(text: string): void {
  const before = prototypeKeys();
  const answers = [readScenario(text), readFaults(text, shop), setPath(text, ['seed=1'])];
  for (const answer of answers) {
    if (answer.kind !== 'problems') continue;
    expect(answer.problems.length).toBeGreaterThan(0);
    expectHelpful(answer.problems);
  }
  expect(prototypeKeys()).toEqual(before);
}

describe('any text', () => {
  test('of any characters is answered', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), expectAnswer));
  });

  test('of JSON-like characters is answered', () => {
    const unit = fc.constantFrom(...'{}[]",:\\u0eE+-.1 \n/*#truefalsn\ud800\ufeff\u0000');
    fc.assert(fc.property(fc.string({ unit, maxLength: 60 }), expectAnswer), { numRuns: 1_000 });
  });

  test('of any JSON value is answered', () => {
    fc.assert(fc.property(fc.json({ maxDepth: 8 }), expectAnswer), { numRuns: 200 });
  });

  test('that was a scenario before it was damaged is answered', () => {
    fc.assert(fc.property(fc.oneof(damaged(example), damaged(smallShop)), expectAnswer), {
      numRuns: 500,
    });
  });

  test('that was a scenario before characters were lost or changed is answered', () => {
    const place = fc.nat(smallShop.length - 1);
    const cut = fc.tuple(place, fc.nat(5), fc.string({ unit: 'binary', maxLength: 3 }));
    fc.assert(
      fc.property(cut, ([at, lost, inserted]) => {
        expectAnswer(smallShop.slice(0, at) + inserted + smallShop.slice(at + lost));
      }),
      { numRuns: 300 },
    );
  });
});

describe('our own reading of JSON', () => {
  const accepted = (text: string) => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  const ours = (text: string) => {
    const { kind, ...rest } = readScenario(text);
    const codes = 'problems' in rest ? rest.problems.map(({ code }) => code) : [];
    const refusals = ['not-json', 'comment', 'trailing-comma', 'empty-file', 'byte-order-mark'];
    return kind === 'scenario' || !codes.some((code) => refusals.includes(code));
  };

  test('takes for JSON what JSON.parse takes for JSON', () => {
    const unit = fc.constantFrom(...'{}[]",:\\u0eE+-.1 \n\tab');
    const pieces = fc.constantFrom(
      'true',
      'null',
      '"a"',
      '[]',
      '{}',
      '-0',
      '1e5',
      '"\\u00e9"',
      ' ',
    );
    const texts = fc.oneof(
      fc.string({ unit, maxLength: 8 }),
      fc.array(fc.oneof(pieces, unit), { maxLength: 8 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => ours(text) === accepted(text)),
      { numRuns: 5_000 },
    );
  });
});
