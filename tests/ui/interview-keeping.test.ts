/** What is kept of interviews: it comes back as it was, tells how the points went, and nothing damaged or strange throws. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { begun, take, type Act, type Round, type Score } from '../../src/interview/index.ts';
import { places, type InterviewResult } from '../../src/keeping/index.ts';
import {
  changeWords,
  drillWords,
  pastRounds,
  practiceAfter,
} from '../../src/ui/interview/history.ts';
import { InterviewKeeper } from '../../src/ui/interview/keeper.ts';
import { roundOf, saidIn, versionOf } from '../../src/ui/interview/kept-round.ts';
import { newNumber } from '../../src/ui/interview/round-number.ts';
import { noteHere, underWayHere } from '../../src/ui/interview/this-tab.ts';
import { roundsIn } from '../../src/ui/gallery/words.ts';
import { KeptInterviews } from '../../src/ui/learning/kept-interviews.ts';
import { fairCheckout, strongCheckout, strongTool } from '../interview/answers.ts';
import { actsOf, after, interviewOf } from '../interview/rounds.ts';
import { anyDrill, anyInterview, anyOpenRound, anyRound } from '../keeping/arbitrary-documents.ts';
import { storeOver } from '../keeping/kept.ts';
import { memoryOver } from '../keeping/trouble.ts';
import { Seeded } from '../support/seeded.ts';

const checkout = interviewOf('checkout');
const tool = interviewOf('internal-tool');
const timers = { after: () => () => undefined };
const owner = { timers, changed: () => undefined };

async function openOver(texts: Map<string, string>) {
  const kept = await KeptInterviews.open(storeOver(memoryOver(texts)), owner);
  const where = { kept, done: () => kept.done, problem: () => '' };
  const keeper = new InterviewKeeper(checkout, where);
  return { kept, keeper };
}

const standing = { begun: 5, seconds: 12, isPaused: true, isLeft: false };
const round = (number: number, acts: readonly Act[] = []): Round =>
  acts.reduce<Round>(
    (before, act) => {
      const taken = take(checkout, before, act);
      return taken.kind === 'round' ? taken.round : before;
    },
    begun('checkout', { number, length: 45, timer: 10 }),
  );
const over = (number: number): Round => after(checkout, actsOf(checkout, fairCheckout), number);

function scoreOf(total: number, trade: number): Score {
  const axes = [
    { axis: 'G' as const, points: 10, of: 15, wonBack: 0 },
    { axis: 'T' as const, points: trade, of: 15, wonBack: 0 },
  ];
  return { total, level: 'mixed', axes, losses: [], hidden: [] };
}
const scored = (number: number, total: number, trade = 5) => ({
  round: over(number),
  score: scoreOf(total, trade),
  prints: ['a', 'b'],
  engine: '1',
});

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.setSystemTime(1_000);
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a round', () => {
  test.each([
    ['of a strong answer', checkout, strongCheckout],
    ['of a fair answer', checkout, fairCheckout],
    ['of another interview', tool, strongTool],
  ])('%s comes back as it was', (_, interview, answer) => {
    const whole = after(interview, actsOf(interview, answer));
    expect(roundOf(interview, saidIn(whole))).toEqual(whole);
  });

  test('that is under way is gone on with where it stood, after the browser was closed', async () => {
    const texts = new Map<string, string>();
    const { kept, keeper } = await openOver(texts);
    const here = round(3, [{ kind: 'ask', question: 'what' }]);
    keeper.keep(here, standing);
    await kept.flush();
    const { keeper: later } = await openOver(texts);
    expect(later.underWay()).toMatchObject({ round: here, open: standing });
    expect(later.hasLost).toBe(false);
  });

  test('is offered no more once it was left, put away or scored', async () => {
    const { kept, keeper } = await openOver(new Map());
    keeper.keep(round(3), { ...standing, isLeft: true });
    expect(keeper.underWay()).toBeUndefined();
    keeper.keep(round(4), standing);
    expect(keeper.underWay()?.round.number).toBe(4);
    expect(roundsIn(kept.done, 'checkout')).toBe('under way');
    keeper.putRoundsAway();
    expect(keeper.underWay()).toBeUndefined();
    keeper.keep(over(5), standing);
    keeper.keepResult(scored(5, 60));
    expect(keeper.underWay()).toBeUndefined();
    // The tab that is looking at the score comes back to it.
    expect(keeper.underWay(5)?.round.at).toBe(8);
    expect(roundsIn(kept.done, 'checkout')).toBe('60 of 100');
  });

  test('in one tab takes nothing from the one in another', async () => {
    const texts = new Map<string, string>();
    const [one, other] = [await openOver(texts), await openOver(texts)];
    one.keeper.keep(round(3), standing);
    other.keeper.keep(round(4), standing);
    await one.kept.flush();
    await other.kept.flush();
    const { keeper } = await openOver(texts);
    expect(keeper.underWay(3)?.round.number).toBe(3);
    expect(keeper.underWay(4)?.round.number).toBe(4);
  });

  test('of another version of the interview is named and not gone on with', async () => {
    const { kept, keeper } = await openOver(new Map());
    keeper.keep(round(3), standing);
    const changed = new InterviewKeeper(
      { ...checkout, situation: 'Another one.' },
      { kept, done: () => kept.done, problem: () => '' },
    );
    expect(changed.underWay()).toBeUndefined();
    expect(changed.hasLost).toBe(true);
    changed.putRoundsAway();
    expect(changed.hasLost).toBe(false);
  });

  test('after one that was kept has another number and another twist', async () => {
    const { keeper } = await openOver(new Map());
    keeper.keepResult(scored(3, 60));
    vi.setSystemTime(2_000);
    keeper.keep(round(6), { ...standing, begun: 9, isLeft: true });
    expect(keeper.last?.number).toBe(6);
    expect(keeper.numbers.toSorted()).toEqual([3, 6]);
    expect(newNumber(checkout, keeper.last, keeper.numbers) % 2).toBe(1);
  });
});

describe('the history', () => {
  async function kept(...totals: readonly (readonly [total: number, trade: number])[]) {
    const { keeper } = await openOver(new Map());
    for (const [at, [total, trade]] of totals.entries()) {
      vi.setSystemTime(1_000 * (at + 1));
      keeper.keepResult(scored(at, total, trade));
    }
    return keeper;
  }

  test('says what changed since the round before, and how long it took', async () => {
    const { results } = await kept([50, 5], [62, 12], [58, 3]);
    const past = pastRounds(checkout, results);
    expect(past.map(({ change }) => changeWords(change))).toEqual(['−4', '+12', '']);
    expect(past[0]).toMatchObject({ minutes: 13, isSame: true, result: { total: 58 } });
    expect(past[0]?.axes.find(({ axis }) => axis === 'T')).toMatchObject({ points: 3, of: 15 });
    expect(past[0]?.twist).toBe(checkout.twists[0]?.text);
  });

  test('names the weakest axis of the last round first, with its lesson', async () => {
    const { results } = await kept([50, 5], [62, 12]);
    expect(practiceAfter(checkout, results)).toMatchObject({ name: 'Guarantees', points: 10 });
    const worse = await kept([62, 12], [50, 5]);
    expect(practiceAfter(checkout, worse.results)).toEqual({
      ...{ name: 'Trade-offs', points: 5, of: 15 },
      lesson: checkout.evidence.T.lesson,
    });
    expect(practiceAfter(checkout, [])).toBeUndefined();
  });

  test('keeps a result once, however often it is looked at', async () => {
    const keeper = await kept([50, 5]);
    vi.setSystemTime(9_000);
    keeper.keepResult(scored(0, 99));
    expect(keeper.results).toMatchObject([{ total: 50, changed: 1_000 }]);
  });

  test('has the last drill and the best', async () => {
    const { keeper } = await openOver(new Map());
    const drill = { choices: [], seconds: 9, isHanded: true, isLeft: false };
    keeper.keepDrill({ ...drill, number: 1, held: 6 });
    vi.setSystemTime(2_000);
    keeper.keepDrill({ ...drill, number: 2, held: 4 });
    keeper.keepDrill({ ...drill, number: 3, isHanded: false });
    expect(drillWords(keeper.drills)).toBe(
      'Your last drill: 4 of 7 clauses held; your best of 2: 6.',
    );
    expect(keeper.drillUnderWay()?.number).toBe(3);
    keeper.putDrillAway();
    expect(keeper.drillUnderWay()).toBeUndefined();
    expect(keeper.drills).toHaveLength(2);
  });
});

/** Asks a keeper everything that the page asks. */
function askAll(keeper: InterviewKeeper): void {
  const { results, drills, last, numbers } = keeper;
  const [under, lost, drill] = [keeper.underWay(), keeper.hasLost, keeper.drillUnderWay()];
  const again = results.map((each) => keeper.roundOfResult(each));
  const past = [pastRounds(checkout, results), practiceAfter(checkout, results)];
  expect([drillWords(drills), last, numbers, under, lost, drill, again, past]).toBeDefined();
}

describe('what is damaged or strange', () => {
  test('is read over, and the next save stands, wherever a byte was flipped', async () => {
    const good = new Map<string, string>();
    const { kept, keeper } = await openOver(good);
    for (const number of [1, 2]) {
      keeper.keep(round(number), standing);
      keeper.keepResult(scored(number, 50));
      keeper.keepDrill({ number, choices: [], seconds: 1, isHanded: true, held: 3, isLeft: false });
      await kept.flush();
    }
    expect(good.size).toBe(6);
    const draws = new Seeded(3);
    for (let turn = 0; turn < 40; turn++) {
      const texts = new Map(good);
      const slot = draws.pick([...texts.keys()]);
      const bytes = Buffer.from(texts.get(slot) ?? '');
      const at = draws.whole(0, bytes.length - 1);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << draws.whole(0, 7));
      texts.set(slot, bytes.toString());
      const opened = await openOver(texts);
      expect(opened.kept.isDamaged).toBe(true);
      askAll(opened.keeper);
      opened.keeper.keepResult(scored(9, 70));
      opened.keeper.keep(round(10), standing);
      await opened.kept.flush();
      expect([...texts.keys()].some((key) => key.startsWith('quarantine/'))).toBe(true);
      const later = await openOver(texts);
      expect(later.keeper.underWay(10)?.round.number).toBe(10);
      expect(later.keeper.results.some(({ total }) => total === 70)).toBe(true);
    }
  });

  test('is no round, whatever it says of itself', async () => {
    const version = versionOf(checkout);
    const own = { interview: 'checkout', version };
    const property = fc.asyncProperty(
      fc.array(anyOpenRound, { maxLength: 3 }),
      fc.array(anyInterview, { maxLength: 3 }),
      fc.array(anyDrill, { maxLength: 3 }),
      async (rounds, results, drills) => {
        const store = storeOver(memoryOver(new Map()));
        const mine = <T extends object>(all: readonly T[]) =>
          all.map((each) => ({ ...each, ...own }));
        await store.save(places.rounds, places.rounds.kind.merge(mine(rounds), []), 0);
        await store.save(places.interviews, places.interviews.kind.merge(mine(results), []), 0);
        await store.save(places.drills, places.drills.kind.merge(mine(drills), []), 0);
        const kept = await KeptInterviews.open(store, owner);
        askAll(new InterviewKeeper(checkout, { kept, done: () => kept.done, problem: () => '' }));
      },
    );
    await fc.assert(property, { numRuns: 60 });
    fc.assert(
      fc.property(anyRound, (said) => {
        const read = roundOf(checkout, said);
        if (read !== undefined) expect(roundOf(checkout, saidIn(read))).toEqual(read);
      }),
      { numRuns: 200 },
    );
  });

  test('of a result is told by its points as they are, not by a name that is none', () => {
    const strange = { points: [{ axis: 'Z', tenths: 5, of: 0 }], round: saidIn(over(1)) };
    const result = { ...strange, total: 3 } as unknown as InterviewResult;
    expect(practiceAfter(checkout, [result])).toBeUndefined();
    expect(pastRounds(checkout, [result])[0]?.axes.every((each) => each.points === undefined)).toBe(
      true,
    );
  });
});

describe('what a tab is in the middle of', () => {
  beforeEach(() => {
    const items = new Map<string, string>();
    vi.stubGlobal('sessionStorage', {
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, text: string) => void items.set(key, text),
      removeItem: (key: string) => void items.delete(key),
    });
    return () => vi.unstubAllGlobals();
  });

  test('is known after a reload, and forgotten when it is done with', () => {
    noteHere('checkout', { kind: 'drill', number: 4_294_967_295 });
    expect(underWayHere('checkout')).toEqual({ kind: 'drill', number: 4_294_967_295 });
    expect(underWayHere('internal-tool')).toBeUndefined();
    noteHere('checkout', undefined);
    expect(underWayHere('checkout')).toBeUndefined();
  });

  test.each(['{"round":', 'round', 'round -1', 'waltz 3', 'round 99999999999'])(
    'is nothing when somebody else has put something there: %s',
    (text) => {
      sessionStorage.setItem('baton-interview:checkout', text);
      expect(underWayHere('checkout')).toBeUndefined();
    },
  );
});
