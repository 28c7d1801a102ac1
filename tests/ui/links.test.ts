/** Links without a browser: whatever was done to a run, its link holds it, and opening the link makes the same run. */
import { describe, expect, it } from 'vitest';
import { encodeLink, platformDeflate, type Link, type Scenario } from '../../src/scenario/index.ts';
import { brokerFaults } from '../../src/ui/faults/broker-faults.ts';
import { comparison } from '../../src/ui/links/comparison.ts';
import { linkTo } from '../../src/ui/links/make-link.ts';
import { workOn } from '../../src/ui/links/offer.ts';
import { openLink } from '../../src/ui/links/open-link.ts';
import { Lab } from '../../src/ui/run/lab.svelte.ts';
import { knobsOf, turned } from '../../src/ui/settings/knobs.ts';
import { openCluster } from './cluster.ts';
import { InProcess, openLab } from './in-process.ts';

const platform = platformDeflate(globalThis);

async function fragmentOf(link: Link): Promise<string> {
  const made = await encodeLink(link, platform);
  if (made.kind === 'problems') throw new Error(JSON.stringify(made.problems));
  return made.fragment;
}

/** Opens a fragment on another page, agrees where it asks, and returns that page. */
async function opened(fragment: string): Promise<Lab> {
  const lab = new Lab(new InProcess(), () => new InProcess());
  await lab.openAddress(`#${fragment}`);
  const { view } = lab.links;
  if (view?.kind === 'offered') await lab.links.accept(view.offer);
  return lab;
}

describe('a link', () => {
  it('holds what a knob was turned to', async () => {
    const { lab } = await openLab();
    const knob = knobsOf(lab.run.scenario as Scenario).find(({ name }) => name === 'Orders');
    if (knob === undefined) throw new Error('a scenario has orders');
    const result = turned(lab.mending.text, knob, '12');
    if ('problem' in result) throw new Error(result.problem);
    const { seed, actions } = lab.run;
    expect(await lab.tryOut({ text: result.text, seed, actions }, 'Orders: 12')).toBe(true);
    expect(lab.mending.isDone).toBe(false);
    expect(lab.travel.branching.current.name).toBe('Orders: 12');
    await lab.player.seek(2_000_000);
    const link = await linkTo(lab);
    expect(link).toMatchObject({ repaired: false, scenario: { kind: 'text', text: result.text } });
    const other = await opened(await fragmentOf(link));
    expect(other.run.scenario?.workload.orders).toBe(12);
    expect(await linkTo(other)).toMatchObject({ runs: link.runs });
  });

  it('holds every fault of the palette, and makes the same run of them', async () => {
    const lab = await openCluster();
    // No whole millisecond: what the file format cannot say, the action's own instant does.
    await lab.player.seek(2_000_123);
    const { scenario, faults } = lab.run;
    const { moment } = lab;
    if (scenario === undefined || moment === undefined) throw new Error('nothing is open');
    const aim = { service: 'payment', topic: 'orders.events', partition: 1 };
    const offered = brokerFaults({ scenario, faults, moment, aim }).flatMap(
      (group) => group.faults,
    );
    expect(offered.length).toBeGreaterThan(6);
    for (const { fault } of offered) await lab.inject(fault);
    await lab.inject({ when: {}, target: { service: 'payment' }, effect: { kind: 'duplicate' } });
    await lab.flip('payment', 'inbox', false);
    await lab.player.seek(6_000_000);
    const link = await linkTo(lab);
    expect(link.actions.length).toBe(offered.length + 2);
    const other = await opened(await fragmentOf(link));
    expect(other.links.view).toBeUndefined();
    expect(other.notices.shown.map(({ text }) => text).join()).toContain('Reproduced');
    expect(other.run.faults).toEqual(lab.run.faults);
    expect(other.player.cursor).toBe(6_000_000);
    expect(await linkTo(other)).toEqual(link);
  });

  it('leads to a moment in the past of what was done, and what is done there comes after it', async () => {
    const { lab } = await openLab();
    await lab.player.seek(3_000_000);
    await lab.flip('payment', 'inbox', false);
    await lab.player.seek(1_000_000);
    const other = await opened(await fragmentOf(await linkTo(lab)));
    expect(other.player.cursor).toBe(1_000_000);
    expect(other.run.actions).toHaveLength(1);
    await other.flip('shipping', 'inbox', false);
    expect(other.run.actions.map(({ atMicros }) => atMicros)).toEqual([1_000_000]);
  });

  it('brings the repair of a scenario that is set wrongly on purpose along', async () => {
    const lab = new Lab(new InProcess(), () => new InProcess());
    await lab.openAddress('#s=auto-commit-loses-naive');
    await lab.mending.repair();
    await lab.player.seek(500_000);
    const other = await opened(await fragmentOf(await linkTo(lab)));
    expect(other.mending.isDone).toBe(true);
    expect(other.run.text).toBe(lab.run.text);
    expect(other.notices.shown.map(({ text }) => text).join()).toContain('Reproduced');
  });

  it('replaces nothing that was done a moment ago without asking, though the simulation has not answered yet', async () => {
    const { lab, remote } = await openLab();
    const fragment = await fragmentOf(await linkTo(lab));
    const { act } = remote;
    let answer = () => {};
    const slow = new Promise<void>((resolve) => (answer = resolve));
    remote.act = (action) => slow.then(() => act(action));
    const flipped = lab.flip('payment', 'inbox', false);
    const opening = lab.openAddress(`#${fragment}`);
    // Long enough to read the link.
    await new Promise((resolve) => setTimeout(resolve, 50));
    answer();
    await Promise.all([flipped, opening]);
    expect(lab.links.view?.kind).toBe('offered');
    expect(lab.run.actions).toHaveLength(1);
    expect(workOn(lab)).toBe('the open run and what you did to it (1 thing)');
  });

  it('asks before it replaces branches and bookmarks too, though nothing was done on the one on view', async () => {
    const { lab } = await openLab();
    const fragment = await fragmentOf(await linkTo(lab));
    await lab.player.seek(2_000_000);
    await lab.player.seek(1_000_000);
    await lab.flip('payment', 'inbox', false);
    lab.travel.bookmark();
    await lab.travel.open(1);
    expect(lab.run.actions).toHaveLength(0);
    await lab.openAddress(`#${fragment}`);
    expect(lab.links.view?.kind).toBe('offered');
    expect(workOn(lab)).toBe('the open run and what you did to it (2 branches, 1 bookmark)');
    await lab.reseed(8);
    expect(lab.notices.shown.at(-1)?.text).toBe(
      'What you did in “Order fulfilment” (2 branches, 1 bookmark) lies aside.',
    );
    expect(workOn(lab)).toBe('');
  });

  it('is not said to be reproduced where nothing that it tells can be compared', async () => {
    const { lab } = await openLab();
    const link = await linkTo(lab);
    const runs = link.runs.slice(0, 1).map((run) => ({ ...run, style: 'direct' as const }));
    const other = await opened(await fragmentOf({ ...link, runs }));
    expect(other.links.view).toBeUndefined();
    expect(other.notices.shown.at(-1)?.text).toBe(
      'The link is open. It does not say what came of the run.',
    );
  });

  it('that would keep the page busy for long begins nothing without a word', async () => {
    const { lab } = await openLab();
    const link = await linkTo(lab);
    const effect = { kind: 'spike', orders: 1000, everyMs: 1 } as const;
    const spike = {
      kind: 'inject',
      atMicros: 5,
      fault: { when: { atMs: 5 }, target: {}, effect },
    } as const;
    const withSpikes = async (count: number) => {
      const other = new Lab(new InProcess(), () => new InProcess());
      const actions = Array.from({ length: count }, () => spike);
      await other.openAddress(`#${await fragmentOf({ ...link, actions, runs: [] })}`);
      return other;
    };
    const heavy = await withSpikes(3);
    const { view } = heavy.links;
    expect(view?.kind === 'offered' && view.offer.contents).toContain(
      '3000 orders more, by spikes',
    );
    expect(heavy.run.actions).toEqual([]);
    const light = await withSpikes(1);
    expect(light.links.view).toBeUndefined();
    expect(light.run.actions).toHaveLength(1);
  });

  it('that is followed before another one has been read gives way to it', async () => {
    const { lab } = await openLab();
    await lab.player.seek(1_000_000);
    const first = await fragmentOf(await linkTo(lab));
    await lab.player.seek(3_000_000);
    const second = await fragmentOf(await linkTo(lab));
    await Promise.all([lab.openAddress(`#${first}`), lab.openAddress(`#${second}`)]);
    expect(lab.player.cursor).toBe(3_000_000);
    await Promise.all([lab.openAddress(`#${second}`), lab.openAddress('#1.broken')]);
    expect(lab.links.view?.kind).toBe('refused');
  });

  it('changes nothing when it is refused', async () => {
    const { lab } = await openLab();
    await lab.player.seek(2_000_000);
    const before = [lab.run.scenario, lab.run.worlds, lab.player.cursor];
    const link = await linkTo(lab);
    for (const fragment of [
      '1.',
      '1.AAAA',
      '9.AAAA',
      await fragmentOf({ ...link, scenario: { kind: 'slug', slug: 'not-here' } }),
      await fragmentOf({ ...link, scenario: { kind: 'text', text: 'nothing' } }),
    ]) {
      expect((await openLink(lab, fragment, lab.ask()))?.kind).toBe('refused');
      expect([lab.run.scenario, lab.run.worlds, lab.player.cursor]).toEqual(before);
    }
  });
});

describe('a comparison', () => {
  const run = {
    style: 'choreography',
    untilMicros: 5,
    hash: '0'.repeat(16),
    figures: [{ name: 'completed', value: 3 }],
    broken: ['nothing-lost'],
  } as const;

  it('is silent when the fingerprints are the same', () => {
    const said = { engine: 'a', runs: [run] };
    expect(comparison(said, { engine: 'b', runs: [run] })).toBeUndefined();
  });

  it('names each figure that differs, and takes one that is not told for nil', () => {
    const here = { ...run, hash: '1'.repeat(16), figures: [], broken: [] };
    const different = comparison({ engine: 'a', runs: [run] }, { engine: 'a', runs: [here] });
    expect(different?.figures).toEqual([
      { style: 'choreography', name: 'completed', said: '3', here: '0' },
      { style: 'choreography', name: 'promises broken', said: 'nothing-lost', here: 'none' },
    ]);
  });
});
