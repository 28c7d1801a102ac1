/** Interview files: closed, checked for what they name, and refused with a place and a remedy. */
import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  brands,
  capabilities,
  capabilityIds,
  capabilityOf,
  contradicts,
  guarantees,
  rangeOf,
  readInterview,
  type Interview,
} from '../../src/interview/index.ts';
import { fileOf, interviewOf, interviews } from './rounds.ts';

const whole = fileOf('checkout');

function codesOf(source: string): readonly string[] {
  const read = readInterview(source);
  return read.kind === 'problems' ? read.problems.map(({ code }) => code) : [];
}

/** The file with one change; what is replaced must be there. */
function changed(change: (file: Record<string, never[]>) => void): string {
  const file = JSON.parse(whole) as Record<string, never[]>;
  change(file);
  return JSON.stringify(file);
}

describe('an interview file', () => {
  test.each([
    ['that is not JSON', 'not-json', whole.slice(1)],
    ['with a foreign field', 'unknown-field', whole.replace('"title"', '"brand": "x", "title"')],
    ['without a title', 'missing-field', whole.replace('"title"', '"name"')],
    [
      'with two fields of one id',
      'duplicate-id',
      whole.replace('"id": "refusals"', '"id": "flow"'),
    ],
    ['with a guarantee that nobody knows', 'not-one-of', whole.replace('"made-good"', '"magic"')],
    [
      'that tells a requirement it does not have',
      'not-one-of',
      whole.replace('"tells": ["flow", "refusals"]', '"tells": ["flow", "speed"]'),
    ],
    [
      'that estimates from a number nobody stated',
      'not-one-of',
      whole.replace('["ordersPerDay", "peak"]', '["ordersPerDay", "pique"]'),
    ],
    [
      'with a sign that is none',
      'not-one-of',
      whole.replace('"shownBy": ["age"', '"shownBy": ["smell"'),
    ],
    [
      'with a hop that asks for an unknown position',
      'unknown-control',
      whole.replace('"delivery": "before"', '"delivery": "never"'),
    ],
    [
      'with a product in a requirement',
      'brand-name',
      whole.replace('No reports, no search.', 'No reports, only Kafka.'),
    ],
    [
      'with a question that has two right answers',
      'no-right-option',
      changed((file) => {
        for (const dive of file['dives'] as unknown as { options: { right?: true }[] }[])
          for (const option of dive.options) option.right = true;
      }),
    ],
    [
      'with two traps only',
      'too-few',
      changed((file) => {
        delete (file['questions'] as { trap?: unknown }[]).find(({ trap }) => trap !== undefined)
          ?.trap;
      }),
    ],
    [
      'with a drill out of order',
      'misplaced-step',
      changed((file) => {
        file['drill']?.reverse();
      }),
    ],
    [
      'where no style can be chosen',
      'missing-field',
      changed((file) => {
        file['controls']?.shift();
        for (const hop of file['hops'] as { truths: { when: object }[] }[])
          for (const truth of hop.truths) truth.when = {};
      }),
    ],
  ])('%s is refused: %s', (_, code, source) => {
    expect(source).not.toBe(whole);
    expect(codesOf(source)).toContain(code);
  });

  test('that is cut off anywhere is refused, and no text throws', () => {
    fc.assert(
      fc.property(fc.nat(whole.trimEnd().length - 2), (length) => {
        expect(codesOf(whole.slice(0, length))).toEqual(['not-json']);
      }),
      { numRuns: 30 },
    );
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(codesOf(JSON.stringify(value)).length).toBeGreaterThan(0);
      }),
      { numRuns: 100 },
    );
  });
});

describe.each(interviews.map((interview) => [interview.id, interview] as const))(
  'the interview %s',
  (id, interview) => {
    test('carries the name of its folder, and points to lessons that exist', () => {
      expect(interview.id).toBe(id);
      const { surprises, twists, dives, drill, evidence } = interview;
      for (const { lesson } of [
        ...surprises,
        ...twists,
        ...dives,
        ...drill,
        ...Object.values(evidence),
      ])
        expect(existsSync(`scenarios/${lesson.replace('/', '/lessons/')}.md`), lesson).toBe(true);
    });

    test('asks for nothing that cannot be had in two ways, so that a card can reject one', () => {
      for (const need of interview.requirements.flatMap(({ needs }) => needs)) {
        const ways = capabilityIds.filter((each) => capabilityOf(each)?.gives.includes(need));
        // An answer at once is a call; what stands against it is not to wait for one.
        const least = need === 'answer-now' ? 1 : 2;
        expect(ways.length, need).toBeGreaterThanOrEqual(least);
      }
    });

    test('estimates from the numbers that its requirements state', () => {
      for (const estimate of interview.estimates) {
        const { exact, from, to } = rangeOf(interview, estimate);
        expect(exact).toBeGreaterThan(0);
        expect([from < exact, exact < to]).toEqual([true, true]);
      }
    });
  },
);

test('another number in a requirement is another answer to the estimate', () => {
  const checkout = interviewOf('checkout');
  const [rate] = checkout.estimates;
  if (rate === undefined) throw new Error('there is an estimate');
  expect(rangeOf(checkout, rate)).toEqual({ exact: 10, from: 5, to: 20 });
  const requirements = checkout.requirements.map((each) =>
    each.id === 'rate' ? { ...each, states: { ordersPerDay: 864_000, peak: 10 } } : each,
  );
  const busier: Interview = { ...checkout, requirements };
  expect(rangeOf(busier, rate)).toEqual({ exact: 100, from: 50, to: 200 });
});

describe('the table of capabilities', () => {
  test('gives each its guarantees, its price, and what would change one’s mind', () => {
    for (const { gives, costs, until } of Object.values(capabilities))
      expect(Math.min(gives.length, costs.length, until.length)).toBeGreaterThan(0);
    const given = Object.values(capabilities).flatMap(({ gives }) => [...gives] as string[]);
    expect(new Set(given)).toEqual(new Set(Object.keys(guarantees)));
  });

  test('names no product: those have a table of their own', () => {
    const words = JSON.stringify([capabilities, guarantees]);
    for (const { name } of brands) expect(words).not.toContain(name);
  });

  test('lets a brand lack only what is bought', () => {
    expect(contradicts('RabbitMQ', 'retained-log')).toBe(true);
    expect(contradicts('Apache Kafka', 'retained-log')).toBe(false);
    expect(contradicts('RabbitMQ', 'inbox')).toBe(false);
    expect(contradicts('Nobody’s', 'retained-log')).toBe(false);
  });
});
