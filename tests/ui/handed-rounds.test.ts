/** Rounds of interviews that are handed in: what is read back, what is refused, and what is flagged. */
import { describe, expect, test } from 'vitest';
import { weakestOf, type Score } from '../../src/interview/index.ts';
import { readResult, writeHandedRound, type InterviewResult } from '../../src/keeping/index.ts';
import { resultOf } from '../../src/ui/interview/kept-round.ts';
import { differencesOf } from '../../src/ui/results/round-again.ts';
import { strongTool } from '../interview/answers.ts';
import { actsOf, after, interviewOf } from '../interview/rounds.ts';
import { Seeded } from '../support/seeded.ts';

const tool = interviewOf('internal-tool');
const round = after(tool, actsOf(tool, strongTool));
const score: Score = {
  ...{ total: 61, level: 'mixed', losses: [], hidden: [] },
  axes: [
    { axis: 'R', points: 12.5, of: 15, wonBack: 0 },
    { axis: 'F', points: 40 / 3, of: 20, wonBack: 0 },
  ],
};
const scored = { round, score, prints: ['aa', 'bb', 'cc'], engine: '7' };
const taken: InterviewResult = { ...resultOf(tool, scored), changed: 9 };
const text = writeHandedRound({ result: 'baton-interview', version: 1, learner: 'Ada', taken });

describe('a round that is handed in', () => {
  test('is read back as it was written', () => {
    expect(readResult(text)).toEqual({
      kind: 'round',
      handed: { result: 'baton-interview', version: 1, learner: 'Ada', taken },
    });
  });

  test('is told to be something else in a sentence, or read, wherever a character was changed', () => {
    const draws = new Seeded(5);
    let refused = 0;
    for (let turn = 0; turn < 500; turn++) {
      const at = draws.whole(0, text.length - 1);
      const to = draws.pick(['"', '{', ']', '9', '-', 'x', ' ', '\u0000']);
      const read = readResult(text.slice(0, at) + to + text.slice(at + 1));
      if (read.kind === 'problems') {
        refused += 1;
        expect(read.problems[0]?.message).toMatch(/\S/);
      }
    }
    expect(refused).toBeGreaterThan(100);
  });

  test('of a newer Baton, or cut off, is refused', () => {
    for (const each of [
      text.replace('"version": 1', '"version": 2'),
      text.slice(0, -9),
      '{}',
      '',
    ]) {
      expect(each).not.toBe(text);
      expect(readResult(each)).toMatchObject({ kind: 'problems' });
    }
  });
});

describe('a round that was run again', () => {
  const flagged = (change: Partial<InterviewResult>) =>
    differencesOf(tool, { ...taken, ...change }, scored);

  test('is not flagged when all of it comes out as the file says', () => {
    expect(flagged({})).toEqual([]);
  });

  test('is flagged for every thing that was touched, in a sentence', () => {
    expect(flagged({ total: 99, level: 'strong' })).toEqual([
      'It says 99 points, strong; here it comes to 61, mixed.',
    ]);
    expect(flagged({ prints: ['aa', 'bb', 'xx'] })).toEqual([
      '1 of 3 runs come to another fingerprint here.',
    ]);
    expect(flagged({ prints: [], engine: '6' })).toEqual([
      '3 of 3 runs come to another fingerprint here. It was run by engine 6; this one is 7.',
    ]);
    expect(flagged({ prints: ['aa', 'bb', 'cc', 'dd'] })).toHaveLength(1);
    expect(flagged({ points: [{ axis: 'R', tenths: 150, of: 15 }] })).toEqual([
      'Requirements first: it says 15; here it is 12.5.',
      'Failure modes: it says nothing; here it is 13.3.',
    ]);
    expect(flagged({ twist: 'another' })).toEqual(['Its twist is not the one of its number.']);
  });
});

test('the weakest axis is the one with the smallest share, the first of several; none when nothing was lost', () => {
  expect(weakestOf(score.axes)?.axis).toBe('F');
  const halves = [
    { axis: 'O', points: 2, of: 4 },
    { axis: 'C', points: 1, of: 2 },
  ];
  expect(weakestOf(halves)?.axis).toBe('O');
  expect(weakestOf([{ axis: 'O', points: 5, of: 5 }])).toBeUndefined();
  expect(weakestOf([])).toBeUndefined();
});
