/** The lag chart in words, held to the trace that it is drawn from. */
import { expect, test } from 'vitest';
import { lagSeries, type LagSeries } from '../../src/projections/index.ts';
import { chartWords } from '../../src/ui/charts/drain.ts';
import { paidOrder } from '../support/telling.ts';

test('says of each group how far it is behind and when it was furthest', () => {
  const { trace, cast } = paidOrder();
  expect(chartWords(lagSeries(trace, cast))).toBe(
    'Lag over time, in records: orders 0 now, at most 1 at 00:00.045; payment 0 now, at most 1 at 00:00.009',
  );
});

test('says of a group that was never behind that it was not', () => {
  const series: LagSeries = {
    ...{ times: [0, 1], lags: [[0, 0]], names: ['payment'] },
    ...{ drainSeconds: [0], rates: [{ arriving: 0, done: 0 }], decimated: false },
  };
  expect(chartWords(series)).toBe('Lag over time, in records: payment 0 throughout');
});
