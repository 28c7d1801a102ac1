/** A run over a change of versions: nothing of it is lost, and what a new version cannot run is said. */
import { describe, expect, it } from 'vitest';
import { packed, takeUp } from '../../src/ui/offline/carry.ts';
import { Lab } from '../../src/ui/run/lab.svelte.ts';
import { InProcess, openLab, orderFulfilment } from './in-process.ts';

const newLab = () => new Lab(new InProcess(), () => new InProcess());

/** A file of one's own, acted upon twice from the same past, with a bookmark on either branch. */
async function worked() {
  const { lab } = await openLab();
  await lab.openFile(new File([orderFulfilment.replace('Order fulfilment', 'My shop')], 'own'));
  await lab.reseed(11);
  await lab.player.seek(2_000_500.25);
  await lab.inject(lab.faultChoices.crash('payment'));
  lab.travel.bookmark();
  await lab.player.seek(4_000_000);
  await lab.player.seek(1_000_000);
  await lab.flip('shipping', 'inbox', false);
  await lab.player.seek(3_000_000);
  lab.travel.bookmark();
  return lab;
}

const bookOf = ({ travel: { branching } }: Lab) =>
  branching.all.map(({ id, name, inputs }) => [id, name, inputs.seed, inputs.actions.length]);

describe('a run that goes over a change of versions', () => {
  it('comes back with its branches, bookmarks, seed and moment, though it is of a file', async () => {
    const before = await worked();
    const after = newLab();
    expect(await takeUp(after, await packed(before), before.address)).toBe(true);
    expect(after.address).toBe(before.address);
    expect(after.run.scenario?.title).toBe('My shop');
    expect(after.player.cursor).toBe(3_000_000);
    expect(await after.run.fingerprints(3_000_000)).toEqual(
      await before.run.fingerprints(3_000_000),
    );
    expect(bookOf(after)).toEqual(bookOf(before));
    expect(after.travel.branching.book.current).toBe(2);
    expect(after.travel.bookmarks.all).toEqual(before.travel.bookmarks.all);
    expect(after.notices.shown.at(-1)?.text).toMatch(/^Reproduced: /);
    // The other branch is the same run as before too.
    for (const lab of [before, after]) await lab.travel.open(1);
    expect(await after.run.fingerprints(3_000_000)).toEqual(
      await before.run.fingerprints(3_000_000),
    );
  });

  it('is not brought back where another address is asked for, or where it is no run', async () => {
    const { lab: before } = await openLab();
    const text = await packed(before);
    expect(await takeUp(newLab(), text, '#s=order-fulfilment&seed=8&style=both')).toBe(false);
    for (const wrong of ['', '{', 'null', '{"shape":2}', '[]'])
      expect(await takeUp(newLab(), wrong, before.address)).toBe(false);
  });

  it('leaves a branch that the new version cannot run, and says so', async () => {
    const before = await worked();
    const carried = JSON.parse(await packed(before)) as {
      branches: { all: { inputs: { text: string } }[] };
    };
    const [first] = carried.branches.all;
    if (first !== undefined) first.inputs.text = '{"baton": 99}';
    const after = newLab();
    expect(await takeUp(after, JSON.stringify(carried), before.address)).toBe(true);
    expect(bookOf(after)).toEqual(bookOf(before).slice(1));
    expect(after.notices.shown.at(-1)?.text).toContain('One of its branches does not fit');
  });
});
