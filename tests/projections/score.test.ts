/** The score: each line a pair of rows, each ring a duplicate, each gap a crash; held to plain scans of all rows. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Folding, recount, Score, scoreWords, type Crossing } from '../../src/projections/index.ts';
import { Spans } from '../../src/projections/score/spans.ts';
import { code, Trace, type Cast, type Style } from '../../src/trace/index.ts';
import { builtIn, finished, withFaults } from '../support/runs.ts';
import { smallCast } from '../support/telling.ts';
import { anyTrace } from './any-trace.ts';

function scoreOf(trace: Trace, cast: Cast, slice = Number.POSITIVE_INFINITY): Score {
  const score = new Score(trace, cast);
  while (!score.readOn(Number.POSITIVE_INFINITY, slice));
  return score;
}

function crossingsOf({ crossings }: Score): Crossing[] {
  return Array.from({ length: crossings.length }, (_, index) => ({ ...crossings.at(index) }));
}

/** What each row that takes something up belongs to, found by looking back over all rows. */
function pairsIn(trace: Trace): Map<number, number> {
  const pairs = new Map<number, number>();
  const sends = ['produce-sent', 'call-sent', 'reply-sent'] as const;
  const takes = [
    ...(['record-appended', 'produce-deduplicated', 'produce-refused'] as const),
    ...(['call-received', 'reply-received'] as const),
  ];
  for (let row = 0; row < trace.length; row++) {
    if (takes.some((kind) => trace.is(row, kind))) {
      const cause = trace.cause(row);
      expect(sends.some((kind) => trace.is(cause, kind))).toBe(true);
      pairs.set(row, cause);
    }
    if (!trace.is(row, 'record-delivered')) continue;
    for (let sent = row - 1; sent >= 0 && !pairs.has(row); sent--) {
      const isIt =
        trace.is(sent, 'record-sent') &&
        trace.actor(sent) === trace.actor(row) &&
        trace.a(sent) === trace.a(row) &&
        trace.b(sent) === trace.b(row);
      if (isIt) pairs.set(row, sent);
    }
  }
  return pairs;
}

const runs: readonly (readonly [string, Style])[] = [
  ['order-fulfilment', 'choreography'],
  ['payment-refused', 'direct'],
  ['rebalance-zombie', 'orchestration'],
  ['acks-one-loses-naive', 'choreography'],
  ['transactions-read-committed-naive', 'orchestration'],
];

describe.each(runs)('the score of %s as %s', (slug, style) => {
  const { trace, cast } = finished(builtIn(slug), style, 3);
  const score = scoreOf(trace, cast);
  const all = crossingsOf(score);

  test('has a line for each pair of rows that sent and took up, and no other', () => {
    const drawn = all.filter(({ receivedRow }) => receivedRow >= 0);
    const pairs = pairsIn(trace);
    expect(new Map(drawn.map(({ receivedRow, sentRow }) => [receivedRow, sentRow]))).toEqual(pairs);
    expect(drawn).toHaveLength(pairs.size);
    for (const { sentRow, receivedRow, sent, arrived, taken, order, message } of drawn) {
      expect([sent, taken]).toEqual([trace.time(sentRow), trace.time(receivedRow)]);
      const latency = trace.is(sentRow, 'record-sent') ? trace.c(sentRow) : trace.b(sentRow);
      expect(arrived).toBe(sent + latency);
      expect(arrived).toBeLessThanOrEqual(taken);
      expect([order, message]).toEqual([trace.order(receivedRow), trace.message(receivedRow)]);
    }
  });

  test('loses what the network lost, and passes over what no handler was given', () => {
    const sent = all.filter(({ receivedRow }) => receivedRow < 0);
    for (const { fate, sentRow } of sent) {
      const latency = trace.is(sentRow, 'record-sent') ? trace.c(sentRow) : trace.b(sentRow);
      expect(fate === 'lost').toBe(latency < 0);
      if (fate === 'passed') expect(trace.is(sentRow, 'record-sent')).toBe(true);
    }
    const rows = new Set(all.map(({ sentRow }) => sentRow));
    for (let row = 0; row < trace.length; row++) {
      const isSend = trace.is(row, 'produce-sent') || trace.is(row, 'record-sent');
      if (isSend) expect(rows.has(row)).toBe(true);
    }
  });

  test('rings as many messages as the figures count duplicates, at every row', () => {
    for (const row of [0, Math.floor(trace.length / 3), trace.length - 1]) {
      const ringed = all.filter(({ times, receivedRow }) => times > 1 && receivedRow <= row);
      expect(ringed).toHaveLength(recount(trace, cast, row).duplicates);
    }
    expect(all.filter(({ times }) => times > 0)).toHaveLength(recount(trace, cast).deliveries);
  });

  test('counts on each lane what a scan counts there', () => {
    const [from, to] = [trace.endTime / 4, trace.endTime / 2];
    score.lanes.forEach((_, lane) => {
      const here = all.filter(
        ({ toLane, taken, fate }) =>
          toLane === lane && fate === 'received' && taken >= from && taken < to,
      );
      expect(score.handed(lane, from, to)).toEqual({
        received: here.length,
        repeated: here.filter(({ times }) => times > 1).length,
      });
    });
  });

  test('is the same when it is read in slices', () => {
    expect(crossingsOf(scoreOf(trace, cast, 7))).toEqual(all);
  });
});

test('a crash breaks the lane until the restart, and ends the work that was under way', () => {
  const crashes = [1500, 3000, 4500, 6000, 7500].map((atMs) => ({
    when: { atMs },
    target: { service: 'shipping' },
    effect: { kind: 'crash' as const, restartAfterMs: 700 },
  }));
  const scenario = withFaults(builtIn('order-fulfilment'), crashes);
  const { trace, cast } = finished(scenario, 'choreography', 3);
  const { spells, lanes } = scoreOf(trace, cast);
  const gaps = Array.from({ length: spells.away.length }, (_, index) => spells.awayAt(index));
  expect(gaps.map(({ from, to }) => [from, to])).toEqual(
    crashes.map(({ when }) => [when.atMs * 1000, (when.atMs + 700) * 1000]),
  );
  for (const { lane, absence } of gaps)
    expect(`${lanes[lane]?.name} ${absence}`).toBe('Shipping down');
  let cut = 0;
  for (let index = 0; index < spells.work.length; index++) {
    const { from, to, row, lane } = spells.workAt(index);
    const gap = gaps.find(
      (each) => each.lane === lane && each.from >= from && each.from < from + trace.b(row),
    );
    expect(to).toBe(gap === undefined ? from + trace.b(row) : gap.from);
    if (gap !== undefined) cut++;
  }
  expect(cut).toBeGreaterThan(0);
});

describe('any trace at all', () => {
  test('rings as many as the figures count, and keeps lines, lanes and time in order', () => {
    fc.assert(
      fc.property(anyTrace(200), fc.integer({ min: 1, max: 50 }), (trace, slice) => {
        const cast = smallCast();
        const all = crossingsOf(scoreOf(trace, cast));
        expect(all).toEqual(crossingsOf(scoreOf(trace, cast, slice)));
        expect(all.filter(({ times }) => times > 1)).toHaveLength(recount(trace, cast).duplicates);
        for (const { sent, taken } of all) expect(sent).toBeLessThanOrEqual(taken);
      }),
      { numRuns: 100 },
    );
  });

  test('an order has the lines that a scan finds, the latest first', () => {
    fc.assert(
      fc.property(anyTrace(150), (trace) => {
        const score = scoreOf(trace, smallCast());
        const found: number[] = [];
        score.crossings.ofOrder(2, ({ index }) => found.push(index));
        const scanned = crossingsOf(score).filter(({ order }) => order === 2);
        expect(found.toReversed()).toEqual(scanned.map(({ index }) => index));
      }),
      { numRuns: 60 },
    );
  });

  test('a lane is broken from each fall to the rise after it', () => {
    fc.assert(
      fc.property(anyTrace(150), (trace) => {
        const { spells } = scoreOf(trace, smallCast());
        const told: (readonly [number, number])[] = [];
        for (let index = 0; index < spells.away.length; index++) {
          const { absence, row, to } = spells.awayAt(index);
          if (absence === 'down') told.push([row, to]);
        }
        expect(told).toEqual(fallsIn(trace));
      }),
      { numRuns: 60 },
    );
  });
});

function fallsIn(trace: Trace): (readonly [number, number])[] {
  const score = new Score(trace, smallCast());
  const falls: (readonly [number, number])[] = [];
  for (let row = 0; row < trace.length; row++) {
    if (!trace.is(row, 'process-crashed') || score.laneOfActor(trace.actor(row)) < 0) continue;
    const isDown = falls.some(([fell, rose]) => {
      return trace.actor(fell) === trace.actor(row) && rose > trace.time(row) && fell < row;
    });
    const rises: number[] = [];
    for (let later = row + 1; later < trace.length; later++) {
      const isBack = trace.is(later, 'process-restarted') || trace.is(later, 'process-started');
      if (isBack && trace.actor(later) === trace.actor(row)) rises.push(trace.time(later));
    }
    if (!isDown) falls.push([row, rises[0] ?? Number.POSITIVE_INFINITY]);
  }
  return falls;
}

describe('stretches of time', () => {
  const stretch = fc.tuple(fc.nat(100_000), fc.nat(3000), fc.integer({ min: -1, max: 4000 }));

  test('in view are those that a scan finds, whatever their order and however their ends move', () => {
    const many = fc.array(stretch, { maxLength: 400 });
    fc.assert(
      fc.property(many, fc.nat(100_000), fc.nat(20_000), (given, from, width) => {
        const spans = new Spans();
        for (const [start, length] of given) spans.push(start, start + length);
        given.forEach(([start, , moved], index) => {
          if (moved >= 0) spans.endAt(index, start + moved);
        });
        const found: number[] = [];
        spans.visit(from, from + width, (index) => found.push(index) > 0);
        const expected = given.flatMap(([start, length, moved], index) => {
          const end = start + (moved >= 0 ? moved : length);
          return start <= from + width && end >= from ? [index] : [];
        });
        expect(found).toEqual(expected);
        expect(spans.count(from, from + width, 5)).toBe(Math.min(5, expected.length));
      }),
      { numRuns: 200 },
    );
  });

  test('of a hundred thousand, no more than a few hundred are looked at for a narrow view', () => {
    const spans = new Spans();
    for (let index = 0; index < 100_000; index++) spans.push(index * 100, index * 100 + 5000);
    let seen = 0;
    const reading = spans.startOf.bind(spans);
    spans.visit(5_000_000, 5_010_000, (index) => {
      expect(reading(index)).toBeLessThanOrEqual(5_010_000);
      return ++seen > 0;
    });
    expect(seen).toBe(151);
  });
});

/** A trace that tells something at these instants, and nothing else. */
function told(instants: readonly number[]): Trace {
  const trace = new Trace();
  for (const time of instants.toSorted((a, b) => a - b))
    trace.append(code['outbox-read'], time, 3, -1, -1, 1, -1, -1, -1);
  return trace;
}

describe('folded time', () => {
  const instants = fc.array(fc.nat(60_000_000), { maxLength: 30 });

  test('grows with time, stands for one instant at each place, and folds only what is idle in all', () => {
    fc.assert(
      fc.property(
        fc.array(instants, { minLength: 1, maxLength: 3 }),
        fc.array(fc.nat(70_000_000), { minLength: 2, maxLength: 20 }),
        (all, probes) => {
          const scores = all.map((each) => scoreOf(told(each), smallCast()));
          const folding = new Folding(scores);
          folding.readOn();
          const asked = [...new Set([...probes, ...all.flat()])].toSorted((a, b) => a - b);
          asked.forEach((time, index) => {
            expect(Math.round(folding.timeAt(folding.placeOf(time)))).toBe(time);
            const next = asked[index + 1];
            if (next !== undefined)
              expect(folding.placeOf(next)).toBeGreaterThan(folding.placeOf(time));
          });
          for (let index = 0; index < folding.length; index++) {
            const { from, to } = folding.fold(index);
            expect(to - from).toBeGreaterThan(1_000_000);
            expect(all.flat().filter((time) => time > from && time < to)).toEqual([]);
            expect(folding.placeOf(to) - folding.placeOf(from)).toBeCloseTo(200_000, 3);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test('leaves no idle time unfolded that lies between two things that are told', () => {
    fc.assert(
      fc.property(fc.array(instants, { minLength: 1, maxLength: 3 }), (all) => {
        const folding = new Folding(all.map((each) => scoreOf(told(each), smallCast())));
        folding.readOn();
        const union = [0, ...all.flat()].toSorted((a, b) => a - b);
        const idle = union.filter((time, index) => (union[index + 1] ?? 0) - time > 1_000_000);
        const folds = Array.from({ length: folding.length }, (_, at) => folding.fold(at).from);
        expect(folds).toEqual([...new Set(idle)]);
      }),
      { numRuns: 100 },
    );
  });

  test('is the same whether the run was known at once or came bit by bit', () => {
    fc.assert(
      fc.property(instants, instants, (one, other) => {
        const whole = [one, other].map((each) => scoreOf(told(each), smallCast()));
        const at = new Folding(whole);
        at.readOn();
        const traces = [one, other].map((each) => told(each));
        const growing = traces.map((trace) => new Score(trace, smallCast()));
        const bit = new Folding(growing);
        for (let known = 0; known <= 66_000_000; known += 3_000_000) {
          growing.forEach((score, index) => {
            const rows = (traces[index]?.rowAt(known) ?? -1) + 1 - score.read;
            score.readOn(known, Math.max(0, rows));
          });
          bit.readOn();
        }
        growing.forEach((score) => score.readOn(Number.POSITIVE_INFINITY));
        bit.readOn();
        const folds = (folding: Folding) =>
          Array.from({ length: folding.length }, (_, index) => folding.fold(index));
        expect(folds(bit)).toEqual(folds(at));
      }),
      { numRuns: 100 },
    );
  });
});

test('the words tell what is in view, lane by lane', () => {
  const { trace, cast } = finished(builtIn('rebalance-zombie'), 'choreography', 3);
  const score = scoreOf(trace, cast);
  const folding = new Folding([score]);
  folding.readOn();
  const words = scoreWords(score, folding, { from: 0, to: trace.endTime + 1 });
  expect(words[0]).toMatch(
    /^From 00:00.000 to 00:38.000: \d+ messages received, 1 of them not for the first time, \d+ milestones, 2 faults, [\d.]+ s of idle time folded in \d places\.$/,
  );
  expect(words.join('\n')).toMatch(
    /Shipping 1: \d+ received; paused from 00:05.000 to 00:19.000\./,
  );
});
