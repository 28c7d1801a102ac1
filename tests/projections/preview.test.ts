/** A run at a glance shows what a recount of the run finds, within its span. */
import { describe, expect, test } from 'vitest';
import { previewOf, previewSpan, previewWidth, recount } from '../../src/projections/index.ts';
import { code } from '../../src/trace/index.ts';
import { builtIn, finished } from '../support/runs.ts';

describe.each(['order-fulfilment', 'poison-blocks-partition-naive'])('a preview of %s', (slug) => {
  const scenario = builtIn(slug);
  const { trace, cast } = finished(scenario, 'choreography', scenario.seed);
  const span = previewSpan(trace, cast);
  const preview = previewOf(trace, cast, span);

  test('has a line for each order, that ends as the order did', () => {
    const { outcomes } = recount(trace, cast);
    const count = (end: string) => preview.ends.filter((each) => each === end).length;
    expect(preview.ends).toHaveLength(outcomes.started);
    expect(preview.lines).toHaveLength(2 * outcomes.started);
    expect(count('completed')).toBe(outcomes.completed);
    expect(count('compensated')).toBe(outcomes.compensated);
    expect(count('failed')).toBe(outcomes.failed);
    expect(count('stuck')).toBe(outcomes.stuck);
  });

  test('places orders where they were placed and ended, and faults where they struck', () => {
    const placeOf = (time: number) =>
      Math.min(previewWidth, Math.round((time * previewWidth) / span));
    const begins: number[] = [];
    const ends: number[] = [];
    const struck = new Set<number>();
    for (let row = 0; row < trace.length; row++) {
      const kind = trace.kind(row);
      if (kind === code['order-placed']) begins.push(placeOf(trace.time(row)));
      if (kind === code['order-ended']) ends[trace.order(row)] ??= placeOf(trace.time(row));
      if (kind === code['fault-struck']) struck.add(placeOf(trace.time(row)));
    }
    let begin = 0;
    const shown = preview.ends.map((end, index) => {
      begin += preview.lines[2 * index] ?? 0;
      return { begin, end: begin + (preview.lines[2 * index + 1] ?? 0), isOpen: end === 'stuck' };
    });
    expect(shown.map((line) => line.begin)).toEqual(begins);
    const told = ends.filter((end) => end !== undefined);
    expect(shown.filter(({ isOpen }) => !isOpen).map(({ end }) => end)).toEqual(told);
    expect(shown.every(({ end, isOpen }) => !isOpen || end === previewWidth)).toBe(true);
    expect(preview.faults).toEqual([...struck]);
  });
});

test('a span shows all of a run that goes its way, and not the deadlines that a few wait for', () => {
  const spanOf = (slug: string) => {
    const scenario = builtIn(slug);
    const { trace, cast } = finished(scenario, 'choreography', scenario.seed);
    return { span: previewSpan(trace, cast), end: trace.endTime };
  };
  const plain = spanOf('order-fulfilment');
  expect(plain.span).toBeGreaterThan(10_000_000);
  const one = spanOf('poison-blocks-partition');
  expect(one.span).toBeLessThan(20_000_000);
  expect(one.end).toBeGreaterThan(100_000_000);
});
