/** The hunt of a page without its panel: it begins once, tells only of itself, and says what came of it. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { HuntDesk } from '../../src/ui/hunt/hunt-desk.svelte.ts';
import { Hunter } from '../../src/worker/hunting/hunter.ts';
import type { HuntTask } from '../../src/worker/index.ts';
import { writeScenario } from '../../src/scenario/index.ts';
import { small } from '../hunt/small.ts';
import { FakeWorker } from '../worker/fake-worker.ts';
import { openLab } from './in-process.ts';

beforeEach(() => {
  vi.stubGlobal('navigator', { hardwareConcurrency: 3 });
  return () => vi.unstubAllGlobals();
});

/** A hunter without a thread. */
function newHunter(): FakeWorker {
  let now = 0;
  const hunter = new Hunter(() => (now += 3));
  return new FakeWorker({
    begin: (task: HuntTask) => hunter.begin(task),
    step: () => hunter.step(),
    beginShrink: hunter.beginShrink.bind(hunter),
    stepShrink: () => hunter.stepShrink(),
  });
}

/** A lab with a scenario that breaks its promises, and the desk of its hunts. */
async function openDesk() {
  const { lab } = await openLab();
  const naive = writeScenario(small('order-fulfilment-naive', 4));
  await lab.openFile(new File([naive], 'naive.json'));
  const made: FakeWorker[] = [];
  const desk = new HuntDesk(lab, () => {
    const worker = newHunter();
    made.push(worker);
    return worker as unknown as Worker;
  });
  desk.seeds = 4;
  return { lab, desk, made };
}

describe('a hunt on the page', () => {
  it('begins at once and only once, however often it is asked for', async () => {
    const { desk, made } = await openDesk();
    const hunts = [desk.start(), desk.start()];
    expect(desk.isRunning).toBe(true);
    expect(made.length).toBe(2);
    await Promise.all(hunts);
    expect(desk.progress?.state).toBe('done');
    expect(desk.progress?.report.seeds).toBe(4);
  });

  it('shows no figures of the hunt before it', async () => {
    const { lab, desk } = await openDesk();
    await desk.start();
    await lab.openScenario('order-fulfilment');
    desk.seeds = 3;
    const next = desk.start();
    expect(desk.hunted?.title).toBe(lab.run.scenario?.title);
    expect(desk.progress).toMatchObject({ state: 'hunting', shrunken: [] });
    expect(desk.progress?.report).toMatchObject({ seeds: 0, ofSeeds: 3, broken: [] });
    desk.stop();
    await next;
    expect(desk.progress?.state).toBe('stopped');
  });

  it('hears no more of one that was lost once the next has begun', async () => {
    const { desk, made } = await openDesk();
    const lost = desk.start();
    made[0]?.dispatchEvent(new Event('error'));
    expect(desk.progress?.state).toBe('failed');
    const next = desk.start();
    expect(desk.progress?.state).toBe('hunting');
    await lost;
    expect(desk.isRunning).toBe(true);
    await next;
    expect(desk.progress).toMatchObject({ state: 'done', report: { seeds: 4 } });
  });
});
