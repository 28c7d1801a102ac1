/** Hunts: what they find, what they do not find, and that nobody's pace changes it. */
import { describe, expect, test } from 'vitest';
import { Hunt, canary, canaryPromise, type HuntRequest } from '../../src/hunt/index.ts';
import type { Scenario } from '../../src/scenario/index.ts';
import { small } from './small.ts';

function request(scenario: Scenario, change: Partial<HuntRequest> = {}): HuntRequest {
  return {
    scenario,
    styles: ['choreography', 'orchestration'],
    from: 1,
    seeds: 5,
    faults: 'drawn',
    ...change,
  };
}

function hunted(asked: HuntRequest): Hunt {
  const hunt = new Hunt(asked);
  hunt.step({ maxEvents: Infinity });
  return hunt;
}

describe('a hunt', () => {
  test('of services without inbox and outbox finds what is done twice', () => {
    const { broken, seeds } = hunted(request(small('order-fulfilment-naive'))).report();
    expect(seeds).toBe(5);
    const ids = broken.map(({ id }) => id);
    expect(ids.some((id) => id === 'shipped-once' || id === 'charged-once')).toBe(true);
  });

  test('of services with inbox and outbox finds nothing', () => {
    const report = hunted(request(small('order-fulfilment'), { seeds: 20 })).report();
    expect(report).toMatchObject({ seeds: 20, runs: 40, capped: 0, failingSeeds: 0, broken: [] });
    expect(report.styles).toEqual([
      { style: 'choreography', runs: 20, failing: 0 },
      { style: 'orchestration', runs: 20, failing: 0 },
    ]);
  });

  test('without faults finds nothing in the naive services either', () => {
    const naive = small('order-fulfilment-naive');
    expect(hunted(request(naive, { faults: 'none' })).report().broken).toEqual([]);
  });

  test('finds nothing in a run that a limit cut off while an order was under way', () => {
    const scenario = small('order-fulfilment', 3);
    const arrivals = { kind: 'steady', everyMs: 1_799_900 } as const;
    const late = { ...scenario, workload: { ...scenario.workload, arrivals } };
    const report = hunted(request(late, { faults: 'none', seeds: 1 })).report();
    expect(report).toMatchObject({ seeds: 1, runs: 2, capped: 2, failingSeeds: 0, broken: [] });
  });

  test('of one promise passes over all others', () => {
    const asked = request(small('order-fulfilment-naive'), { promise: 'shipped-once' });
    const { broken, failingSeeds } = hunted(asked).report();
    expect(broken).toMatchObject([{ kind: 'promise', id: 'shipped-once', failingSeeds }]);
  });

  test('finds the same in slices of any size', () => {
    const asked = request(small('order-fulfilment-naive', 6), { seeds: 6 });
    const whole = hunted(asked);
    const sliced = new Hunt(asked);
    for (let slice = 1; !sliced.done; slice++)
      sliced.step({ maxEvents: 1 + ((slice * 7) % 900), mayGoOn: () => slice % 3 > 0 });
    expect(sliced.report()).toEqual(whole.report());
    expect(sliced.failures()).toEqual(whole.failures());
  });

  test('stops as soon as it is asked to, and goes on from there', () => {
    const hunt = new Hunt(request(small('order-fulfilment', 6)));
    hunt.step({ maxEvents: Infinity, mayGoOn: () => false });
    expect(hunt.done).toBe(false);
    expect(hunt.report().events).toBeLessThanOrEqual(256);
  });

  test('finds the canary in every seed, unless the faults are taken from it', () => {
    const planted = canary(small('order-fulfilment', 4));
    if (planted === undefined) throw new Error('the scenario has effects');
    const asked = request(planted, { promise: canaryPromise, seeds: 3 });
    expect(hunted(asked).report().failingSeeds).toBe(3);
    expect(hunted({ ...asked, faults: 'none' }).report().failingSeeds).toBe(0);
  });
});
