/** Little's law over a real run: it holds, and it is found out when the run tells less than happened. */
import { describe, expect, test } from 'vitest';
import { InvariantKeeper } from '../../src/promises/index.ts';
import { Trace } from '../../src/trace/index.ts';
import { builtIn, finished } from '../support/runs.ts';

describe('Little’s law', () => {
  const shop = builtIn('order-fulfilment');
  const scenario = { ...shop, promises: [], workload: { ...shop.workload, orders: 400 } };
  const { trace, cast } = finished(scenario, 'choreography', 5);

  function verdict(told: Trace) {
    const keeper = new InvariantKeeper(scenario, cast);
    keeper.see(told, 0);
    return keeper.verdicts().find(({ id }) => id === 'M5');
  }

  test('holds for four hundred orders that come and go', () => {
    expect(verdict(trace)).toMatchObject({ state: 'holds', violations: 0 });
  });

  test('is broken when a few of them are never told to have ended', () => {
    const silent = new Set([150, 160, 170, 180]);
    const told = new Trace();
    for (let row = 0; row < trace.length; row++) {
      if (silent.has(trace.order(row)) && trace.is(row, 'order-ended')) continue;
      const numbers = [trace.a(row), trace.b(row), trace.c(row)] as const;
      const about = [trace.actor(row), trace.order(row), trace.message(row)] as const;
      told.append(trace.kind(row), trace.time(row), ...about, ...numbers, -1);
    }
    const { state, sentence } = verdict(told) ?? {};
    expect(state).toBe('broken');
    expect(sentence).toMatch(/^Between \d+\.\d{3} s and \d+\.\d{3} s orders were under way for /);
  });
});
