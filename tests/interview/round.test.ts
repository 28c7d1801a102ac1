/** The way through a round: what may be done when, how long it may take, and where the deep dives go. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  begun,
  divesOf,
  knownRequirements,
  minutesOf,
  phaseOf,
  phases,
  secondsOf,
  take,
  type Act,
  type Round,
} from '../../src/interview/index.ts';
import * as answers from './answers.ts';
import { actsOf, after, card, interviewOf } from './rounds.ts';

const checkout = interviewOf('checkout');
const fresh = begun('checkout', { number: 1, length: 45, timer: 10 });

function refusal(round: Round, act: Act): string {
  const taken = take(checkout, round, act);
  return taken.kind === 'refused' ? taken.because : '';
}

const next: Act = { kind: 'next', tookSeconds: 60 };
const inDesign = after(checkout, [next, next]);

describe('a round', () => {
  test.each([45, 25] as const)('of %i minutes is divided among its phases', (length) => {
    const minutes = Object.values(minutesOf[length]);
    expect(minutes.reduce((sum, each) => sum + each, 0)).toBe(length);
  });

  test('may be stretched, and need not be timed', () => {
    expect(secondsOf(fresh, 'design')).toBe(600);
    expect(secondsOf({ ...fresh, timer: 15 }, 'design')).toBe(900);
    expect(secondsOf({ ...fresh, timer: 20, length: 25 }, 'design')).toBe(720);
    expect(secondsOf({ ...fresh, timer: 'off' }, 'design')).toBeUndefined();
  });

  test('ends after its last phase, and takes nothing then', () => {
    const over = after(checkout, actsOf(checkout, answers.strongCheckout));
    expect(phaseOf(over)).toBeUndefined();
    expect(over.took.length).toBe(phases.length);
    expect(refusal(over, next)).toBe('over');
  });

  test('keeps the board shut until it was asked what is wanted', () => {
    expect(refusal(fresh, { kind: 'choose', control: 'style', choice: 'direct' })).toBe('not-now');
    expect(refusal(inDesign, { kind: 'choose', control: 'style', choice: 'direct' })).toBe('');
    expect(refusal(inDesign, { kind: 'choose', control: 'style', choice: 'waltz' })).toBe(
      'no-such-thing',
    );
  });

  test('knows a requirement only once it was asked for', () => {
    expect(refusal(fresh, { kind: 'pin', requirement: 'flow' })).toBe('not-asked-yet');
    const asked = after(checkout, [{ kind: 'ask', question: 'what' }]);
    expect(knownRequirements(checkout, asked)).toEqual(['flow', 'refusals']);
    expect(refusal(asked, { kind: 'pin', requirement: 'flow' })).toBe('');
  });

  test('tells what was written down before the first choice from what came later', () => {
    const round = after(checkout, [
      { kind: 'ask', question: 'what' },
      { kind: 'pin', requirement: 'flow' },
      next,
      next,
      { kind: 'choose', control: 'style', choice: 'direct' },
      { kind: 'pin', requirement: 'refusals' },
    ]);
    expect(round.pinned.map(({ isFirst }) => isFirst)).toEqual([true, false]);
  });

  test('has not seen a board that was changed after its run', () => {
    const ran = after(checkout, [next, next, next, { kind: 'ran' }]);
    expect(ran.hasRun).toBe(true);
    const moved = take(checkout, ran, { kind: 'choose', control: 'key', choice: 'order' });
    expect(moved).toMatchObject({ round: { hasRun: false } });
  });

  test('takes three named failures and six cards', () => {
    const inSurprise = after(checkout, [next, next, next, next, next]);
    const name = (surprise: string): Act => ({
      kind: 'name',
      failure: { surprise, sign: 'age', remedy: 'inbox' },
    });
    const ids = checkout.surprises.map(({ id }) => id);
    const three = ids.slice(0, 3).reduce<Round>((round, id) => {
      const taken = take(checkout, round, name(id));
      return taken.kind === 'round' ? taken.round : round;
    }, inSurprise);
    expect(refusal(three, name(ids[3] ?? ''))).toBe('too-many');
    expect(refusal(three, name(ids[0] ?? ''))).toBe('');
    const write: Act = { kind: 'write', card: card() };
    const full = after(checkout, [
      next,
      next,
      next,
      next,
      next,
      next,
      ...Array<Act>(6).fill(write),
    ]);
    expect(refusal(full, write)).toBe('too-many');
  });

  test('lets nobody rate a summary that was not given', () => {
    const inSummary = after(checkout, Array<Act>(7).fill(next));
    expect(refusal(inSummary, { kind: 'rate', level: 'strong' })).toBe('nothing-said');
  });

  test('of any acts never throws, never goes back, and can be taken again', () => {
    const acts = actsOf(checkout, answers.strongCheckout);
    const any = fc.array(fc.constantFrom(...acts, ...acts.filter(({ kind }) => kind === 'next')));
    const run = (some: readonly Act[]) =>
      some.reduce<Round>((round, act) => {
        const taken = take(checkout, round, act);
        const then = taken.kind === 'round' ? taken.round : round;
        expect(then.at).toBeGreaterThanOrEqual(round.at);
        return then;
      }, fresh);
    fc.assert(
      fc.property(any, (some) => {
        expect(run(some)).toEqual(run(some));
      }),
      { numRuns: 60 },
    );
  });
});

describe('the deep dives', () => {
  const inDives = [next, next, next, next];

  test('go where the candidate is weakest', () => {
    const silent = after(checkout, inDives);
    const axes = divesOf(checkout, silent).map(({ axis }) => axis);
    expect(axes).toHaveLength(2);
    for (const axis of axes) expect(['R', 'N', 'G']).toContain(axis);
    const acts = actsOf(checkout, answers.strongCheckout);
    const strong = acts.slice(0, acts.findIndex(({ kind }) => kind === 'ran') + 1);
    for (const { axis } of divesOf(checkout, after(checkout, strong)))
      expect(['R', 'N', 'G']).not.toContain(axis);
  });
});
