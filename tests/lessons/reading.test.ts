/** Lesson files that are wrong: every mistake is told, by its code, and nothing throws. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lessonProblemCodes, readLesson } from '../../src/lessons/index.ts';
import { lessonOf } from './told.ts';

const whole = readFileSync(
  'scenarios/order-fulfilment-naive/lessons/what-the-broker-promises.md',
  'utf8',
);

function codesOf(source: string): readonly string[] {
  const read = readLesson(source);
  return read.kind === 'problems' ? read.problems.map(({ code }) => code) : [];
}

/** The file with one piece replaced; the piece must be there. */
function replaced(piece: string | RegExp, by: string): string {
  const changed = whole.replace(piece, by);
  expect(changed, `${String(piece)} is not in the file`).not.toBe(whole);
  return changed;
}

/** The file without the section under a heading. */
function without(title: string): string {
  return replaced(new RegExp(`## ${title}\\n[\\s\\S]*?(?=\\n## )`), '');
}

const long = 'word '.repeat(90);

const broken: Readonly<Record<keyof typeof lessonProblemCodes, () => string>> = {
  'no-front-matter': () => '# A title\n',
  'bad-front-matter': () => replaced('minutes: 17', 'minutes 17'),
  'repeated-field': () => replaced('minutes: 17', 'minutes: 17\nminutes: 17'),
  'open-fence': () => replaced(/```\n$/, ''),
  'unknown-block': () => replaced('```json predict', '```json oracle'),
  'not-json': () => replaced('"id": "none",', '"id": none,'),
  'wrong-type': () => replaced('"share": 90', '"share": "90"'),
  'unknown-field': () => replaced('"share": 90', '"share": 90, "seeds": 3'),
  'missing-field': () => replaced('"share": 90', '"with": {}'),
  'not-one-of': () => replaced('"style": "choreography"', '"style": "waltz"'),
  'out-of-range': () => replaced('"share": 90', '"share": 190'),
  'text-too-long': () => replaced('"id": "marking"', `"id": "${'m'.repeat(50)}"`),
  'blank-text': () => replaced('"label": "2 to 8 ms"', '"label": " "'),
  'too-many': () =>
    replaced(/"styles": \[.*\]/, '"styles": ["direct", "direct", "direct", "direct"]'),
  'too-few': () => replaced(/"styles": \[.*\]/, '"styles": []'),
  'too-deep': () => replaced('"ask": { "promise": "nothing-lost" }', `"ask": ${nested(8)}`),
  'duplicate-id': () => replaced('"id": "inbox"', '"id": "marking"'),
  'raw-html': () => replaced('A customer rings up', 'A <b>customer</b> rings up'),
  'foreign-markdown': () => replaced('A customer rings up', '> A customer rings up'),
  'open-mark': () => replaced('A customer rings up', 'A `customer rings up'),
  'unknown-link': () => replaced('(glossary:broker)', '(https://example.org)'),
  'unknown-term': () => replaced('(glossary:broker)', '(glossary:nothing)'),
  'two-acts': () =>
    replaced('```json run', '```json explain\n{ "blanks": {} }\n```\n\n```json run'),
  'missing-step': () => without('What does memory cost\\?'),
  'misplaced-step': () =>
    replaced(
      '## Two parcels',
      '## Early\n\n```json explain\n{ "blanks": {} }\n```\n\n## Two parcels',
    ),
  'wrong-minutes': () => replaced('minutes: 17', 'minutes: 15'),
  'too-many-words': () => replaced('A customer rings up', `${long} A customer rings up`),
  'unlinked-term': () => replaced('A customer rings up', 'A customer of the broker rings up'),
  'unused-term': () => replaced('terms: [', 'terms: [partition, '),
  'brand-name': () => replaced('A customer rings up', 'A customer of Kafka rings up'),
  'unclaimed-sight': () => replaced('A customer rings up', 'You will see it. A customer rings up'),
  'no-right-option': () => replaced(/,\s*"right": true/, ''),
  'no-misconception': () => replaced(/,\s*"misconception": true/, ''),
  'unknown-control': () => replaced('"with": { "inbox": "on" }', '"with": { "inbox": "maybe" }'),
  'unknown-blank': () => replaced('{parcels}', 'two'),
};

function nested(depth: number): string {
  return depth === 0
    ? '{ "promise": "nothing-lost" }'
    : `{ "in": "choreography", "ask": ${nested(depth - 1)} }`;
}

describe('a lesson file', () => {
  test('that is whole is read', () => {
    expect(lessonOf(whole).id).toBe('what-the-broker-promises');
  });

  test('is plain data once it is read, so that a bundle can keep it', () => {
    const lesson = lessonOf(whole);
    expect(JSON.parse(JSON.stringify(lesson))).toEqual(lesson);
  });

  test.each(Object.entries(broken))('with the mistake %s is told so', (code, source) => {
    expect(codesOf(source())).toContain(code);
  });

  test('has a test for every mistake of the catalogue', () => {
    expect(Object.keys(broken).sort()).toEqual(Object.keys(lessonProblemCodes).sort());
  });

  test('that is cut off anywhere is refused, and nothing throws', () => {
    fc.assert(
      fc.property(fc.nat(whole.length - 3), (length) => {
        expect(codesOf(whole.slice(0, length)).length).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });

  test('of any text never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void readLesson(`---\n${text}\n---\n${text}`)));
  });

  test('tells every problem with what to do about it', () => {
    const read = readLesson(broken['wrong-minutes']());
    expect(read.kind === 'problems' && read.problems.every(({ fix }) => fix !== '')).toBe(true);
  });
});
