/** What is handed in of a lesson: an honest way is found to be so, and every tampering is named. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readResult, writeResult, type LessonResult } from '../../src/keeping/index.ts';
import {
  answer,
  assignmentsOf,
  begun,
  borneOut,
  discrepancies,
  held,
  take,
  type Act,
  type Choices,
  type Lesson,
  type LessonStep,
  type Progress,
} from '../../src/lessons/index.ts';
import { keptOf } from '../../src/ui/learning/kept-lesson.ts';
import { allLessons, ToldRuns } from './told.ts';

const lesson = allLessons().find(({ id }) => id === 'lag-is-a-clock');
if (lesson === undefined) throw new Error('the lesson about lag is gone');
const { style, steps, scenario: slug, seed } = lesson;
const told = new ToldRuns();
const runs = (choices: Choices) => told.of({ slug, set: assignmentsOf(lesson, choices), seed });

/** What somebody does who is always right. */
function rightAct(step: LessonStep, choices: Choices): Act {
  switch (step.kind) {
    case 'hook':
    case 'explain':
      return { kind: 'read' };
    case 'predict': {
      const option = borneOut(step, answer(step.ask, runs({}), style).value) ?? '';
      return { kind: 'predict', option, confidence: 2, why: 'So it is.' };
    }
    case 'run':
      return { kind: 'ran', row: 5 };
    case 'observe': {
      const truth = answer(step.ask, runs({}), style);
      return { kind: 'observe', said: truth.value ?? '', truth };
    }
    case 'change':
      if (Object.keys(choices).length > 0) return { kind: 'try' };
      return { kind: 'choose', control: 'copies', choice: 'three' };
    case 'promise':
      return { kind: 'judge', held: held(step, runs(choices)) };
    case 'price':
    case 'transfer':
      return { kind: 'pick', option: step.options.find(({ right }) => right === true)?.id ?? '' };
    case 'exit':
      return { kind: 'exit', said: 'It tells the time.', level: 'fair' };
  }
}

function honestWay(of: Lesson): Progress {
  let progress = begun('lag-is-a-clock');
  for (let turn = 0; turn < 40; turn++) {
    const step = steps[progress.at];
    if (step === undefined) break;
    const taken = take(of, progress, rightAct(step, progress.choices));
    if (taken.kind === 'progress') progress = taken.progress;
  }
  return progress;
}

const honest = honestWay(lesson);

describe('a way through a lesson, run again', () => {
  test('that was honest comes out as it says', () => {
    expect(honest.at).toBe(steps.length);
    expect(discrepancies(lesson, honest, runs)).toEqual([]);
  });

  const seen = honest.observations[0];
  const pick = honest.picks[0];
  if (seen === undefined || pick === undefined) throw new Error('nothing was asked');
  const wrongPick = { ...pick, option: 'another' };
  const tampered: readonly (readonly [string, Partial<Progress>, RegExp])[] = [
    [
      'a wrong observation that is called right',
      { observations: [{ ...seen, said: -77 }, ...honest.observations.slice(1)] },
      /^Step \d+: -77 is marked as right, and the run says /,
    ],
    [
      'a change that is said to hold and does not',
      { attempts: [{ choices: { copies: 'one' }, held: true }] },
      /^Try 1 is said to hold, and made again it breaks\.$/,
    ],
    [
      'an answer that the lesson does not have',
      { picks: [wrongPick, ...honest.picks.slice(1)] },
      /“another” is not right/,
    ],
    ['a step that was passed without an answer', { exit: null }, /lies behind without an answer/],
    [
      'a prediction that nobody could choose',
      { prediction: { option: 'winning', confidence: 4, why: 'x' } },
      /“winning” is none of the lesson's/,
    ],
  ];
  test.each(tampered)('names %s', (_, change, sentence) => {
    const found = discrepancies(lesson, { ...honest, ...change }, runs);
    expect(found.some((each) => sentence.test(each))).toBe(true);
  });

  test('says so when its runs cannot be made', () => {
    const found = discrepancies(lesson, honest, () => undefined);
    expect(found).toContain(
      'The run could not be made again, so nothing that was seen can be checked.',
    );
    expect(found).toContain('Try 1 could not be made again.');
  });
});

describe('the file of a result', () => {
  const result: LessonResult = {
    ...{ result: 'baton-lesson', version: 1, learner: 'Ada', engine: '1' },
    way: keptOf(lesson, honest, { now: 7, before: undefined }),
    runs: [{ positions: [], prints: [{ style: 'choreography', hash: 'abc' }] }],
  };

  test('is read as it was written', () => {
    expect(readResult(writeResult(result))).toEqual({ kind: 'result', result });
  });

  test('that is damaged anywhere is read as something or refused in words, and never throws', () => {
    const text = writeResult(result);
    const damage = fc.record({ at: fc.nat(text.length - 1), to: fc.string({ maxLength: 2 }) });
    fc.assert(
      fc.property(damage, ({ at, to }) => {
        const read = readResult(text.slice(0, at) + to + text.slice(at + 1));
        if (read.kind === 'problems') expect(read.problems[0]?.message).not.toBe('');
      }),
    );
  });

  test.each(['', '{}', '[]', 'null', '{"result":"baton-lesson","version":2}'])(
    'is not %s',
    (text) => {
      expect(readResult(text)).toMatchObject({ kind: 'problems' });
    },
  );
});
