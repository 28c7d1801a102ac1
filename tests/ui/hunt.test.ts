/** The hunt of a page without its panel: it begins once, tells only of itself, and says what came of it. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { canary, canaryPromise, Hunt, shrink } from '../../src/hunt/index.ts';
import { HuntDesk } from '../../src/ui/hunt/hunt-desk.svelte.ts';
import { Hunter } from '../../src/worker/hunting/hunter.ts';
import { promisesAt } from '../../src/ui/promises/standing.ts';
import type { Lab } from '../../src/ui/run/lab.svelte.ts';
import type { HuntTask } from '../../src/worker/index.ts';
import { writeScenario } from '../../src/scenario/index.ts';
import { small } from '../hunt/small.ts';
import { builtIn } from '../support/runs.ts';
import { FakeWorker } from '../worker/fake-worker.ts';
import { openLab, orderFulfilment } from './in-process.ts';

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

/** A lab with a scenario in which a broken promise is planted, and the desk of its hunts. */
async function openDesk() {
  const { lab } = await openLab();
  const planted = canary(small('order-fulfilment', 3));
  if (planted === undefined) throw new Error('the scenario has effects');
  await lab.openFile(new File([writeScenario(planted)], 'planted.json'));
  const made: FakeWorker[] = [];
  const desk = new HuntDesk(lab, () => {
    const worker = newHunter();
    made.push(worker);
    return worker as unknown as Worker;
  });
  desk.seeds = 2;
  desk.promise = canaryPromise;
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
    expect(desk.progress?.report.seeds).toBe(2);
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
    expect(desk.progress).toMatchObject({ state: 'done', report: { seeds: 2 } });
  });
});

describe('what is said of a hunt', () => {
  it('names the promise that was looked for, and claims nothing of the others', async () => {
    const { desk } = await openDesk();
    await desk.start();
    expect(desk.summary).toMatch(/^2 seeds ran, 0 kept “[^”]+”\.$/);
    desk.promise = 'charged-once';
    desk.faults = 'none';
    await desk.start();
    expect(desk.summary).toBe('2 seeds ran, and “No order is charged twice” held.');
  });

  it('names all promises where any was looked for', async () => {
    const { lab, desk } = await openDesk();
    await lab.openScenario('order-fulfilment');
    desk.promise = '';
    desk.faults = 'none';
    desk.seeds = 1;
    await desk.start();
    expect(desk.summary).toBe('1 seed ran, and every promise held.');
  });

  it('is that it was lost or stopped, where no seed had run', async () => {
    const { desk, made } = await openDesk();
    const lost = desk.start();
    made[0]?.dispatchEvent(new Event('error'));
    await lost;
    expect(desk.summary).toMatch(/^The hunt was lost before any seed had run\./);
    const stopped = desk.start();
    desk.stop();
    await stopped;
    expect(desk.summary).toBe('The hunt was stopped before any seed had run.');
  });
});

describe('a found run', () => {
  /** A desk whose hunt has found something. */
  async function withFound() {
    const { lab, desk } = await openDesk();
    await desk.start();
    const [found] = desk.progress?.shrunken ?? [];
    if (found === undefined) throw new Error('what is planted is found');
    return { lab, desk, found };
  }

  const bookOf = ({ travel: { branching } }: Lab) =>
    branching.all.map(({ id, name, inputs }) => [id, name, inputs.seed, inputs.actions.length]);

  it('gives back all branches, bookmarks, the seed and the moment of what was open', async () => {
    const { lab, desk, found } = await withFound();
    await lab.reseed(11);
    await lab.player.seek(2_000_500.25);
    await lab.inject(lab.faultChoices.crash('payment'));
    lab.travel.bookmark();
    await lab.player.seek(1_000_000);
    await lab.flip('shipping', 'inbox', false);
    lab.travel.bookmark();
    await lab.player.seek(1_050_000);
    const before = { book: bookOf(lab), address: lab.address, marks: lab.travel.bookmarks.all };
    const prints = await lab.run.fingerprints(1_050_000);
    await desk.open(found);
    expect(bookOf(lab).length).toBe(1);
    expect(desk.canGoBack).toBe(true);
    await desk.goBack();
    expect(bookOf(lab)).toEqual(before.book);
    expect(lab.address).toBe(before.address);
    expect(lab.travel.bookmarks.all).toEqual(before.marks);
    expect(lab.player.cursor).toBe(1_050_000);
    expect(await lab.run.fingerprints(1_050_000)).toEqual(prints);
    expect(desk.canGoBack).toBe(false);
  });

  it('leads back to what was open before it, not to what was open before an earlier one', async () => {
    const { lab, desk, found } = await withFound();
    await desk.open(found);
    await lab.openFile(new File([orderFulfilment.replace('Order fulfilment', 'My shop')], 'own'));
    expect(desk.canGoBack).toBe(false);
    await lab.player.seek(2_500_000);
    await lab.inject(lab.faultChoices.crash('payment'));
    await desk.open(found);
    await desk.goBack();
    expect(lab.run.scenario?.title).toBe('My shop');
    expect(lab.run.actions.length).toBe(1);
    expect(lab.player.cursor).toBe(2_500_000);
  });

  it('in which something was done lies aside when one goes back, and nothing else does', async () => {
    const { lab, desk, found } = await withFound();
    await lab.player.seek(1_000_000);
    lab.travel.bookmark();
    await desk.open(found);
    expect(lab.aside.title).toBe('');
    const title = lab.run.scenario?.title;
    await lab.inject(lab.faultChoices.crash('payment'));
    await desk.goBack();
    expect(lab.travel.marked).toHaveLength(1);
    expect(lab.aside.title).toBe(title);
    await lab.aside.bringBack();
    expect(lab.run.text).toBe(found.text);
    expect(lab.run.actions).toHaveLength(1);
  });

  it('leads back past the others that were opened after it, however fast', async () => {
    const { lab, desk, found } = await withFound();
    const { address } = lab;
    await Promise.all([desk.open(found), desk.open(found)]);
    await desk.open({ ...found, seed: found.seed + 1 });
    await lab.reseed(5);
    expect(desk.canGoBack).toBe(true);
    await desk.goBack();
    expect(lab.address).toBe(address);
  });

  /** A run that breaks a promise, opened as found: how the promise stands before a step, after it, and at the end. */
  async function standings(id: string) {
    const { lab, desk } = await openDesk();
    const scenario = builtIn('order-fulfilment-naive');
    const styles = ['choreography'] as const;
    const hunt = new Hunt({ scenario, styles, from: 1, seeds: 5, faults: 'drawn', promise: id });
    hunt.step({ maxEvents: Infinity });
    const [failure] = hunt.failures();
    if (failure === undefined) throw new Error('a naive scenario breaks its promises');
    const found = shrink(failure, { runs: 1, events: 1 });
    await desk.open(found);
    const state = () =>
      promisesAt(lab.run.worlds, lab.run.scenario?.promises ?? [], lab.player.cursor)
        .find((line) => line.id === id)
        ?.standings.find(({ style }) => style === found.style)?.state;
    const states = [state()];
    await lab.travel.stepping.forward(false);
    states.push(state());
    await lab.player.seekEnd();
    states.push(state());
    return { states, told: lab.notices.shown.at(-1)?.text };
  }

  it('shows by one step that its promise breaks, also where only the end tells', async () => {
    const now = await standings('charged-once');
    expect(now.states).toEqual(['holds', 'broken', 'broken']);
    expect(now.told).toMatch(/^Paused just before the promise breaks\. Step on: /);
    const late = await standings('money-conserved');
    expect(late.states).toEqual(['ahead', 'broken', 'broken']);
    expect(late.told).toMatch(
      /^Paused just before what breaks the promise, which is judged at the end/,
    );
  });
});
