/** The board really runs: every control changes the scenario and what happens, and nobody knows the hidden seeds before. */
import { describe, expect, test } from 'vitest';
import {
  begun,
  boardSet,
  firstRun,
  hiddenRuns,
  hiddenSeeds,
  shownSurprise,
  surpriseRun,
  touchedBy,
  twistOf,
  twistedRun,
  type Interview,
} from '../../src/interview/index.ts';
import { styles, type Style } from '../../src/trace/index.ts';
import * as answers from './answers.ts';
import { actsOf, after, hashOf, interviewOf, interviews, scenarioOf, told } from './rounds.ts';

function fresh(interview: Interview, number = 1) {
  return begun(interview.id, { number, length: 45, timer: 'off' });
}

const positions = interviews.flatMap((interview) =>
  interview.controls.flatMap(({ id, choices }) =>
    choices.slice(1).map((choice) => [interview.id, id, choice.id, choices[0]?.id ?? ''] as const),
  ),
);

describe('a position of the board', () => {
  test.each(positions)('in %s: %s at %s changes what is run, and what happens', (...named) => {
    const [id, control, choice, first] = named;
    const interview = interviewOf(id);
    const seed = 1;
    const runs = (position: string) => {
      const style = control === 'style' ? position : '';
      // Some only show beside others, so each is tried on the barest board and on the fullest.
      return [{}, fullest(interview)].flatMap((others) =>
        boardsOf(interview, { ...others, [control]: position }, style).map((board) => ({
          ...{ interview: id, seed, surprise: '', ...board },
        })),
      );
    };
    const [before, after] = [runs(first), runs(choice)];
    expect(before.length).toBe(after.length);
    const pairs = before.map((run, index) => [run, after[index] ?? run] as const);
    expect(pairs.some(([a, b]) => !equal(scenarioOf(a), scenarioOf(b)))).toBe(true);
    // Once is enough: a position that never shows in any style and under any fault is no control.
    expect(pairs.some(([a, b]) => hashOf(a) !== hashOf(b))).toBe(true);
  });

  function boardsOf(interview: Interview, choices: Record<string, string>, own: string) {
    const plain = boardSet(interview, choices);
    const wanted =
      own === '' ? styles.filter((style) => style !== 'orchestration') : [own as Style];
    return [[], ...interview.surprises.map(({ set }) => set)].flatMap((set) =>
      wanted.map((style) => ({ style, set: [...plain, ...set] })),
    );
  }

  function fullest({ controls }: Interview) {
    return Object.fromEntries(controls.map(({ id, choices }) => [id, choices.at(-1)?.id ?? '']));
  }

  const equal = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
});

describe.each(interviews.map((interview) => [interview.id, interview] as const))(
  'a round of %s',
  (_, interview) => {
    test('has twenty hidden seeds of its own, with every surprise among them', () => {
      const known = new Set<number>();
      for (let number = 1; number <= 20; number++) {
        const runs = hiddenRuns(interview, fresh(interview, number));
        for (const { seed } of runs) known.add(seed);
        const struck = new Set(runs.map(({ surprise }) => surprise));
        expect(struck.size).toBe(interview.surprises.length);
      }
      expect(known.size).toBe(20 * hiddenSeeds);
    });

    test('has another twist than the round before, and in time another surprise', () => {
      const rounds = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => fresh(interview, number));
      const twists = rounds.map((round) => twistOf(interview, round).id);
      for (const [index, twist] of twists.entries()) expect(twist).not.toBe(twists[index + 1]);
      expect(
        new Set(rounds.map((round) => shownSurprise(interview, round).id)).size,
      ).toBeGreaterThan(2);
    });

    test('is run with every twist and every surprise, at any position of the board', () => {
      const boards = [
        {},
        ...interview.controls.flatMap(({ id, choices }) =>
          choices.map((choice) => ({ [id]: choice.id })),
        ),
      ];
      for (const choices of boards)
        for (const number of [1, 2]) {
          const round = { ...fresh(interview, number), choices };
          for (const wanted of [firstRun(interview, round), twistedRun(interview, round)])
            expect(scenarioOf(wanted).workload.orders).toBe(16);
          expect(scenarioOf(surpriseRun(interview, round)).styles.length).toBeGreaterThan(0);
        }
    });
  },
);

describe('the twist', () => {
  const checkout = interviewOf('checkout');
  const touched = (style: string, number: number) => {
    const acts = actsOf(checkout, {
      ...answers.strongCheckout,
      board: { ...answers.strongCheckout.board, style },
    });
    const round = after(checkout, acts, number);
    return touchedBy(told(firstRun(checkout, round)).cast, told(twistedRun(checkout, round)).cast);
  };

  test('of a fraud check that may refuse touches payment in a choreography, and only who directs in an orchestration', () => {
    const number = [1, 2].find((each) => twistOf(checkout, fresh(checkout, each)).id === 'fraud');
    expect(touched('choreography', number ?? 0)).toContain('payment');
    expect(touched('orchestration', number ?? 0)).toEqual(['order']);
  });
});
