/** Leaving a run: what a reader put into it lies aside, and can be brought back whole. */
import { describe, expect, it } from 'vitest';
import { openLab, orderFulfilment } from './in-process.ts';

/** A lab with two branches and a bookmark; what it shows of them, to be compared. */
async function withWork() {
  const { lab } = await openLab();
  await lab.player.seek(3_000_000);
  await lab.player.seek(1_000_000);
  await lab.flip('payment', 'inbox', false);
  await lab.player.seek(2_000_000);
  lab.travel.bookmark();
  const shown = () => ({
    branches: lab.travel.branching.all.map(({ id, name, parent }) => [id, name, parent]),
    marked: lab.travel.marked.map(({ time }) => time),
    ...{ slug: lab.slug, seed: lab.run.seed, cursor: lab.player.cursor },
    hashes: lab.run.worlds.map(({ hash }) => hash),
  });
  return { lab, shown };
}

/** Presses the button of the notice that came last. */
function press({ notices }: Awaited<ReturnType<typeof withWork>>['lab']): void {
  const deed = notices.shown.findLast((notice) => notice.deed !== undefined)?.deed;
  expect(deed?.words).toBe('Bring it back');
  deed?.run();
}

describe('what was done in a run', () => {
  it.each([
    ['another scenario', (lab) => lab.openScenario('spike-and-lag')],
    ['an address', (lab) => lab.openAddress('#s=spike-and-lag&seed=3')],
    ['another seed', (lab) => lab.reseed(8)],
    ['a file', (lab) => lab.openFile(new File([orderFulfilment], 'mine.json'))],
  ] as readonly [string, (lab: Awaited<ReturnType<typeof withWork>>['lab']) => Promise<unknown>][])(
    'lies aside when it is left for %s, and is brought back whole',
    async (_, leave) => {
      const { lab, shown } = await withWork();
      const before = shown();
      await leave(lab);
      expect(lab.notices.shown.map(({ text }) => text)).toContain(
        'What you did in “Order fulfilment” (1 thing, 2 branches, 1 bookmark) lies aside.',
      );
      expect(lab.travel.branching.all).toHaveLength(1);
      expect(lab.aside.title).toBe('Order fulfilment');
      press(lab);
      await expect.poll(() => lab.aside.title).toBe('');
      await expect.poll(shown).toEqual(before);
    },
  );

  it('stays where it is when nothing else could be opened, and nothing lies aside', async () => {
    const { lab, shown } = await withWork();
    const before = shown();
    await lab.openFile(new File(['{}'], 'wrong.json'));
    expect(lab.run.problems.length).toBeGreaterThan(0);
    expect(shown()).toEqual(before);
    expect(lab.aside.title).toBe('');
  });

  it('changes places with what is open when both have something in them', async () => {
    const { lab } = await withWork();
    await lab.openScenario('spike-and-lag');
    await lab.player.seek(1_000_000);
    lab.travel.bookmark();
    await lab.aside.bringBack();
    expect(lab.slug).toBe('order-fulfilment');
    expect(lab.aside.title).toBe('Spike and lag');
    await lab.aside.bringBack();
    expect(lab.slug).toBe('spike-and-lag');
    expect(lab.travel.marked).toHaveLength(1);
    expect(lab.aside.title).toBe('Order fulfilment');
  });

  it('is no concern where nothing was done', async () => {
    const { lab } = await openLab();
    await lab.player.seek(1_000_000);
    await lab.openScenario('spike-and-lag');
    expect(lab.aside.title).toBe('');
    expect(lab.notices.shown).toEqual([]);
  });
});
