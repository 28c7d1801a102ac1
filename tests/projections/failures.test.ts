/** What went wrong, by reasons: counted against the rows that tell of it, at any instant. */
import { describe, expect, test } from 'vitest';
import { Failures, groupFailures, recount, wentWrong } from '../../src/projections/index.ts';
import { code, type Kind, type Trace } from '../../src/trace/index.ts';
import { builtIn, finished } from '../support/runs.ts';
import { actors, smallCast, Telling } from '../support/telling.ts';

function rowsOf(trace: Trace, kinds: readonly Kind[], passes = (_: number) => true): number {
  const codes = new Set<number>(kinds.map((kind) => code[kind]));
  let count = 0;
  for (let row = 0; row < trace.length; row++)
    if (codes.has(trace.kind(row)) && passes(row)) count++;
  return count;
}

describe('failures of a run', () => {
  test.each([
    'rebalance-zombie-naive',
    'retry-reorders-naive',
    'poison-blocks-partition',
    'external-effect',
  ])('%s: each reason counts its rows', (slug) => {
    const { trace, cast } = finished(builtIn(slug), 'choreography', 7);
    const failures = new Failures(trace, cast);
    const counts = Object.fromEntries(
      groupFailures(failures.between(-1, trace.length)).map(({ reason, count }) => [reason, count]),
    );
    const told: Record<string, number> = {
      'effect twice': recount(trace, cast).effectsTwice,
      suppressed: rowsOf(trace, [
        ...(['duplicate-suppressed', 'produce-deduplicated', 'effect-deduplicated'] as const),
      ]),
      redelivered: rowsOf(trace, ['record-delivered'], (row) => trace.c(row) > 1),
      'dead letter': rowsOf(trace, ['dead-lettered']),
      crashed: rowsOf(trace, ['process-crashed']),
    };
    for (const [reason, count] of Object.entries(told))
      expect([reason, counts[reason] ?? 0]).toEqual([reason, count]);
    expect(Object.keys(counts)).not.toEqual([]);
  });

  test('are those after an instant and up to a row, wherever one looks first', () => {
    const { trace, cast } = finished(builtIn('rebalance-zombie-naive'), 'choreography', 7);
    const all = new Failures(trace, cast).between(-1, trace.length);
    const failures = new Failures(trace, cast);
    for (let row = 0; row < trace.length; row += Math.ceil(trace.length / 40)) {
      const since = trace.time(row) - 1_500_000;
      const expected = all.filter((each) => each.row <= row && each.time > since);
      expect(failures.between(since, row)).toEqual(expected);
    }
  });

  test('stand with the worst first, and name the last row of each', () => {
    const { trace } = new Telling()
      .tell('duplicate-suppressed', { by: actors.payment, order: 1 }, { attempt: 2 })
      .tell('leg-lost', { by: actors.orders }, { leg: 1, partition: 0 })
      .tell('leg-lost', { by: actors.broker }, { leg: 2, partition: 1 })
      .tell('leg-lost', { by: actors.orders }, { leg: 1, partition: 0 })
      .tell('duplicate-suppressed', { by: actors.payment, order: 2 }, { attempt: 2 });
    const all = new Failures(trace, smallCast()).between(-1, 9);
    expect(groupFailures(all)).toMatchObject([
      { reason: 'ack lost', count: 2, row: 3, isHarmless: false },
      { reason: 'record lost', count: 1, row: 2 },
      { reason: 'suppressed', count: 2, row: 4, isHarmless: true },
    ]);
    // A broker has no place of its own: it is the partition that has lost it.
    expect(all[2]).toMatchObject({ actor: -1, partition: 1 });
  });

  test('an effect is there twice only as long as it was not taken back', () => {
    const about = { by: actors.payment, order: 1 };
    const { trace } = new Telling()
      .tell('effect-applied', about)
      .tell('effect-undone', about)
      .tell('effect-applied', about)
      .tell('effect-applied', about);
    expect(new Failures(trace, smallCast()).between(-1, 9).map(({ row }) => row)).toEqual([3]);
  });
});

describe('what went wrong, in words', () => {
  test.each(['external-effect', 'rebalance-zombie-naive', 'acks-one-loses-naive'])(
    '%s: names every place and counts every failure of it, at any instant',
    (slug) => {
      const { trace, cast } = finished(builtIn(slug), 'orchestration', 7);
      const failures = new Failures(trace, cast);
      for (let row = 0; row < trace.length; row += Math.ceil(trace.length / 20)) {
        const told = failures.between(-1, row);
        const [heading, ...lines] = wentWrong(told, cast);
        const harm = told.filter(({ isHarmless }) => !isHarmless).length;
        expect(heading?.text).toMatch(new RegExp(`: ${harm === 0 ? 'nothing' : harm}(, and|$)`));
        const counted = lines
          .filter(({ depth }) => depth === 2)
          .map(({ text }) => Number(/, (\d+) times$/.exec(text)?.[1] ?? 1))
          .reduce((sum, count) => sum + count, 0);
        expect(counted).toBe(told.length);
        const places = lines.filter(({ depth }) => depth === 1).map(({ text }) => text);
        for (const { actor } of told)
          if (actor >= 0) expect(places).toContain(cast.actors[actor]?.name);
        expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length);
      }
    },
  );
});
