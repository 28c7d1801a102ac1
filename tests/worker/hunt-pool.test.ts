/** The hunt of a page: several hunters find what one finds, stop at once, and shrink what they found. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { canary, canaryPromise, Hunt, merged } from '../../src/hunt/index.ts';
import { readScenario, writeScenario, type Scenario } from '../../src/scenario/index.ts';
import { Hunter } from '../../src/worker/hunting/hunter.ts';
import { HuntPool, type HuntTask, type PoolProgress } from '../../src/worker/index.ts';
import { small } from '../hunt/small.ts';
import { FakeWorker } from './fake-worker.ts';

function planted(): Scenario {
  const scenario = canary(small('order-fulfilment', 3));
  if (scenario === undefined) throw new Error('the scenario has effects');
  return scenario;
}

function taskOf(scenario: Scenario, change: Partial<HuntTask> = {}): HuntTask {
  const styles = ['choreography', 'orchestration'] as const;
  const text = writeScenario(scenario);
  return { text, styles, from: 1, seeds: 12, faults: 'drawn', ...change };
}

function poolOf(task: HuntTask, workers = 3) {
  const told: PoolProgress[] = [];
  const made: FakeWorker[] = [];
  let clock = 0;
  const pool = new HuntPool(task, {
    workers,
    clock: () => (clock += 1),
    onProgress: (progress) => {
      told.push(progress);
    },
    newWorker: () => {
      let now = 0;
      const hunter = new Hunter(() => (now += 3));
      const worker = new FakeWorker({
        begin: (given: HuntTask) => hunter.begin(given),
        step: () => hunter.step(),
        beginShrink: hunter.beginShrink.bind(hunter),
        stepShrink: () => hunter.stepShrink(),
      });
      made.push(worker);
      return worker as unknown as Worker;
    },
  });
  const wait = (ms: number) => void (clock += ms);
  return { pool, told, made, wait };
}

afterEach(() => {
  vi.useRealTimers();
});

describe('a pool of hunters', () => {
  test('finds the canary in every seed, and shrinks it to a run that can be opened', async () => {
    const task = taskOf(planted(), { promise: canaryPromise, seeds: 4 });
    const { pool, told } = poolOf(task);
    expect(await pool.run()).toEqual([]);
    const last = told.at(-1);
    expect(last).toMatchObject({
      state: 'done',
      report: { seeds: 4, ofSeeds: 4, failingSeeds: 4 },
    });
    const [found] = last?.shrunken ?? [];
    expect(found).toMatchObject({ rule: { kind: 'promise', id: canaryPromise } });
    expect(found?.lines.length).toBeLessThanOrEqual(8);
    expect(readScenario(found?.text ?? '').kind).toBe('scenario');
    expect(new Set(told.map(({ state }) => state))).toEqual(
      new Set(['hunting', 'shrinking', 'done']),
    );
  });

  test('reports what one hunter alone would, however many there are', async () => {
    const naive = small('order-fulfilment-naive', 4);
    const task = taskOf(naive, { promise: 'charged-once' });
    const alone = new Hunt({ ...task, scenario: naive });
    alone.step({ maxEvents: Infinity });
    const { pool, told } = poolOf(task, 4);
    await pool.run();
    expect(told.at(-1)?.report).toEqual(alone.report());
    expect(alone.report().failingSeeds).toBeGreaterThan(0);
    const sizes = told.map(({ report }) => report.seeds);
    expect(sizes).toEqual(sizes.toSorted((one, other) => one - other));
  });

  test('stops at once, and keeps what was found', async () => {
    const { pool, told } = poolOf(taskOf(planted(), { seeds: 1000 }));
    const running = pool.run();
    while ((told.at(-1)?.report.seeds ?? 0) < 3) await new Promise((done) => setTimeout(done, 1));
    pool.stop();
    const heard = told.length;
    await running;
    expect(told.at(-1)).toMatchObject({ state: 'stopped', shrunken: [] });
    expect(told.at(-1)?.report.broken.length).toBeGreaterThan(0);
    expect(told.length - heard).toBeLessThanOrEqual(2);
  });

  test('says when a hunter was lost', async () => {
    const { pool, told, made } = poolOf(taskOf(planted(), { seeds: 1000 }), 1);
    const running = pool.run();
    while (told.length === 0) await new Promise((done) => setTimeout(done, 1));
    made[0]?.dispatchEvent(new Event('error'));
    await running;
    expect(told.at(-1)?.state).toBe('failed');
  });

  test('does not count the wait for a hunter that was lost without a word as hunting', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { pool, told, made, wait } = poolOf(taskOf(planted(), { seeds: 30 }), 2);
    const running = pool.run();
    made[0]?.hangAfter(0);
    const isLeftAlone = () => (told.at(-1)?.report.seeds ?? 0) >= 25;
    while (!isLeftAlone()) await new Promise((done) => setImmediate(done));
    const before = told.at(-1)?.huntingMs ?? 0;
    wait(15_000);
    vi.advanceTimersByTime(15_000);
    await running;
    expect(told.at(-1)?.state).toBe('failed');
    expect(told.at(-1)?.huntingMs).toBeLessThan(before + 1000);
  });

  test('tells what is wrong with a scenario', async () => {
    const { pool } = poolOf(taskOf(planted(), { text: '{"baton":1}' }));
    expect((await pool.run()).length).toBe(1);
  });
});

test('reports of different seeds are one report, whatever their order', () => {
  const scenario = small('order-fulfilment-naive', 4);
  const reports = [1, 4, 7].map((from) => {
    const hunt = new Hunt({ ...taskOf(scenario), scenario, from, seeds: 3 });
    hunt.step({ maxEvents: Infinity });
    return hunt.report();
  });
  expect(merged(reports.toReversed())).toEqual(merged(reports));
});
