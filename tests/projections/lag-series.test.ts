/** Lag over time: exact while it is short, true to its extremes when it is long. */
import { describe, expect, test } from 'vitest';
import { lagSeries } from '../../src/projections/index.ts';
import { actors, Telling } from '../support/telling.ts';

const { broker, payment } = actors;

function append(telling: Telling, ms: number, offset: number): Telling {
  return telling.at(ms).tell('record-appended', { by: broker }, { partition: 0, offset });
}

function commit(telling: Telling, ms: number, offset: number): Telling {
  return telling
    .at(ms)
    .tell('offset-committed', { by: payment }, { partition: 0, offset, group: 1 });
}

describe('the lag of a group over time', () => {
  test('is a step at each change, from the beginning to now', () => {
    const telling = new Telling();
    append(telling, 1000, 0);
    append(telling, 2000, 1);
    commit(telling, 3000, 2);
    const series = lagSeries(telling.trace, telling.cast, { now: 4_000_000 });
    expect(series).toEqual({
      times: [0, 1, 2, 3, 4],
      lags: [
        [0, 0, 0, 0, 0],
        [0, 1, 2, 0, 0],
      ],
      names: ['orders', 'payment'],
      drainSeconds: [0, 0],
      rates: [
        { arriving: 0, done: 0 },
        { arriving: 0.5, done: 0.5 },
      ],
      decimated: false,
    });
  });

  test('ends at the cursor', () => {
    const telling = append(append(new Telling(), 1000, 0), 2000, 1);
    expect(lagSeries(telling.trace, telling.cast, { upToRow: 0 }).lags[1]).toEqual([0, 1]);
  });

  test('keeps its highest and lowest values when it is thinned out', () => {
    const telling = new Telling();
    let committed = 0;
    for (let offset = 0; offset < 5000; offset++) {
      append(telling, offset * 10, offset);
      // One short peak of 40 records, otherwise the group follows at once.
      if (offset < 2500 || offset >= 2540)
        commit(telling, offset * 10 + 1, (committed = offset + 1));
    }
    const { times, lags, decimated } = lagSeries(telling.trace, telling.cast);
    expect(decimated).toBe(true);
    expect(times.length).toBeLessThanOrEqual(600);
    expect(lags.map((lag) => lag.length)).toEqual([times.length, times.length]);
    expect(times.every((time, index) => index === 0 || time > (times[index - 1] ?? 0))).toBe(true);
    expect(Math.max(...(lags[1] ?? []))).toBe(41);
    expect(Math.min(...(lags[1] ?? []))).toBe(0);
    expect(lags[1]?.at(-1)).toBe(5000 - committed);
  });
});

describe('the time to drain', () => {
  function backlog(): Telling {
    const telling = new Telling();
    for (let offset = 0; offset < 100; offset++) append(telling, 0, offset);
    return telling;
  }

  test('follows from the rate of the last five seconds', () => {
    const telling = backlog();
    commit(telling, 6000, 10);
    commit(telling, 10_000, 60);
    // 50 s: from 100 at second 5 to 40 at second 10, so 12 a second.
    expect(lagSeries(telling.trace, telling.cast).drainSeconds[1]).toBeCloseTo(40 / 12);
  });

  test('goes by what arrives and what is done, which are told too', () => {
    const telling = backlog();
    for (let offset = 100; offset < 120; offset++) append(telling, 7000, offset);
    commit(telling, 10_000, 60);
    // In the last five seconds 20 arrived and 60 were done: 60 are left, and they shrink by 8 a second.
    const { rates, drainSeconds } = lagSeries(telling.trace, telling.cast);
    expect(rates[1]).toEqual({ arriving: 4, done: 12 });
    expect(drainSeconds[1]).toBeCloseTo(60 / 8);
  });

  test('is unknown when the lag stands still or grows', () => {
    const telling = backlog();
    append(telling, 9000, 100);
    expect(lagSeries(telling.trace, telling.cast).drainSeconds[1]).toBeNull();
  });
});
