/** The way through a lesson: what comes before what, what is locked, what is kept. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  answer,
  assignmentsOf,
  begun,
  held,
  take,
  type Act,
  type Progress,
  type Refusal,
} from '../../src/lessons/index.ts';
import { ToldRuns, lessonOf } from './told.ts';

const lesson = lessonOf(
  readFileSync('scenarios/order-fulfilment-naive/lessons/what-the-broker-promises.md', 'utf8'),
);
const runs = new ToldRuns();
const runOf = runs.of({ slug: lesson.scenario, set: assignmentsOf(lesson), seed: lesson.seed });

function taking(progress: Progress, ...acts: readonly Act[]): Progress {
  return acts.reduce((now, act) => {
    const taken = take(lesson, now, act);
    if (taken.kind === 'refused') throw new Error(`${act.kind}: ${taken.because}`);
    return taken.progress;
  }, progress);
}

function refusal(progress: Progress, act: Act): Refusal | undefined {
  const taken = take(lesson, progress, act);
  return taken.kind === 'refused' ? taken.because : undefined;
}

const kindAt = (progress: Progress): string | undefined => lesson.steps[progress.at]?.kind;

const read: Act = { kind: 'read' };
const predicted: Act = { kind: 'predict', option: 'one', confidence: 3, why: 'It says so.' };
const ran: Act = { kind: 'ran', row: 12 };
const skip: Act = { kind: 'skip' };

/** Says to the open question what it should, or something else. */
function observing(progress: Progress, isRight: boolean): Act {
  const step = lesson.steps[progress.at];
  if (step?.kind !== 'observe') throw new Error('nothing is asked');
  const truth = answer(step.ask, runOf, lesson.style);
  return { kind: 'observe', said: isRight ? (truth.value ?? '') : 77, truth };
}

/** Right away to the change. */
function atChange(): Progress {
  let now = taking(begun(lesson.id), read, predicted, ran);
  while (kindAt(now) === 'observe') now = taking(now, observing(now, true));
  while (kindAt(now) === 'explain') now = taking(now, read);
  return now;
}

/** The verdicts of the run that the learner's controls make. */
function judging(progress: Progress): Act {
  const step = lesson.steps[progress.at];
  if (step?.kind !== 'promise') throw new Error('nothing is judged');
  const set = assignmentsOf(lesson, progress.choices);
  return {
    kind: 'judge',
    held: held(step, runs.of({ slug: lesson.scenario, set, seed: lesson.seed })),
  };
}

describe('the way through a lesson', () => {
  test('leads from the hook to the exit card', () => {
    let now = atChange();
    now = taking(now, { kind: 'choose', control: 'inbox', choice: 'on' }, { kind: 'try' });
    now = taking(now, judging(now));
    expect(kindAt(now)).toBe('price');
    now = taking(now, { kind: 'pick', option: 'write' }, { kind: 'pick', option: 'most' });
    now = taking(now, { kind: 'exit', said: 'It cannot know.', level: 'fair' });
    expect(now.at).toBe(lesson.steps.length);
    expect(now.prediction).toEqual({ option: 'one', confidence: 3, why: 'It says so.' });
    expect(now.exit).toEqual({ said: 'It cannot know.', level: 'fair' });
    expect(now.skipped).toEqual([]);
    expect(refusal(now, read)).toBe('finished');
  });

  test('is locked before the run until a prediction is made, with a reason', () => {
    const now = taking(begun(lesson.id), read);
    expect(refusal(now, ran)).toBe('not-now');
    expect(refusal(now, { ...predicted, why: ' ' } as Act)).toBe('nothing-said');
    expect(refusal(now, { ...predicted, option: 'seven' } as Act)).toBe('no-such-option');
    const after = taking(now, predicted);
    expect(kindAt(after)).toBe('run');
    expect(refusal(after, predicted)).toBe('not-now');
  });

  test('may be shortened, and says where', () => {
    const now = taking(begun(lesson.id), read, skip, ran);
    expect(now.prediction).toBeNull();
    expect(now.skipped).toEqual([1]);
    const end = lesson.steps.reduce(
      (each) => (each.at < lesson.steps.length ? taking(each, skip) : each),
      now,
    );
    expect(end.at).toBe(lesson.steps.length);
  });

  test('shows whoever saw wrongly the row to look at, and asks again', () => {
    const asked = taking(begun(lesson.id), read, predicted, ran);
    const wrong = taking(asked, observing(asked, false));
    expect(wrong.at).toBe(asked.at);
    expect(wrong.reply).toMatchObject({ isRight: false, style: 'choreography' });
    expect(wrong.reply?.row).toBeGreaterThan(0);
    const right = taking(wrong, observing(wrong, true));
    expect(right.at).toBe(asked.at + 1);
    expect(right.observations.map(({ isRight }) => isRight)).toEqual([false, true]);
  });

  test('leads back to the change while a promise is broken, and keeps every attempt', () => {
    const start = atChange();
    expect(refusal(start, { kind: 'try' })).toBe('nothing-changed');
    let now = taking(
      start,
      { kind: 'choose', control: 'marking', choice: 'before' },
      { kind: 'try' },
    );
    now = taking(now, judging(now));
    expect(kindAt(now)).toBe('change');
    expect(now.attempts).toEqual([{ choices: { marking: 'before' }, held: false }]);
    now = taking(
      now,
      { kind: 'choose', control: 'marking', choice: 'after' },
      { kind: 'choose', control: 'inbox', choice: 'on' },
      { kind: 'try' },
    );
    now = taking(now, judging(now));
    expect(kindAt(now)).toBe('price');
    expect(now.attempts.map(({ held: isHeld }) => isHeld)).toEqual([false, true]);
  });

  test('knows its controls and their positions', () => {
    const now = atChange();
    expect(refusal(now, { kind: 'choose', control: 'colour', choice: 'red' })).toBe(
      'no-such-control',
    );
    expect(refusal(now, { kind: 'choose', control: 'inbox', choice: 'maybe' })).toBe(
      'no-such-option',
    );
  });

  test('does not go on before the price is named', () => {
    const now = taking(atChange(), skip, skip);
    expect(kindAt(now)).toBe('price');
    const wrong = taking(now, { kind: 'pick', option: 'loss' });
    expect(wrong.at).toBe(now.at);
    expect(wrong.reply).toMatchObject({ isRight: false, option: 'loss' });
    expect(refusal(now, { kind: 'pick', option: 'free' })).toBe('no-such-option');
    expect(kindAt(taking(wrong, { kind: 'pick', option: 'write' }))).toBe('transfer');
  });

  test('is the same whenever the same acts are taken, and leaves what it was given as it was', () => {
    const acts: readonly Act[] = [read, predicted, ran, skip, skip];
    const start = begun(lesson.id);
    const kept = JSON.stringify(start);
    expect(taking(start, ...acts)).toEqual(taking(start, ...acts));
    expect(JSON.stringify(start)).toBe(kept);
    const back = JSON.parse(JSON.stringify(taking(start, ...acts))) as Progress;
    expect(taking(back, skip)).toEqual(taking(start, ...acts, skip));
  });
});
