/** What a round is worth: how well its parts fit each other and hold in runs, whatever the products are called. */
import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  axes,
  brands,
  cardsOf,
  pointsOf,
  report,
  score,
  type Interview,
  type Round,
  type Runs,
  type Score,
} from '../../src/interview/index.ts';
import * as answers from './answers.ts';
import { actsOf, after, card, interviewOf, runsOf, scored, type Answer } from './rounds.ts';

const checkout = interviewOf('checkout');
const tool = interviewOf('internal-tool');

function roundOf(interview: Interview, answer: Answer, number = 1): Round {
  return after(interview, actsOf(interview, answer), number);
}

function scoreOf(interview: Interview, answer: Answer, number = 1): Score {
  return scored(interview, roundOf(interview, answer, number));
}

describe.each([
  ['checkout', checkout, answers.strongCheckout, answers.fairCheckout],
  ['the internal tool', tool, answers.strongTool, answers.fairTool],
] as const)('in the interview about %s', (_, interview, strong, fair) => {
  let round: Round;
  let runs: Runs;
  let best: Score;
  let middle: Score;

  beforeAll(() => {
    round = roundOf(interview, strong);
    runs = runsOf(interview, round);
    best = score({ interview, round, runs });
    middle = scoreOf(interview, fair);
  });

  test('a strong, a fair and an empty answer come in that order, twenty points apart and more', () => {
    const none = scoreOf(interview, answers.empty);
    expect(best.total - middle.total).toBeGreaterThanOrEqual(20);
    expect(middle.total - none.total).toBeGreaterThanOrEqual(20);
    expect([best.level, middle.level, none.level]).toEqual(['strong', 'mixed', 'not yet']);
  });

  test('switching everything on and naming everything is worth less than a fair answer', () => {
    const all = scoreOf(interview, answers.everything(interview));
    expect(all.total).toBeLessThan(middle.total);
    expect(all.level).toBe('not yet');
  });

  test('no brand changes the score', () => {
    const names = [...brands.map(({ name }) => name), 'Our own', ''];
    // Each brand stands on a card once.
    for (let from = 0; from < names.length; from += round.cards.length) {
      const cards = round.cards.map((each, at) => ({ ...each, brand: names[from + at] ?? '' }));
      expect(score({ interview, round: { ...round, cards }, runs })).toEqual(best);
    }
  });

  test('a brand without a capability is an empty card', () => {
    const cards = brands.map(({ name }) => card('', '', '', '', '', '', '', name));
    const named = { ...round, cards };
    const bare = { ...round, cards: [] };
    const of = (each: Round) => score({ interview, round: each, runs }).total;
    expect(of(named)).toBe(of(bare));
  });

  test('the points of the axes and the lost points add up, and each lost point has a moment and a lesson', () => {
    const none = scoreOf(interview, answers.empty);
    for (const { axes: all, losses } of [best, middle, none]) {
      expect(all.map(({ axis }) => axis)).toEqual(axes);
      for (const { axis, points, of } of all) {
        const lost = losses.filter((loss) => loss.axis === axis);
        const sum = lost.reduce((total, loss) => total + loss.points, 0);
        expect(points + sum).toBeCloseTo(of, 6);
      }
      for (const { moment, lesson, says } of losses) {
        expect(says).not.toBe('');
        expect(moment.row).toBeGreaterThanOrEqual(0);
        expect(moment.at).toBeGreaterThanOrEqual(0);
        expect(existsSync(`scenarios/${lesson.replace('/', '/lessons/')}.md`)).toBe(true);
      }
    }
    expect(none.losses.length).toBeGreaterThan(10);
  });

  test('the report tells every axis, every hidden seed and every loss', () => {
    const told = report(interview, round, best);
    for (const axis of axes) expect(told).toMatch(new RegExp(`^\\| ${axis} \\|`, 'm'));
    for (const { seed } of best.hidden) expect(told).toContain(`| ${seed} |`);
    for (const { says } of best.losses) expect(told).toContain(says);
    expect(told).toContain('practice score');
    expect(told).toContain('Rated by yourself');
  });

  test('what a person has written cannot become markup of the report', () => {
    const told = report(interview, { ...round, summary: '# <b>Hello</b>\n| table |' }, best);
    expect(told).toContain('\\# \\<b\\>Hello\\</b\\> \\| table \\|');
  });
});

describe('the failures', () => {
  test('that were not survived keep two thirds when they were named with a sign and a remedy', () => {
    const unprotected = {
      ...answers.strongCheckout,
      board: { ...answers.strongCheckout.board, idempotency: 'off' },
    };
    const round = roundOf(checkout, unprotected);
    const runs = runsOf(checkout, round);
    const pointsOf = (failures: Round['failures']) =>
      score({ interview: checkout, round: { ...round, failures }, runs }).axes.find(
        ({ axis }) => axis === 'F',
      )?.points ?? 0;
    const struck = runs.hidden.filter(
      ({ surprise, isSurvived }) => surprise === 'crash-after-charge' && !isSurvived,
    ).length;
    expect(struck).toBeGreaterThan(0);
    const name = (sign: string, remedy: string) => [
      { surprise: 'crash-after-charge', sign, remedy },
    ];
    const bare = pointsOf([]);
    expect(pointsOf(name('reconciliation', 'idempotency-key')) - bare).toBeCloseTo(
      (2 / 3) * struck,
      6,
    );
    expect(pointsOf(name('processor', 'idempotency-key'))).toBe(bare);
    expect(pointsOf(name('reconciliation', 'more-partitions'))).toBe(bare);
  });

  test('that are named beyond three count for nothing', () => {
    const bare = { ...answers.fairCheckout, board: { style: 'choreography' }, failures: [] };
    const round = roundOf(checkout, bare);
    const runs = runsOf(checkout, round);
    const all = checkout.surprises.map(({ id, shownBy, helpedBy }) => ({
      surprise: id,
      sign: shownBy[0] ?? '',
      remedy: helpedBy[0] ?? '',
    }));
    const of = (failures: Round['failures']) =>
      score({ interview: checkout, round: { ...round, failures }, runs }).total;
    expect(of(all)).toBe(of(all.slice(0, 3)));
  });

  test('count half when they were survived and no card says why', () => {
    const round = roundOf(checkout, answers.strongCheckout);
    const runs = runsOf(checkout, round);
    const of = (cards: Round['cards']) =>
      score({ interview: checkout, round: { ...round, cards }, runs }).axes.find(
        ({ axis }) => axis === 'F',
      )?.points ?? 0;
    const survived = runs.hidden.filter(({ isSurvived }) => isSurvived).length;
    expect(of(round.cards) - of([])).toBeCloseTo(survived / 2, 6);
  });
});

describe('the internal tool', () => {
  test('rewards the answer without a broker, and the best one with a broker is not hire-like', () => {
    const without = scoreOf(tool, answers.strongTool);
    const broker = scoreOf(tool, answers.brokerTool);
    expect(without.total - broker.total).toBeGreaterThanOrEqual(20);
    expect(broker.level).toBe('mixed');
  });

  test('loses nothing by a broker that stands still, when nobody calls it', () => {
    const { hidden } = scoreOf(tool, answers.strongTool);
    const night = hidden.filter(({ surprise }) => surprise === 'broker-at-night');
    expect(night.length).toBeGreaterThan(0);
    expect(night.every(({ isSurvived }) => isSurvived)).toBe(true);
  });
});

describe('a decision card', () => {
  const round = roundOf(checkout, answers.strongCheckout);
  const good = card(
    ...['twice', 'idempotency-key', 'done-once-outside', 'outside-must-help', 'outside-checks'],
    ...['asking-first', 'caller-waits', ''],
  );
  const findingOf = (changed: object) =>
    cardsOf({ interview: checkout, round: { ...round, cards: [{ ...good, ...changed }] } })[0];

  test('whose slots fit each other and the board is whole', () => {
    expect(findingOf({})).toMatchObject({ isSound: true, isWhole: true, says: '' });
  });

  test.each([
    ['a requirement that nobody wrote down', { because: 'speed' }, false],
    ['a capability that the board does not have', { choose: 'change-capture' }, false],
    ['a guarantee that it does not give', { soThat: 'replay' }, false],
    ['a cost that it does not have', { costs: 'no-order' }, false],
    ['a condition that would not change it', { changeIf: 'steps-stay' }, true],
    ['a rejected one that would not have met the need', { rejected: 'outbox' }, true],
    ['a reason that does not speak against it', { rejectedBecause: 'no-order' }, true],
  ])('with %s is not', (_, changed, isSound) => {
    expect(findingOf(changed)).toMatchObject({ isSound, isWhole: false });
  });

  test('that names a product which lacks what was chosen is flagged, and scored alike', () => {
    const log = { choose: 'retained-log', because: 'per-order', soThat: 'order-per-entity' };
    const slots = { ...log, costs: 'head-of-line', changeIf: 'order-irrelevant' };
    const other = { rejected: 'key-by-customer', rejectedBecause: 'head-of-line' };
    const lacking = findingOf({ ...slots, ...other, brand: 'RabbitMQ' });
    const having = findingOf({ ...slots, ...other, brand: 'Apache Kafka' });
    expect(lacking).toEqual({ ...having, isContradicted: true });
    expect(having).toMatchObject({ isWhole: true, isContradicted: false });
  });

  test('cannot be written twice for the same capability', () => {
    const twice = { ...round, cards: [good, good] };
    expect(cardsOf({ interview: checkout, round: twice }).map(({ isWhole }) => isWhole)).toEqual([
      true,
      false,
    ]);
  });
});

test('the axes give a hundred points in all', () => {
  expect(Object.values(pointsOf).reduce((sum, points) => sum + points, 0)).toBe(100);
});
