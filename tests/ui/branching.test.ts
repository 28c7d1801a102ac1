/** Branches under a quick hand: what was asked for last stands beside, and nothing that was changed or marked is lost on the way. */
import { describe, expect, it } from 'vitest';
import { takeBackLast } from '../../src/ui/faults/take-back.ts';
import { Lab } from '../../src/ui/run/lab.svelte.ts';
import { knobsOf, turned } from '../../src/ui/settings/knobs.ts';
import { sayBranch } from '../../src/ui/travel/say-branch.ts';
import { openCluster } from './cluster.ts';
import { InProcess } from './in-process.ts';

const crash = (service: string) =>
  ({
    when: {},
    target: { service },
    effect: { kind: 'crash', restartAfterMs: 2000 },
  }) as const;

/** Original is seen up to 4 s; Branch 2 leaves it at 1 s, where Shipping crashes. */
async function forked() {
  const beside: InProcess[] = [];
  const newRemote = () => {
    const made = new InProcess();
    beside.push(made);
    return made;
  };
  const lab = new Lab(new InProcess(), newRemote);
  await lab.openAddress('#s=order-fulfilment&seed=7&style=both');
  await lab.player.seek(4_000_000);
  await lab.player.seek(1_000_000);
  await lab.inject(crash('shipping'));
  /** How many of the simulations beside are still alive. */
  const alive = () => beside.filter(({ failure }) => failure === undefined).length;
  return { lab, travel: lab.travel, alive };
}

/** What is said of a branch in the list. */
function said({ travel, run }: Lab, id: number): string {
  const branch = travel.branching.of(id);
  if (branch === undefined) throw new Error(`there is no branch ${id}`);
  return sayBranch(branch, travel.branching.all, run.scenario);
}

describe('a branch that is on its way beside', () => {
  it('gives its place to the one on view when it is opened meanwhile', async () => {
    const { travel, alive } = await forked();
    const asked = travel.openBeside(1);
    expect(await travel.open(1)).toBe(true);
    expect(await asked).toBe(false);
    expect(travel.branching.current.id).toBe(1);
    expect(travel.beside?.branch).toBe(2);
    expect(alive()).toBe(1);
  });

  it('never comes when another scenario is opened, or when it is deleted', async () => {
    const { lab, travel, alive } = await forked();
    const deleted = travel.openBeside(1);
    travel.remove(1);
    expect(await deleted).toBe(false);
    expect(travel.beside).toBeUndefined();
    travel.undelete();
    const left = travel.openBeside(1);
    await lab.openScenario('spike-and-lag');
    await left;
    expect(travel.beside).toBeUndefined();
    expect(alive()).toBe(0);
  });

  it('comes once, however often it is asked for', async () => {
    const { travel, alive } = await forked();
    const answers = await Promise.all([1, 1, 1].map((id) => travel.openBeside(id)));
    expect(answers).toEqual([false, false, true]);
    expect(alive()).toBe(1);
    travel.closeBeside();
    expect(alive()).toBe(0);
  });
});

describe('a branch', () => {
  it('that takes a deed back leaves where it was done, and shares the bookmarks before', async () => {
    const { lab, travel } = await forked();
    await lab.player.seek(500_000);
    travel.bookmark();
    await lab.player.seek(1_500_000);
    await lab.inject(crash('payment'));
    await takeBackLast(lab);
    const { id, name } = travel.branching.current;
    expect(name).toMatch(/^Taken back: Payment crashes/);
    expect(said(lab, id)).toBe('Leaves “Branch 2” at 00:01.500. Nothing more was done to it.');
    expect(travel.marked.map(({ time }) => time)).toEqual([500_000]);
  });

  it('that does more at the very instant where it leaves is told by that alone', async () => {
    const { lab } = await forked();
    await lab.player.seek(3_000_000);
    await lab.player.seek(1_000_000);
    await lab.inject(crash('payment'));
    expect(said(lab, 3)).toMatch(/^Leaves “Branch 2” at 00:01\.000\. Payment crashes/);
    expect(said(lab, 3)).not.toContain('more');
  });

  it('stays on view when it begins again with nothing done to it, and so does the one beside', async () => {
    const { lab, travel } = await forked();
    await travel.open(1);
    await lab.player.seek(2_000_000);
    await travel.forkHere();
    const { id } = travel.branching.current;
    await travel.openBeside(2);
    await lab.restart();
    expect(travel.branching.current.id).toBe(id);
    expect(lab.player.cursor).toBe(0);
    expect(travel.beside?.branch).toBe(2);
  });

  it('that comes back takes back those that left it, and what was marked on it', async () => {
    const { lab, travel } = await forked();
    await lab.player.seek(2_000_000);
    travel.bookmark();
    await lab.player.seek(3_000_000);
    await travel.forkHere();
    travel.remove(2);
    expect(travel.branching.current).toMatchObject({ id: 3, parent: 1, forkedAt: 1_000_000 });
    expect(travel.bookmarks.all).toMatchObject([{ branch: 3, time: 2_000_000 }]);
    expect(travel.marked).toHaveLength(1);
    travel.undelete();
    expect(travel.branching.current).toMatchObject({ id: 3, parent: 2, forkedAt: 3_000_000 });
    expect(travel.bookmarks.all).toMatchObject([{ branch: 2 }]);
    expect(travel.marked).toHaveLength(1);
  });

  it('that was changed keeps the change through a repair, and is what the repair is undone to', async () => {
    const lab = await openCluster();
    const { scenario, seed } = lab.run;
    const knob = knobsOf(scenario as NonNullable<typeof scenario>).find(
      ({ name }) => name === 'Orders',
    );
    const changed = turned(lab.mending.text, knob as NonNullable<typeof knob>, '12');
    if ('problem' in changed) throw new Error(changed.problem);
    await lab.tryOut({ text: changed.text, seed, actions: [] }, 'Orders: 12');
    const { id } = lab.travel.branching.current;
    await lab.mending.repair();
    expect(lab.mending.isDone).toBe(true);
    expect(lab.run.scenario?.workload.orders).toBe(12);
    expect(lab.run.scenario?.broker.settings['acks']).toBe('all');
    await lab.mending.undo();
    expect(lab.travel.branching.current.id).toBe(id);
    await lab.travel.open(1);
    await lab.mending.repair();
    const names = lab.travel.branching.all.map(({ name }) => name);
    expect(names).toEqual(['Original', 'Orders: 12', 'Repaired', 'Repaired 2']);
    // What went over a change of versions knows them again.
    const texts = lab.travel.branching.all.map(({ inputs }) => inputs.text);
    lab.mending.open(texts[0] ?? '');
    expect(lab.mending.isDone).toBe(false);
    await lab.mending.recognize(texts);
    expect(lab.mending.isDone).toBe(true);
  });
});
