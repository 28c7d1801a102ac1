/** The lessons that a build takes in: all of them, and none that does not fit its scenario. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { lessonOf, lessons } from '../../src/cli/lessons.ts';
import { lessonFiles } from './told.ts';

const file = 'scenarios/external-effect/lessons/doing-it-twice-safely.md';
const source = readFileSync(file, 'utf8');

/** What a build says to the lesson when a text in it is another. */
function complaint(from: string, to: string): string {
  if (!source.includes(from)) throw new Error(`the lesson does not say ${from}`);
  try {
    lessonOf(file, source.replaceAll(from, to));
  } catch (reason) {
    return reason instanceof Error ? reason.message : String(reason);
  }
  return '';
}

describe('a build', () => {
  test('takes in every lesson', () => {
    expect(lessons()).toHaveLength(lessonFiles.length);
    expect(complaint('Charged twice', 'Booked twice')).toBe('');
  });

  test.each([
    ['misses a part', '"question": "What is the price?",', '', /is no lesson: .*question/],
    [
      'names no scenario',
      'scenario: external-effect',
      'scenario: elsewhere',
      /There is no scenario "elsewhere"\./,
    ],
    [
      'asks for a promise that nobody made',
      '"charged-once"',
      '"charged-never"',
      /makes no promise "charged-never"\./,
    ],
    [
      'lights nobody',
      '"lit": ["payment", "outside"]',
      '"lit": ["cellar"]',
      /Nobody on the stage is called "cellar"\./,
    ],
    [
      'sets what there is not',
      'services.payment.instances',
      'services.cellar.instances',
      /With \{"copies":"three"\}: .*cellar/,
    ],
    [
      'names no control',
      '"with": { "name": "on" }',
      '"with": { "fame": "on" }',
      /There is no "fame" at "on"\./,
    ],
  ])('refuses a lesson that %s', (_, from, to, said) => {
    expect(complaint(from, to)).toMatch(said);
  });
});
